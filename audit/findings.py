"""What a verification of the trail found, and the sentences that say it; needs no database."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from audit.notes import MOMENT

MOST = 100
UNCHANGED = "Alle Einträge sind unverändert."


class Bend(StrEnum):
    """In which way the trail was bent."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    LEAF_GONE = "leaf_gone"
    REBUILT = "rebuilt"
    TRUNCATED = "truncated"
    FORKED = "forked"
    UNSIGNED = "unsigned"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: how it was bent, the sentence that a reader sees, and the entry where it is known."""

    bend: Bend
    sentence: str
    entry: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was bent: the first and the last position in the tree, and the entry where it is known."""

    first: int
    last: int
    entry: str = ""

    def __str__(self) -> str:
        """Name the place in German: "Eintrag … (Platz 17)", "Plätze 10 bis 19"."""
        where = f"Platz {self.first}"
        if self.last > self.first:
            where = f"Plätze {self.first} bis {self.last}"
        return f"Eintrag {self.entry} ({where})" if self.entry else where


@dataclass(slots=True)
class Report:
    """What the verification saw; `waiting` entries are not sealed yet, `beyond` leaves have no note over them here.

    `first` is the first place in the tree that was bent, `sound` the last note whose whole tree lies before it:
    its size and its moment.
    """

    leaves: int = 0
    checked: int = 0
    retired: int = 0
    waiting: int = 0
    notes: int = 0
    beyond: int = 0
    bent: int = 0
    problems: list[Problem] = field(default_factory=list)
    first: Place | None = None
    sound: tuple[int, str] | None = None

    @property
    def ok(self) -> bool:
        """Tell whether nothing was bent."""
        return not self.bent

    def add(self, bend: Bend, sentence: str, entry: str = "", at: Place | None = None) -> None:
        """Count a problem, keep the first ones, and remember which lies first in the tree."""
        self.bent += 1
        if at is not None and (self.first is None or at < self.first):
            self.first = at
        if len(self.problems) < MOST:
            self.problems.append(Problem(bend, sentence, entry))


def sentences(report: Report) -> Iterator[str]:
    """Say in German what a verification saw: the counts, then what was bent."""
    counts = (
        f"{numbered(report.checked)} Einträge geprüft, {numbered(report.notes)} Siegel verglichen"
    )
    if report.retired:
        counts += f", {numbered(report.retired)} nach Ablauf der Frist entfernt"
    if report.waiting:
        counts += f", {numbered(report.waiting)} noch nicht versiegelt"
    if report.beyond:
        counts += f", {numbered(report.beyond)} nach dem letzten Siegel"
    yield f"{counts}."
    yield from (problem.sentence for problem in report.problems)
    if report.bent > len(report.problems):
        yield f"… und {numbered(report.bent - len(report.problems))} weitere Stellen."
    if not report.ok:
        yield from _from_when(report)
    places = "Stelle" if report.bent == 1 else "Stellen"
    yield UNCHANGED if report.ok else f"Verändert an {numbered(report.bent)} {places}."


def _from_when(report: Report) -> Iterator[str]:
    """Name the first place that was bent and the last moment at which a note still vouches for everything."""
    if report.first:
        yield f"Zuerst betroffen: {report.first}."
    if report.sound:
        size, at = report.sound
        when = datetime.strptime(at, MOMENT).strftime("%d.%m.%Y, %H:%M:%S")  # noqa: DTZ007  # UTC, as the words say
        yield f"Bis dahin unverändert: {numbered(size)} Einträge, bezeugt am {when} Uhr (UTC)."
    else:
        yield "Kein Siegel bezeugt einen früheren Stand, der noch stimmt."


def numbered(number: int) -> str:
    """Write a number the German way: 1.234."""
    return f"{number:,}".replace(",", ".")
