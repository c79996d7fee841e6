"""Deeds about what somebody says is wrong, and about what is not used any more."""

from datetime import date
from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.sealing import Clear
from referrals.corrections import access, events, sheets
from referrals.corrections.flow import DISPUTED, FLOW, Ground, Status, Use
from referrals.corrections.models import Dispute, Restriction
from referrals.corrections.sheets import CorrectionsSheet, DisputeSheet, RestrictionSheet
from referrals.corrections.sums import Place, Thing, parsed
from referrals.families.models import Family, Person
from referrals.marks.sums import Mark, with_mark, without
from referrals.papers import actions as papers
from referrals.plans.models import Version

GONE = "Diese Angabe steht nicht in der Akte. Bitte wählen Sie eine aus der Liste."
TWICE = "Diese Person bestreitet diese Angabe schon."
STRANGE = "Bitte wählen Sie eine Person dieser Familie."
LATER = "Dieser Tag liegt in der Zukunft."
NO_RIGHT = "Bitte geben Sie an, was richtig ist."
NO_DAY = "Bitte geben Sie den Tag so an: 04.05.2019."
RESTRICTED = "Diese Angabe ist schon eingeschränkt."
OVER = "Die Einschränkung ist schon aufgehoben."
NOTHING_TO_TELL = "Zu unterrichten ist erst, wenn etwas berichtigt ist, und nur einmal."


@deed
def read(*, by: Actor, family: Family) -> CorrectionsSheet:
    """Read what of a family is disputed or restricted."""
    must(access.may_correct(by, family))
    trail.record(events.LISTED, by=by, about=[family])
    return sheets.corrections(family, by)


@deed
def choose(*, by: Actor, family: Family) -> tuple[Thing, ...]:
    """Read what of a file can be disputed or restricted."""
    must(access.may_correct(by, family))
    trail.record(events.LISTED, by=by, about=[family])
    return tuple(sheets.things(family, by).values())


@deed
def dispute(  # noqa: PLR0913  # what the form of a dispute asks
    *,
    by: Actor,
    family: Family,
    thing: str,
    person: Person,
    statement: str,
    received_on: date,
    id: UUID | None = None,
) -> Dispute:
    """Keep that somebody says something is wrong; from now on it is flagged in every use."""
    found = _thing(by, family, thing)
    if person.family_id != family.id:
        raise NotPossibleError(STRANGE, field="person")
    if received_on > by.today:
        raise NotPossibleError(LATER, field="received_on")
    same = {"row": found.row, "column": found.column, "person": person}
    row = Dispute(
        id=id or uuid4(),
        family=family,
        lock=family.lock,
        place=found.place,
        statement=Clear(statement),
        received_on=received_on,
        **same,
    )
    if Dispute.objects.filter(**same, status__in=DISPUTED).exclude(id=row.id).exists():
        raise NotPossibleError(TWICE, field="thing")
    row.made_by, row.made_at = by.user, by.now
    row.save(force_insert=True)
    _mark(by, row, Mark.DISPUTED, on=True)
    facts = {"place": found.place.value, "column": found.column}
    trail.record(events.DISPUTED, by=by, about=[row, family, found.row], facts=facts)
    return row


@deed
def read_dispute(*, by: Actor, dispute: Dispute) -> DisputeSheet:
    """Read one dispute, and who was told what it is about."""
    must_see(Dispute.objects.visible_to(by), dispute)
    must(access.may_correct(by, dispute.family))
    trail.record(events.READ, by=by, about=[dispute, dispute.family_id])
    return sheets.dispute(dispute, by)


@deed
def settle(*, by: Actor, dispute: Dispute, status: Status, remark: str, right: str = "") -> Dispute:
    """Say what became of a dispute. What is kept of a person is replaced by what is right; a text stays
    what it was, and bears the word that it is corrected. The person's own statement stays.
    """
    row = _locked(by, dispute)
    FLOW.check(row.status, status)
    if status == Status.CORRECTED and row.place == Place.PERSON:
        _replace(by, row, right)
    row.status, row.remark = status, Clear(remark)
    row.settled_by, row.settled_at = by.user, by.now
    row.save(update_fields=["status", "remark", "settled_by", "settled_at"])
    if status == Status.CORRECTED and row.place != Place.PERSON:
        _mark(by, row, Mark.CORRECTED, on=True)
    others = Dispute.objects.filter(row=row.row, column=row.column, status__in=DISPUTED)
    _mark(by, row, Mark.DISPUTED, on=others.exists())
    facts = {"place": row.place, "column": row.column, "status": status.value}
    trail.record(events.SETTLED, by=by, about=[row, row.family_id, row.row], facts=facts)
    return row


@deed
def tell(*, by: Actor, dispute: Dispute) -> Dispute:
    """Note that whoever was told something learnt that it is corrected (GDPR Art. 19)."""
    row = _locked(by, dispute)
    if row.status != Status.CORRECTED or row.told_at:
        raise NotPossibleError(NOTHING_TO_TELL)
    row.told_at = by.now
    row.save(update_fields=["told_at"])
    trail.record(events.TOLD, by=by, about=[row, row.family_id])
    return row


@deed
def restrict(
    *, by: Actor, family: Family, thing: str, ground: Ground, id: UUID | None = None
) -> Restriction:
    """Use something no more: it is kept, and no page, paper or provider shows it."""
    found = _thing(by, family, thing, restricting=True)
    row = Restriction(
        id=id or uuid4(),
        family=family,
        lock=family.lock,
        place=found.place,
        row=found.row,
        column=found.column,
        ground=ground,
        made_by=by.user,
        made_at=by.now,
    )
    standing = Restriction.objects.filter(row=found.row, column=found.column, lifted_at=None)
    if standing.exclude(id=row.id).exists():
        raise NotPossibleError(RESTRICTED, field="thing")
    row.save(force_insert=True)
    _mark(by, row, Mark.RESTRICTED, on=True)
    facts = {"place": found.place.value, "column": found.column, "ground": ground.value}
    trail.record(events.RESTRICTED, by=by, about=[row, family, found.row], facts=facts)
    return row


@deed
def read_restriction(*, by: Actor, restriction: Restriction) -> RestrictionSheet:
    """Read since when and why something is not used, without its text."""
    must_see(Restriction.objects.visible_to(by), restriction)
    must(access.may_correct(by, restriction.family))
    trail.record(events.READ, by=by, about=[restriction, restriction.family_id])
    return sheets.restriction(restriction, by)


@deed
def use(*, by: Actor, restriction: Restriction, use: Use) -> str:
    """Open the text of something restricted for one of the uses that the law leaves (Art. 18 (2))."""
    must_see(Restriction.objects.visible_to(by), restriction)
    must(access.may_correct(by, restriction.family))
    facts = {"use": use.value, "place": restriction.place, "column": restriction.column}
    about: list[trail.Thing | UUID] = [restriction, restriction.family_id, restriction.row]
    trail.record(events.USED, by=by, about=about, facts=facts)
    return sheets.text_of(restriction)


@deed
def lift(*, by: Actor, restriction: Restriction, remark: str) -> Restriction:
    """Use something again; the person is told before (GDPR Art. 18 (3))."""
    rows = Restriction.objects.select_for_update(of=("self",)).select_related("lock", "family")
    row = rows.get(id=restriction.id)
    must(access.may_correct(by, row.family))
    if row.lifted_at:
        raise NotPossibleError(OVER)
    row.lifted_by, row.lifted_at, row.remark = by.user, by.now, Clear(remark)
    row.save(update_fields=["lifted_by", "lifted_at", "remark"])
    _mark(by, row, Mark.RESTRICTED, on=False)
    facts = {"place": row.place, "column": row.column}
    trail.record(events.LIFTED, by=by, about=[row, row.family_id, row.row], facts=facts)
    return row


def _thing(by: Actor, family: Family, code: str, *, restricting: bool = False) -> Thing:
    must(access.may_correct(by, family))
    found = sheets.things(family, by).get(code)
    if found is None or (restricting and not found.is_text):
        raise NotPossibleError(GONE, field="thing")
    return found


def _locked(by: Actor, dispute: Dispute) -> Dispute:
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("lock", "family")
    row = rows.get(id=dispute.id)
    must(access.may_correct(by, row.family))
    return row


def _mark(by: Actor, about: Dispute | Restriction, mark: Mark, *, on: bool) -> None:
    """Set or take a mark on the thing itself; a paper that was printed without it is printed anew."""
    row = sheets.rows_of(about.place).select_for_update(of=("self",)).get(id=about.row)
    change = with_mark if on else without
    row.marks = change(row.marks, about.column, mark)
    row.save(update_fields=["marks"])
    if isinstance(row, Version):
        papers.outdate(by=by, version=row)


def _replace(by: Actor, dispute: Dispute, right: str) -> None:
    """Write what is right in place of what was kept of a person; the duplicate check finds them by it."""
    right = right.strip()
    if not right:
        raise NotPossibleError(NO_RIGHT, field="right")
    if dispute.column == "born":
        right = _day(right, by.today)
    rows = Person.objects.select_for_update(of=("self",)).select_related("lock")
    person = rows.get(id=dispute.row)
    setattr(person, dispute.column, Clear(right))
    person.save(update_fields=[dispute.column])
    person.traces.all().delete()


def _day(text: str, today: date) -> str:
    try:
        born = parsed(text)
    except ValueError:
        raise NotPossibleError(NO_DAY, field="right") from None
    if born > today:
        raise NotPossibleError(LATER, field="right")
    return born.isoformat()
