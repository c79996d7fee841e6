"""Deeds about keeping and erasing: the periods, the archive, two people, erasing, and the list outside."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from accounts.actor import Actor
from audit import clock, erased, notes, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import erasing, files, retention
from referrals.aids.models import Aid
from referrals.enclosures.models import Enclosure
from referrals.erasure import access, events, sheets, sums
from referrals.erasure.flow import FLOW, OPEN, Answer, Status, Thing
from referrals.erasure.models import Erasure
from referrals.families.models import Case, Family
from referrals.holds.models import Hold
from referrals.intakes.flow import Status as IntakeStatus
from referrals.intakes.models import Intake

BATCH = 2_000
NOBODY = UUID(int=0)
NOTHING_CHOSEN = "Bitte wählen Sie etwas aus der Liste."
HELD = "{} ist ausgesetzt und wird nicht gelöscht."
TOO_SOON = "Das Archiv hat bis zum {:%d.%m.%Y} Zeit zu antworten."


@deed
def look_through(*, by: Actor, after: UUID | None = None) -> UUID | None:
    """Look through the closed files behind one identity: restrict what rests, note what is due.

    Returns:
        The identity from which to go on, nothing when all were looked through. Reads birthdays in memory and
        keeps none of them.
    """
    must(access.may_look_through(by))
    families = _closed_families(after)
    youngest = sheets.youngest(family.id for family in families)
    due, rests = [], []
    for family in families:
        ended_on, with_aid = family.ended_on, family.with_aid  # type: ignore[attr-defined]  # annotated below
        rule = retention.rules()[sums.class_of_file(with_aid=with_aid)]
        child = youngest.get(family.id) or clock.day(family.opened_at)
        plan = retention.plan(rule, ended_on, child)
        if plan.erased_from and plan.erased_from <= by.today:
            thing = Thing.FAMILY, family.id, family.word
            due.append(_noted(by, thing, rule.code, ended_on, plan.erased_from))
        elif plan.restricted_from and plan.restricted_from <= by.today:
            rests += [] if family.restricted_on else [family.id]
    if after is None:
        due += _due_intakes(by)
        _let_lapse()
    Erasure.objects.bulk_create(due)
    if rests:
        Family.objects.filter(id__in=rests).update(restricted_on=by.today)
        trail.record(events.RESTRICTED, by=by, about=rests)
    facts = {"files": len(families), "due": len(due), "restricted": len(rests)}
    trail.record(events.LOOKED_THROUGH, by=by, about=[one.thing for one in due], facts=facts)
    return families[-1].id if len(families) == BATCH else None


def _closed_families(after: UUID | None) -> list[Family]:
    """Give the next files whose last case is closed and that are not on their way out yet."""
    aids = Aid.objects.filter(family=OuterRef("pk"), status__in=sums.REAL)
    going_on = Case.objects.filter(family=OuterRef("pk"), closed_on__isnull=True)
    known = Erasure.objects.filter(thing=OuterRef("pk"), status__in=OPEN)
    rows = Family.objects.filter(~Exists(going_on), ~Exists(known), id__gt=after or NOBODY)
    closed = rows.annotate(ended_on=Max("cases__closed_on"), with_aid=Exists(aids))
    return list(closed.filter(ended_on__isnull=False).order_by("id")[:BATCH])


def _due_intakes(by: Actor) -> list[Erasure]:
    """Note first contacts that became no file and whose period is over."""
    known = Erasure.objects.filter(thing=OuterRef("pk"), status__in=OPEN)
    rows = Intake.objects.filter(
        ~Exists(known), family__isnull=True, closed_at__lt=by.now - timedelta(days=1)
    ).exclude(status=IntakeStatus.OPEN)
    due = []
    for intake in rows.order_by("closed_at").iterator(BATCH):
        counselled = intake.status == IntakeStatus.COUNSELLING
        rule = retention.rules()[sums.class_of_intake(counselled=counselled)]
        ended_on = clock.day(intake.closed_at or by.now)
        plan = retention.plan(rule, ended_on)
        if plan.erased_from and plan.erased_from <= by.today:
            thing = Thing.INTAKE, intake.id, ""
            due.append(_noted(by, thing, rule.code, ended_on, plan.erased_from))
    return due


def _noted(
    by: Actor, thing: tuple[Thing, UUID, str], retention: str, ended_on: date, due_on: date
) -> Erasure:
    kind, identity, word = thing
    return Erasure(
        kind=kind,
        thing=identity,
        word=word,
        retention=retention,
        ended_on=ended_on,
        due_on=due_on,
        noted_at=by.now,
        status=Status.NOTED if retention in sums.OFFERED else Status.READY,
    )


def _let_lapse() -> None:
    """Let go what came back to life: a family with an open case again, or a thing that is gone."""
    going_on = Case.objects.filter(family=OuterRef("thing"), closed_on__isnull=True)
    there = Family.objects.filter(pk=OuterRef("thing"))
    families = Erasure.objects.filter(kind=Thing.FAMILY, status__in=OPEN)
    intakes = Erasure.objects.filter(kind=Thing.INTAKE, status__in=OPEN)
    still = Intake.objects.filter(pk=OuterRef("thing"), family__isnull=True)
    for rows in (
        families.filter(Exists(going_on)),
        families.filter(~Exists(there)),
        intakes.filter(~Exists(still.exclude(status=IntakeStatus.OPEN))),
    ):
        rows.update(status=Status.LAPSED, word="")


@deed
def list_all(*, by: Actor) -> tuple[sheets.Section, ...]:
    """List what is on its way, state by state; one entry about all of it."""
    must(access.may_list(by))
    found = sheets.sections(by)
    trail.record(events.LISTED, by=by, about=[line.id for one in found for line in one.lines])
    return found


@deed
def read(*, by: Actor, erasure: Erasure) -> sheets.ErasureSheet:
    """Read the dry run of one erasure: what goes and what stays."""
    must(access.may_prepare(by, erasure))
    sheet = sheets.sheet(erasure, by)
    trail.record(events.READ, by=by, about=[erasure, erasure.thing])
    return sheet


@deed
def offer(*, by: Actor, chosen: Iterable[UUID]) -> int:
    """Offer files to the archive before they are destroyed (ArchivG NRW § 4)."""
    rows = _chosen(by, chosen, Status.NOTED)
    _move(rows, Status.OFFERED, offered_on=by.today)
    trail.record(events.OFFERED, by=by, about=_about(rows), facts={"count": len(rows)})
    return len(rows)


@deed
def list_offered(*, by: Actor) -> list[tuple[str, ...]]:
    """Hand out the list for the archive: what was offered and not answered yet."""
    must(access.may_list(by))
    rows = list(Erasure.objects.visible_to(by).filter(status=Status.OFFERED).order_by("due_on"))
    trail.record(events.LISTED, by=by, about=_about(rows))
    return sheets.offer(rows)


@deed
def answer(*, by: Actor, chosen: Iterable[UUID], answer: Answer) -> int:
    """Enter what the archive said; silence counts only after the time that the law gives it."""
    rows = _chosen(by, chosen, Status.OFFERED)
    latest = max(one.offered_on or by.today for one in rows)
    until = latest + timedelta(days=sums.ARCHIVE_DAYS)
    if answer == Answer.SILENT and until > by.today:
        raise NotPossibleError(TOO_SOON.format(until), field="answer")
    _move(rows, Status.READY, answer=answer)
    trail.record(events.ANSWERED, by=by, about=_about(rows), facts={"answer": answer.value})
    return len(rows)


@deed
def propose(*, by: Actor, chosen: Iterable[UUID]) -> int:
    """Put erasures before a second person."""
    rows = _chosen(by, chosen, Status.READY)
    _move(rows, Status.PROPOSED, proposed_by=by.user, proposed_at=by.now)
    trail.record(events.PROPOSED, by=by, about=_about(rows), facts={"count": len(rows)})
    return len(rows)


@deed
def release(*, by: Actor, chosen: Iterable[UUID]) -> int:
    """Release, as the second person, what is erased in the following night."""
    rows = _chosen(by, chosen, Status.PROPOSED)
    must(all(access.may_release(by, one) for one in rows))
    _move(rows, Status.RELEASED, released_by=by.user, released_at=by.now)
    trail.record(events.RELEASED, by=by, about=_about(rows), facts={"count": len(rows)})
    return len(rows)


@deed
def take_back(*, by: Actor, erasure: Erasure) -> Erasure:
    """Take back a proposal or a release, until it is erased."""
    must_see(Erasure.objects.visible_to(by), erasure)
    erasure = Erasure.objects.select_for_update(of=("self",)).get(id=erasure.id)
    nobody = {"proposed_by": None, "proposed_at": None, "released_by": None, "released_at": None}
    _move([erasure], Status.READY, **nobody)
    trail.record(events.RETURNED, by=by, about=_about([erasure]))
    return erasure


@deed
def erase(*, by: Actor, erasure: Erasure) -> Erasure:
    """Erase what two people released: rows, and every key that closed them; the database looks for itself."""
    must(access.may_look_through(by))
    erasure = Erasure.objects.select_for_update(of=("self",)).get(id=erasure.id)
    FLOW.check(erasure.status, Status.ERASED)
    _refuse_held(by, [erasure])
    _remove_files_of(erasure)
    counts = erasing.erase_released(erasure.id)
    gone = {"keys": counts.pop("keys"), "rows": sum(counts.values())}
    _move([erasure], Status.ERASED, word="", erased_at=by.now, **gone)
    facts = {"retention": erasure.retention, **gone}
    trail.record(events.ERASED, by=by, about=[erasure.thing, erasure], facts=facts)
    return erasure


def _remove_files_of(erasure: Erasure) -> None:
    """Have the bytes of a file removed as soon as its rows are gone; what a crash leaves, the hourly sweep finds."""
    rows = Enclosure.objects.filter(family=erasure.thing).exclude(stored="")
    for stored in rows.values_list("stored", flat=True):
        transaction.on_commit(partial(files.remove, stored))


@deed
def tell_outside(*, by: Actor) -> int:
    """Write what was erased into the list outside the database, so that a restored backup does not bring it back."""
    must(access.may_look_through(by))
    rows = list(Erasure.objects.filter(status=Status.ERASED, listed=False).select_for_update())
    erased.add(
        (notes.written_moment(one.erased_at or by.now), one.kind, str(one.thing)) for one in rows
    )
    Erasure.objects.filter(id__in=[one.id for one in rows]).update(listed=True)
    trail.record(events.LISTED_OUTSIDE, by=by, about=_about(rows), facts={"count": len(rows)})
    return len(rows)


def _chosen(by: Actor, chosen: Iterable[UUID], status: Status) -> list[Erasure]:
    """Lock what was chosen, as far as it still stands there and nothing holds it back."""
    must(access.may_list(by))
    rows = Erasure.objects.visible_to(by).select_for_update(of=("self",)).order_by("id")
    found = list(rows.filter(id__in=list(chosen), status=status))
    if not found:
        raise NotPossibleError(NOTHING_CHOSEN)
    must(all(access.may_prepare(by, one) for one in found))
    _refuse_held(by, found)
    return found


def _refuse_held(by: Actor, rows: Iterable[Erasure]) -> None:
    held = set(Hold.objects.standing(by.today).values_list("family_id", flat=True))
    if kept := [one.word or str(one.thing)[:8] for one in rows if one.thing in held]:
        raise NotPossibleError(HELD.format(", ".join(kept)))


def _move(things: Iterable[Erasure], status: Status, **columns: object) -> None:
    for one in things:
        FLOW.check(one.status, status)
        one.status = status
        for name, value in columns.items():
            setattr(one, name, value)
        one.save(update_fields=["status", *columns])


def _about(rows: Iterable[Erasure]) -> list[UUID]:
    return [identity for one in rows for identity in (one.id, one.thing)]


@deed
def erase_again(*, by: Actor) -> int:
    """Erase, as the owner and after a restore, what the list outside names and the backup brought back."""
    must(access.may_look_through(by))
    back = erasing.came_back(erased.erased())
    for kind, thing in back:
        erasing.erase_again(kind, thing)
    Erasure.objects.filter(thing__in=[thing for _, thing in back], status__in=OPEN).update(
        status=Status.LAPSED, word=""
    )
    facts = {"count": len(back)}
    trail.record(events.REAPPLIED, by=by, about=[thing for _, thing in back], facts=facts)
    return len(back)
