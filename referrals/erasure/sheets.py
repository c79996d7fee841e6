"""What whoever works on erasures reads: Merkwort, class, days and counts, never what a file says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock
from audit.clock import day_text
from protection import erasing, retention
from protection.sealing import open_keys, opened
from referrals.duties.sheets import Task, href
from referrals.erasure import access, sums
from referrals.erasure.flow import OPEN, Status, Thing
from referrals.erasure.models import Erasure
from referrals.families.models import Family, Person, Relation
from referrals.holds.models import Hold

MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing in the list."""

    id: UUID
    title: str
    facts: tuple[str, ...]
    badge: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Things in one state, with the one verb for those that are chosen."""

    status: str
    title: str
    count: int
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureSheet:
    """One erasure: why it is due, what goes, what stays, what holds it back, and who did what."""

    id: UUID
    title: str
    status: Status
    rows: tuple[tuple[str, str], ...]
    goes: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]
    holds: tuple[tuple[UUID, str], ...]
    steps: tuple[tuple[str, str], ...]
    family: UUID | None
    may_propose: bool
    may_release: bool
    may_take_back: bool
    may_hold: bool


STAYS = (
    "Zahlen der Statistik und der Haushaltsjahre, ohne Verbindung zur Familie",
    "Minuten der Stundennachweise, ohne Bemerkung",
    "Nachweise der Zugriffe bis zum Ende ihrer eigenen Frist, mit einer Kennung, die niemand mehr auflösen kann",
)
STAYS_OF_INTAKE = STAYS[2:]


def youngest(families: Iterable[UUID]) -> dict[UUID, date]:
    """Give for each family the day on which its youngest child was born or is expected, where it is known."""
    children = Person.objects.filter(family__in=list(families), relation=Relation.CHILD)
    found: dict[UUID, date] = {}
    for child in open_keys(children):
        text = opened(child.born) or opened(child.expected)
        if text:
            day = date.fromisoformat(text)
            found[child.family_id] = max(day, found.get(child.family_id, day))
    return found


def sections(by: Actor) -> tuple[Section, ...]:
    """Lay out what is on its way, state by state; a state without anything is left out."""
    rows = Erasure.objects.visible_to(by)
    counted = dict(rows.values_list("status").annotate(Count("id")))
    held = set(Hold.objects.standing(by.today).values_list("family_id", flat=True))
    return tuple(
        _section(by, Status(status), counted[status], held)
        for status in (*OPEN, Status.ERASED)
        if counted.get(status)
    )


def _section(by: Actor, status: Status, count: int, held: set[UUID]) -> Section:
    rows = Erasure.objects.visible_to(by).filter(status=status).select_related("proposed_by")
    newest = "-erased_at" if status == Status.ERASED else "due_on"
    found = list(rows.order_by(newest, "id")[:MOST])
    return Section(
        status=status.value,
        title=status.label,
        count=count,
        lines=tuple(_line(one, by, held) for one in found),
        more=max(count - MOST, 0),
    )


def for_the_day(by: Actor) -> tuple[Task, ...]:
    """Say what waits for this person as the second one, and to the coordinator what is to be prepared."""
    rows = Erasure.objects.visible_to(by)
    waiting = rows.filter(status=Status.PROPOSED).exclude(proposed_by=by.user_id).count()
    prepares = by.has(Role.DP_COORDINATOR)
    noted = rows.filter(status__in=[Status.NOTED, Status.READY]).count() if prepares else 0
    return tuple(
        Task(about=None, title=title, verb="Ansehen", verb_href=href("erasures"))
        for count, title in (
            (waiting, _counted(waiting, "wartet", "warten", "auf Ihre Freigabe")),
            (noted, _counted(noted, "ist", "sind", "vorzubereiten")),
        )
        if count
    )


def _counted(count: int, one: str, many: str, rest: str) -> str:
    return f"Eine Löschung {one} {rest}" if count == 1 else f"{count} Löschungen {many} {rest}"


def _line(one: Erasure, by: Actor, held: set[UUID]) -> Line:
    waits_for_another = one.status == Status.PROPOSED and not access.may_release(by, one)
    badge = "Ausgesetzt" if one.thing in held else ""
    return Line(
        id=one.id,
        title=_title(one),
        facts=tuple(_facts(one)),
        badge=badge or ("Eine andere Person gibt frei" if waits_for_another else ""),
        chosen=not badge and not waits_for_another,
    )


def _title(one: Erasure) -> str:
    kind = Thing(one.kind).label
    return f"{kind} {one.word}" if one.word else f"{kind} {str(one.thing)[:8]}"


def _facts(one: Erasure) -> Iterator[str]:
    rule = retention.rules()[one.retention]
    yield f"{rule.title} ({rule.code})"
    if one.erased_at:
        yield f"gelöscht am {day_text(clock.day(one.erased_at))}, {one.keys} Schlüssel vernichtet"
        return
    yield f"beendet am {day_text(one.ended_on)}, fällig seit {day_text(one.due_on)}"
    if one.offered_on:
        answer = f": {one.get_answer_display()}" if one.answer else ""
        yield f"dem Archiv angeboten am {day_text(one.offered_on)}{answer}"
    if one.proposed_by:
        yield f"vorgelegt von {one.proposed_by.display_name}"


def sheet(one: Erasure, by: Actor) -> ErasureSheet:
    """Make the dry run of one erasure: what goes, what stays, and who did what."""
    counts = {} if one.erased_at else erasing.extent(one.kind, one.thing)
    is_family = one.kind == Thing.FAMILY and not one.erased_at
    holds = Hold.objects.standing(by.today).filter(family=one.thing).select_related("set_by")
    prepares = access.may_prepare(by, one) and not holds
    return ErasureSheet(
        id=one.id,
        title=_title(one),
        status=Status(one.status),
        rows=tuple(_rows(one)),
        goes=tuple((word, str(number)) for word, number in sums.lines(counts))
        or (("Zeilen", str(one.rows)),),
        stays=STAYS if one.kind == Thing.FAMILY else STAYS_OF_INTAKE,
        holds=tuple((hold.id, _hold(hold)) for hold in holds),
        steps=tuple(_steps(one)),
        family=one.thing if is_family else None,
        may_propose=prepares and one.status == Status.READY,
        may_release=prepares and access.may_release(by, one),
        may_take_back=access.may_prepare(by, one)
        and one.status in {Status.PROPOSED, Status.RELEASED},
        may_hold=is_family and access.may_prepare(by, one),
    )


def _hold(hold: Hold) -> str:
    until = f" bis {day_text(hold.until_on)}" if hold.until_on else ""
    return f"{hold.get_reason_display()}{until}, eingetragen von {hold.set_by.display_name}"


def _rows(one: Erasure) -> Iterator[tuple[str, str]]:
    rule = retention.rules()[one.retention]
    yield "Stand", one.get_status_display()
    yield "Klasse", f"{rule.code}: {rule.title}"
    yield "Frist", retention.words(rule)
    yield "Grundlage", rule.basis
    yield "Beendet", day_text(one.ended_on)
    yield "Fällig seit", day_text(one.due_on)


def _steps(one: Erasure) -> Iterator[tuple[str, str]]:
    yield "Vorgemerkt", _moment(one.noted_at)
    if one.offered_on:
        yield "Dem Archiv angeboten", day_text(one.offered_on)
    if one.answer:
        yield "Antwort des Archivs", one.get_answer_display()
    for word, person, at in (
        ("Vorgelegt", one.proposed_by, one.proposed_at),
        ("Freigegeben", one.released_by, one.released_at),
    ):
        if person and at:
            yield word, f"{_moment(at)} von {person.display_name}"
    if one.erased_at:
        yield "Gelöscht", _moment(one.erased_at)
        yield "Vernichtete Schlüssel", str(one.keys)


def _moment(at: datetime) -> str:
    return day_text(clock.day(at))


def offer(rows: Iterable[Erasure]) -> list[tuple[str, ...]]:
    """Make the list for the archive: what is offered, with the number of the leading file and the years."""
    rows = list(rows)
    families = Family.objects.filter(id__in=[one.thing for one in rows])
    known = {family.id: family for family in open_keys(families)}
    return [
        (
            opened(known[one.thing].file_number) if one.thing in known else "",
            one.word,
            retention.rules()[one.retention].title,
            day_text(clock.day(known[one.thing].opened_at)) if one.thing in known else "",
            day_text(one.ended_on),
        )
        for one in rows
    ]
