"""Reports as their readers see them: one sheet for page, paper and file, so all carry the same numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text, moment_text
from outcomes import access, figures
from outcomes.figures import COLUMNS, FIRST, GROUPS, NOTES, NOTHING_SHOWN, TITLES, Numbers
from outcomes.flow import Status
from outcomes.models import Report
from outcomes.protected import HIDDEN, ProtectedCell, ProtectedRelease
from outcomes.ratios import percent, wilson
from outcomes.sums import ALL, BEGUN, OTHER, RESULTS, SPACE
from referrals.facts.sums import DEFINITIONS, window

type Cells = tuple[tuple[str, str], ...]
type Labels = Mapping[str, Mapping[str, str]]

SYMBOLS = "Zahl zum Schutz nicht ausgewiesen (·). Genau null (–)."
PROBLEMS = {
    "ReleaseRefusedError": "Die Zahlen lassen sich neben früheren Berichten nicht schützen. "
    "Bitte warten Sie den nächsten Stichtag ab."
}
PROBLEM = "Beim Rechnen ist etwas schiefgegangen. Bitte lassen Sie den Bericht noch einmal rechnen."
BADGES = {Status.PREPARED: "warning", Status.RELEASED: "success", Status.FAILED: "danger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report in the list."""

    id: UUID
    title: str
    cut: str
    status: str
    badge: str
    people: str
    may_check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, cell by cell as text; `rows` are what the page's table takes."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, Cells], ...]
    foot: Cells

    @property
    def lines(self) -> list[list[str]]:
        """Give head, rows and sums as plain lines of text."""
        cells = [*(cells for _, cells in self.rows), self.foot]
        return [[name for name, _ in self.columns], *([text for text, _ in one] for one in cells)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """The outcome table of one direction, what stands below it, and its groups in detail."""

    id: str
    title: str
    table: Table
    note: str
    details: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar with its text."""

    name: str
    value: str
    width: int
    note: str
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a report says."""

    lead: str
    directions: tuple[Direction, ...]
    goals: tuple[Bar, ...]
    spaces: tuple[Bar, ...]
    symbols: str = SYMBOLS
    definitions: tuple[tuple[str, str], ...] = DEFINITIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSheet:
    """A report on a page: how it stands, who may do what next, and what it says."""

    id: UUID
    title: str
    period: str
    status: str
    badge: str
    people: tuple[str, ...]
    text: str
    hint: str
    problem: str
    digest: str
    contents: Contents | None
    is_waiting: bool
    is_released: bool
    has_paper: bool
    may_release: bool
    may_return: bool
    is_own: bool


def line(report: Report, by: Actor) -> ReportLine:
    """Make the line of a report for the list."""
    return ReportLine(
        id=report.id,
        title=f"Ergebnisse {report.year}",
        cut=f"Stichtag {day_text(report.cut_on)}",
        status=Status(report.status).label,
        badge=BADGES.get(Status(report.status), "info"),
        people="; ".join(_people(report)),
        may_check=report.status == Status.PREPARED and access.may_release(by, report),
    )


def sheet(
    report: Report, contents: Contents | None, by: Actor, *, has_paper: bool = False
) -> ReportSheet:
    """Make the sheet of a report for its reader."""
    is_open = report.status == Status.PREPARED
    failed = report.status == Status.FAILED
    return ReportSheet(
        id=report.id,
        title=f"Ergebnisse {report.year}",
        period=_period(report.year, report.cut_on),
        status=Status(report.status).label,
        badge=BADGES.get(Status(report.status), "info"),
        people=_people(report),
        text=report.text,
        hint=report.hint,
        problem=PROBLEMS.get(report.problem, PROBLEM) if failed else "",
        digest=report.digest,
        contents=contents,
        is_waiting=report.status == Status.COUNTING,
        is_released=report.status == Status.RELEASED,
        has_paper=has_paper,
        may_release=is_open and access.may_release(by, report),
        may_return=is_open and access.may_return(by, report),
        is_own=report.prepared_by_id == by.user_id,
    )


def contents(release: ProtectedRelease, labels: Labels) -> Contents:
    """Write the protected numbers of a release as text; nothing here knows any other number."""
    numbers = Numbers(release)
    return Contents(
        lead=figures.lead(numbers),
        directions=tuple(_direction(numbers, one, labels[one]) for one in TITLES),
        goals=_goal_bars(numbers),
        spaces=_space_bars(numbers, labels[SPACE]),
    )


def _direction(numbers: Numbers, direction: str, labels: Mapping[str, str]) -> Direction:
    told = {row: _outcomes(numbers, direction, row) for row in numbers.categories(direction)}
    rows = [row for row, texts in told.items() if _stands(direction, row, texts)]

    def detail(figure: str, title: str, groups: Mapping[str, str]) -> Table:
        lines = {
            row: [figures.number_text(numbers.at(figure, direction, row, one)) for one in groups]
            for row in rows
        }
        return _table(title, FIRST[direction], groups.values(), labels, lines)

    shown = {text for row in rows for text in told[row]}
    return Direction(
        id=direction,
        title=TITLES[direction],
        table=_table(
            TITLES[direction], FIRST[direction], COLUMNS, labels, {row: told[row] for row in rows}
        ),
        note=NOTHING_SHOWN if shown == {HIDDEN} else NOTES[direction],
        details=tuple(detail(figure, *one) for figure, one in GROUPS.items()),
    )


def _stands(direction: str, row: str, texts: list[str]) -> bool:
    """Say whether a row stands in the table: sums and spaces always, others when there is anything."""
    return row == ALL or set(texts) != {"–"} or (direction == SPACE and row != OTHER)


def _table(
    title: str,
    first: str,
    columns: Iterable[str],
    labels: Mapping[str, str],
    lines: Mapping[str, list[str]],
) -> Table:
    def cells(row: str) -> Cells:
        return ((labels[row], ""), *((text, "num") for text in lines[row]))

    return Table(
        title=title,
        columns=((first, ""), *((name, "num") for name in columns)),
        rows=tuple(("", cells(row)) for row in lines if row != ALL),
        foot=cells(ALL),
    )


def _outcomes(numbers: Numbers, direction: str, row: str) -> list[str]:
    def at(figure: str, *group: str) -> ProtectedCell:
        return numbers.at(figure, direction, row, *group)

    return [
        figures.number_text(at("families")),
        figures.hours_text(at("minutes")),
        figures.per_family_text(at("minutes"), at("families")),
        figures.share_text(at("goals", "achieved"), at("goals", ALL)),
        figures.waiting_text(numbers, direction, row),
        figures.number_text(at("waiting", BEGUN)),
        figures.number_text(at("ended", ALL)),
        figures.share_text(at("ended", "planned"), at("ended", ALL)),
    ]


def _goal_bars(numbers: Numbers) -> tuple[Bar, ...]:
    whole = numbers.at("goals", SPACE, ALL, ALL)
    names = GROUPS["goals"][1]
    return tuple(_bar(names[one], numbers.at("goals", SPACE, ALL, one), whole) for one in RESULTS)


def _space_bars(numbers: Numbers, labels: Mapping[str, str]) -> tuple[Bar, ...]:
    whole = numbers.at("families", SPACE, ALL)
    places = [one for one in numbers.categories(SPACE) if one.startswith("district:")]
    return tuple(_bar(labels[one], numbers.at("families", SPACE, one), whole) for one in places)


def _bar(name: str, part: ProtectedCell, whole: ProtectedCell) -> Bar:
    share, chance = percent(part, whole), wilson(part, whole)
    if share is None or chance is None:
        return Bar(name=name, value=figures.instead(whole), width=0, note="")
    note = f"{chance[0]:.0f} bis {chance[1]:.0f} %"
    return Bar(name=name, value=f"{share:.0f} %", width=round(share), note=note)


def _period(year: int, cut_on: date) -> str:
    first, last = window(year, cut_on)
    text = f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}"
    return text if last == cut_on else f"{text}, gezählt am Stichtag {cut_on:%d.%m.%Y}"


def _people(report: Report) -> tuple[str, ...]:
    said: Iterable[str] = (
        f"vorbereitet von {report.prepared_by.display_name}, {moment_text(report.ordered_at)}",
    )
    if report.released_by and report.released_at:
        name = report.released_by.display_name
        said = (*said, f"freigegeben von {name}, {moment_text(report.released_at)}")
    return tuple(said)
