"""What of a file is disputed or restricted, and what can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from audit.clock import day, day_text, moment_text
from protection.sealing import open_keys, opened
from referrals.corrections import sums
from referrals.corrections.flow import DISPUTED, Ground, Status
from referrals.corrections.models import Dispute, Restriction
from referrals.corrections.sums import COLUMNS, Place, Thing
from referrals.decisions.models import Decision
from referrals.disclosures.models import Disclosure
from referrals.duties.sheets import Task, href
from referrals.families.models import Family, Person
from referrals.intakes.models import Intake
from referrals.marks.models import Marked
from referrals.notes.models import Note
from referrals.plans.access import SHARED
from referrals.plans.models import Version
from referrals.recipients import sheets as recipients

KINDS = {Status.OPEN: "warning", Status.STANDS: "warning", Status.CORRECTED: "success"}
NAMELESS = "Ungeborenes Kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeSheet:
    """One dispute: what, by whom, in which words, and what became of it."""

    id: UUID
    family: UUID
    word: str
    what: str
    person: str
    statement: str
    remark: str
    received: str
    due: str
    state: str
    kind: str
    is_late: bool
    is_open: bool
    may_correct: bool
    tells: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionSheet:
    """Something that is not used any more, without its text."""

    id: UUID
    family: UUID
    word: str
    what: str
    ground: str
    since: str
    lifted: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsSheet:
    """Everything of a family that is disputed or restricted."""

    family: UUID
    word: str
    disputes: tuple[DisputeSheet, ...]
    restrictions: tuple[RestrictionSheet, ...]


def things(family: Family, by: Actor) -> dict[str, Thing]:
    """Find everything of a file that somebody can say is wrong, by its sign; empty columns are none."""
    found: Iterator[Thing] = (
        Thing(place=place, row=row.pk, column=column, label=f"{title}: {words}")
        for place, rows, name in _places(family, by)
        for row, title in ((row, name(row)) for row in rows)
        for column, words in COLUMNS[place].items()
        if getattr(row, column) is not None
    )
    return {thing.code: thing for thing in found}


def _places(family: Family, by: Actor) -> Iterator[tuple[Place, Iterable[Marked], Any]]:
    people = Person.objects.filter(family=family).order_by("position")
    yield Place.PERSON, open_keys(people), _person
    notes = Note.objects.visible_to(by).filter(family=family).order_by("-happened_at")
    yield Place.NOTE, notes, lambda row: f"Notiz vom {moment_text(row.happened_at)}"
    intakes = Intake.objects.visible_to(by).filter(family=family).order_by("-received_at")
    yield Place.INTAKE, intakes, lambda row: f"Meldung vom {day_text(day(row.received_at))}"
    decisions = Decision.objects.filter(aid__family=family).select_related("aid")
    yield Place.DECISION, decisions.order_by("-submitted_at"), _decision
    versions = Version.objects.visible_to(by).filter(plan__aid__family=family, status__in=SHARED)
    near = versions.select_related("plan__aid").order_by("plan__aid__word", "-number")
    yield Place.VERSION, near, lambda row: f"Hilfeplan {row.plan.aid.word}, Fassung {row.number}"


def _person(row: Person) -> str:
    return f"{opened(row.first_name) or NAMELESS} {opened(row.last_name)}"


def _decision(row: Decision) -> str:
    return f"Entscheidung {row.aid.word} vom {day_text(day(row.submitted_at))}"


MODELS: dict[Place, type[Marked]] = {
    Place.PERSON: Person,
    Place.NOTE: Note,
    Place.INTAKE: Intake,
    Place.DECISION: Decision,
    Place.VERSION: Version,
}


def rows_of(place: str) -> QuerySet[Any]:
    """Give the table in which a thing of this place stands."""
    return MODELS[Place(place)]._default_manager.all()  # noqa: SLF001  # documented API


def text_of(about: Dispute | Restriction) -> str:
    """Open what a dispute or a restriction is about."""
    row = rows_of(about.place).select_related("lock").get(id=about.row)
    return opened(getattr(row, about.column))


def corrections(family: Family, by: Actor) -> CorrectionsSheet:
    """Give everything of a family that is disputed or restricted, what is open first."""
    known = things(family, by)
    near = (
        Dispute.objects.visible_to(by).filter(family=family).select_related("lock", "person__lock")
    )
    disputes = [_dispute(row, known, by, ()) for row in near.order_by("-received_on", "id")]
    rows = Restriction.objects.visible_to(by).filter(family=family).select_related("lock")
    return CorrectionsSheet(
        family=family.id,
        word=family.word,
        disputes=tuple(sorted(disputes, key=lambda one: not one.is_open)),
        restrictions=tuple(
            _restriction(row, known, family) for row in rows.order_by("lifted_at", "-made_at", "id")
        ),
    )


def due(by: Actor, families: QuerySet[Family]) -> tuple[Task, ...]:
    """Give what somebody says is wrong and nobody answered yet, for whoever keeps the file."""
    rows = Dispute.objects.visible_to(by).filter(family__in=families, status=Status.OPEN)
    return tuple(
        Task(
            about=row.id,
            title=f"{row.family.word}: eine Angabe wird bestritten",
            text=f"Antwort bis {day_text(sums.due_on(row.received_on))}",
            urgent=sums.due_on(row.received_on) < by.today,
            verb="Prüfen",
            verb_href=href("dispute", row.id),
        )
        for row in rows.select_related("family").order_by("received_on", "id")
    )


def dispute(row: Dispute, by: Actor) -> DisputeSheet:
    """Give one dispute, with those who were told what it is about."""
    return _dispute(row, things(row.family, by), by, tuple(_tells(row, by)))


def restriction(row: Restriction, by: Actor) -> RestrictionSheet:
    """Give one restriction, without its text."""
    return _restriction(row, things(row.family, by), row.family)


def _dispute(
    row: Dispute, known: dict[str, Thing], by: Actor, tells: tuple[str, ...]
) -> DisputeSheet:
    status = Status(row.status)
    due = sums.due_on(row.received_on)
    return DisputeSheet(
        id=row.id,
        family=row.family_id,
        word=row.family.word,
        what=_what(row, known),
        person=_person(row.person),
        statement=opened(row.statement),
        remark=opened(row.remark),
        received=day_text(row.received_on),
        due=day_text(due) if status == Status.OPEN else "",
        state=str(status.label),
        kind=KINDS.get(status, ""),
        is_late=status == Status.OPEN and due < by.today,
        is_open=status in DISPUTED,
        may_correct=_is_fact(row),
        tells=tells,
        told=moment_text(row.told_at) if row.told_at else "",
    )


def _restriction(row: Restriction, known: dict[str, Thing], family: Family) -> RestrictionSheet:
    return RestrictionSheet(
        id=row.id,
        family=family.id,
        word=family.word,
        what=_what(row, known),
        ground=str(Ground(row.ground).label),
        since=day_text(day(row.made_at)),
        lifted=day_text(day(row.lifted_at)) if row.lifted_at else "",
        remark=opened(row.remark),
    )


def _is_fact(row: Dispute) -> bool:
    """Tell whether the thing itself is replaced by what is right: what is kept of a person is."""
    return row.place == Place.PERSON


def _what(row: Dispute | Restriction, known: dict[str, Thing]) -> str:
    thing = known.get(f"{row.place}:{row.row}:{row.column}")
    return thing.label if thing else COLUMNS[Place(row.place)][row.column]


def _tells(row: Dispute, by: Actor) -> Iterator[str]:
    """Name who outside the office was told what is disputed (GDPR Art. 19)."""
    if row.place == Place.VERSION:
        for reader in recipients.plan_readers(row.family_id, by):
            yield f"{reader.provider}: {reader.text}"
    if row.place == Place.PERSON:
        rows = Disclosure.objects.visible_to(by).filter(family=row.family_id)
        for told in rows.select_related("provider").order_by("provider__name", "made_at"):
            yield f"{told.provider.name}: Unterlagen vom {day_text(day(told.made_at))}"
