"""What is read of immediate measures: the receipt, a list without words, and the whole for the second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accounts.actor import Actor
from accounts.roles import Role
from audit.clock import day, day_text, moment_text
from protection.sealing import opened
from referrals.emergencies.sums import due_on
from referrals.families.access import kept_by
from referrals.families.models import Family
from referrals.families.sheets import with_people
from referrals.measures import access
from referrals.measures.flow import Kind, Status
from referrals.measures.models import Measure
from referrals.naming.sums import names_in

KINDS = {Status.WAITING: "warning", Status.CONFIRMED: "success", Status.OBJECTED: "danger"}
NO_FAMILY = "Keiner Familie zuzuordnen"
# So long the responsible worker is told of it on the first page.
NEW_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the author gets back, the same whatever became of it."""

    number: str
    when: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A measure in a list: who did what kind of thing when, and how it stands; nobody's name else."""

    id: UUID
    number: str
    word: str
    author: str
    kind: str
    when: str
    on: date
    state: str
    state_kind: str
    is_late: bool
    may_read: bool
    may_review: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """Say by whom and when, for its card."""
        return (self.author, f"{self.when} Uhr")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSheet:
    """Everything that the author wrote, and what the second person said of it."""

    preline: str
    rows: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, ...], ...]
    may_review: bool
    may_leave_alone: bool


def receipt(measure: Measure) -> Receipt:
    """Make the receipt; it says nothing that depends on a family."""
    return Receipt(
        number=number(measure),
        when=moment_text(measure.recorded_at),
        until=day_text(due_on(measure.recorded_at)),
    )


def number(measure: Measure) -> str:
    """Give a number to say on the telephone: 3F2A-91BC."""
    digits = measure.id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def lines(by: Actor, narrowed: Q | None = None) -> tuple[MeasureLine, ...]:
    """Give the measures of which somebody may know, what waits first."""
    rows = Measure.objects.listed_for(by).filter(narrowed or Q())
    near = rows.select_related("family", "author", "lock").order_by("-recorded_at")
    shown = sorted(free_of_own(near, by), key=lambda one: one.status != Status.WAITING)
    readable = set(Measure.objects.visible_to(by).values_list("id", flat=True))
    return tuple(_line(one, by, may_read=one.id in readable) for one in shown)


def waiting(by: Actor) -> tuple[MeasureLine, ...]:
    """Give what waits for this person: leads everything, the head what a lead did and what is late, the
    officer what is late.
    """
    if not access.may_list(by):
        return ()
    wanted = access.overdue(by)
    if by.has(Role.HEAD):
        wanted |= access.of_a_lead(by)
    return lines(by, Q(status=Status.WAITING) & (Q() if by.leads else wanted))


def new_for_workers(by: Actor) -> tuple[MeasureLine, ...]:
    """Give what was put to families whose file this person keeps, for a week."""
    kept = Family.objects.visible_to(by).filter(kept_by(by))
    return lines(by, Q(family__in=kept, reviewed_at__gt=by.now - NEW_FOR))


def of_family(family: Family, by: Actor) -> tuple[MeasureLine, ...]:
    """Give what was put to one family, the last first."""
    return lines(by, Q(family=family))


def free_of_own(rows: Iterable[Measure], by: Actor) -> list[Measure]:
    """Leave out what names a family from which a conflict of interest keeps this reader away.

    A measure that waits belongs to no family yet, so the words themselves are compared: with every name,
    street and Merkwort of those families. Another reader finds it all the same.
    """
    found = list(rows)
    if not by.blocked or not found:
        return found
    kept_from = with_people(Family.objects.filter(id__in=by.blocked))
    names = [name for family in kept_from for name in _names(family)]
    return [one for one in found if one.family_id or not names_in(_text(one), names)]


def sheet(measure: Measure, by: Actor) -> MeasureSheet:
    """Open what was done, for the second person and for whoever works with the family."""
    may_review = measure.status == Status.WAITING and access.may_review(by, measure)
    done = Kind(measure.kind).label
    return MeasureSheet(
        preline=f"Nummer {number(measure)}",
        rows=(
            ("Wer hat gehandelt", measure.author.display_name),
            ("Um wen es ging", opened(measure.who)),
            ("Gefahr", opened(measure.danger)),
            ("Was getan wurde", ": ".join(filter(None, [done, opened(measure.words)]))),
            ("Wann", f"{moment_text(measure.taken_at)} Uhr"),
            ("Warum niemand anderes", opened(measure.alone)),
            ("Festgehalten", f"{moment_text(measure.recorded_at)} Uhr"),
        ),
        said=_said(measure, by),
        may_review=may_review,
        may_leave_alone=may_review and access.may_leave_alone(by, measure),
    )


def _said(measure: Measure, by: Actor) -> tuple[tuple[str, ...], ...]:
    if not (measure.reviewed_at and measure.reviewed_by):
        return ()
    return (
        ("Geprüft von", measure.reviewed_by.display_name),
        ("Am", f"{moment_text(measure.reviewed_at)} Uhr"),
        ("Ergebnis", Status(measure.status).label),
        ("Familie", *_whose(measure, by)),
        ("Bemerkung", opened(measure.remark)),
    )


def _whose(measure: Measure, by: Actor) -> tuple[str, ...]:
    """Name the family, with the way to it for whoever sees it."""
    family = measure.family
    if family is None:
        return (NO_FAMILY,)
    if not Family.objects.visible_to(by).filter(id=family.id).exists():
        return (family.word,)
    return (family.word, reverse("family", args=[family.id]), "Ansehen")


def _line(measure: Measure, by: Actor, *, may_read: bool) -> MeasureLine:
    last = due_on(measure.recorded_at)
    waits, late = measure.status == Status.WAITING, by.today > last
    state = str(Status(measure.status).label)
    if waits:
        state = (
            f"Prüfung überfällig seit {day_text(last)}" if late else f"{state} bis {day_text(last)}"
        )
    return MeasureLine(
        id=measure.id,
        number=number(measure),
        word=measure.family.word if measure.family else "" if waits else NO_FAMILY,
        author=measure.author.display_name,
        kind=Kind(measure.kind).label,
        when=moment_text(measure.taken_at),
        on=day(measure.taken_at),
        state=state,
        state_kind="danger" if waits and late else KINDS[Status(measure.status)],
        is_late=waits and late,
        may_read=may_read,
        may_review=may_read and waits and access.may_review(by, measure),
    )


def _text(measure: Measure) -> str:
    parts = (measure.who, measure.danger, measure.words, measure.alone)
    return "\n".join(map(opened, parts))


def _names(family: Family) -> list[str]:
    people, addresses = family.people.all(), family.addresses.all()
    named = [text for one in people for text in (one.first_name, one.last_name)]
    found = [family.word, *map(opened, (family.name, *named, *(one.street for one in addresses)))]
    return [name for name in found if name]
