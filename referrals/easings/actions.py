"""Deeds by which two people protect a household less or name somebody more, and by which a naming ends."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.access import of_the_office
from accounts.actor import Actor
from accounts.models import User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import wall
from protection.actions import let_in, let_out, name_people
from protection.sealing import Clear, clear
from providers.register.models import Provider
from referrals.aids.models import Aid, Share
from referrals.easings import sheets as own_sheets
from referrals.easings.access import going_now, going_there, may_show_outside
from referrals.families.models import Address, Family, Person
from referrals.shields import access, events, sheets, sums
from referrals.shields.actions import NOT_OFFICE, PRESENT, TOO_FEW, TOO_MANY
from referrals.shields.models import (
    Change,
    ChangeKind,
    Kept,
    Level,
    Naming,
    Shield,
    Showing,
    Withheld,
)

NOT_LESS = "Bitte wählen Sie einen geringeren Schutz als den jetzigen."
WAITS = "Dieser Vorschlag wartet schon auf eine zweite Person."
DECIDED = "Über diesen Vorschlag ist schon entschieden."
NAMED = "Diese Person ist schon benannt."
STALE = "{} ist für diese Familie nicht mehr zuständig. Bitte schlagen Sie es selbst vor."
NOT_THERE = "Diese Fachkraft geht zurzeit nicht in die Familie."
UNTIL = "Bitte geben Sie an, bis wann die Fachkraft die Anschrift braucht."


@deed
def propose_less(
    *, by: Actor, shield: Shield, level: Level | None = None, id: UUID | None = None
) -> Change:
    """Propose, as the lead, to lower the protection of a household or, without a level, to end it."""
    shield = _locked(shield)
    must(access.may_propose_less(by, shield.family))
    if level is not None and level >= shield.level:
        raise NotPossibleError(NOT_LESS, field="level")
    kind = ChangeKind.END if level is None else ChangeKind.LOWER
    return _propose(by, Change(id=id or uuid4(), shield=shield, kind=kind, level=level))


@deed
def propose_naming(
    *, by: Actor, shield: Shield, person: User, until_on: date | None = None, id: UUID | None = None
) -> Change:
    """Propose to name somebody more: a colleague, or a carer for as long as they go there."""
    shield = _locked(shield)
    must(access.may_propose_naming(by, shield.family))
    provider = _provider_of(by, shield, person)
    if provider and (until_on is None or until_on < by.today):
        raise NotPossibleError(UNTIL, field="until_on")
    if Naming.objects.filter(shield=shield, person=person, ended_at=None).exists():
        raise NotPossibleError(NAMED, field="person")
    change = Change(id=id or uuid4(), shield=shield, kind=ChangeKind.NAME, person=person)
    change.provider, change.until_on = provider, until_on
    return _propose(by, change)


@deed
def confirm(*, by: Actor, change: Change) -> Change:
    """Agree to a proposal as the second person; only now it holds."""
    change = _decided(by, change, agreed=True)
    shield = change.shield
    match change.kind:
        case ChangeKind.NAME:
            _name(by, change)
        case ChangeKind.LOWER:
            shield.level = change.level or shield.level
            shield.until_on = shield.until_on if shield.level >= Level.LOCK else None
            shield.save(update_fields=["level", "until_on"])
        case _:
            _lay_back(shield)
            shield.ended_at = by.now
            shield.save(update_fields=["ended_at"])
    facts = {"kind": change.kind, "level": change.level or 0}
    trail.record(events.CONFIRMED, by=by, about=[shield.family, shield], facts=facts)
    return change


@deed
def decline(*, by: Actor, change: Change) -> Change:
    """Not agree to a proposal, or take one's own back; everything stays as protected as it was."""
    change = _decided(by, change, agreed=False)
    trail.record(events.DECLINED, by=by, about=[change.shield.family, change.shield])
    return change


@deed
def unname(*, by: Actor, naming: Naming) -> Naming:
    """End a naming at once: less people may open the address, which never waits; two of the office stay."""
    shield = _locked(naming.shield)
    must(access.may_set(by, shield.family))
    office = Naming.objects.filter(shield=shield, ended_at=None, provider=None)
    if naming.provider_id is None and office.count() <= sums.LEAST_NAMED:
        raise NotPossibleError(TOO_FEW)
    _end(by, [naming])
    trail.record(events.LET_OUT, by=by, about=[shield.family, shield])
    return naming


@deed
def sweep(*, by: Actor) -> int:
    """End, every night, the namings of carers whose day passed or who do not go there any more."""
    must(access.may_sweep(by))
    rows = Naming.objects.filter(ended_at=None, provider__isnull=False)
    over = [
        row
        for row in rows.select_related("shield").order_by("id")
        if _is_over(row, by.today) or not going_there(row, by.today)
    ]
    _end(by, over)
    facts = {"ended": len(over)}
    trail.record(events.SWEPT, by=by, about=[row.shield_id for row in over], facts=facts)
    return len(over)


@deed
def list_named(*, by: Actor) -> tuple[own_sheets.NamedFor, ...]:
    """List, by Merkwort, the protected addresses for which somebody is named today."""
    must(access.may_list_named(by))
    lines = own_sheets.named_for(by)
    trail.record(events.LISTED, by=by, about=[line.family for line in lines])
    return lines


@deed
def show_outside(*, by: Actor, aid: Aid) -> sheets.ShownSheet:
    """Open the present address and the numbers, once, for a carer who was named to go there."""
    with wall.as_office():
        shield = Shield.objects.standing().filter(family=aid.family_id).first()
        naming = Naming.objects.filter(shield=shield, person=by.user, ended_at=None).first()
        if shield is None or naming is None or not may_show_outside(by, naming):
            raise PermissionDenied
        rows = Withheld.objects.filter(PRESENT, shield=shield).select_related("lock", "address")
        shown = sheets.shown_outside(aid.word, list(rows.order_by("made_at", "id")))
        Showing.objects.create(shield=shield, person=by.user, shown_at=by.now)
    facts = {"transmission": True}
    trail.record(events.SHOWN, by=by, about=[aid.family_id, aid], facts=facts)
    return shown


def _propose(by: Actor, change: Change) -> Change:
    same = {"shield": change.shield, "kind": change.kind, "person": change.person}
    if Change.objects.filter(**same, decided_at=None).exists():
        raise NotPossibleError(WAITS)
    change.proposed_by, change.proposed_at = by.user, by.now
    change.save(force_insert=True)
    facts = {"kind": change.kind, "level": change.level or 0}
    shield = change.shield
    trail.record(events.PROPOSED, by=by, about=[shield.family, shield], facts=facts)
    return change


def _decided(by: Actor, change: Change, *, agreed: bool) -> Change:
    """Lock a proposal and write down who decided; its own author may only take it back."""
    _locked(change.shield)
    rows = Change.objects.select_for_update(of=("self",))
    rows = rows.select_related("shield__family__team", "proposed_by")
    change = rows.get(id=change.id)
    own = change.proposed_by_id == by.user_id
    must(access.may_decide(by, change) or (own and not agreed))
    if change.decided_at:
        raise NotPossibleError(DECIDED)
    proposer = Actor.of(change.proposed_by, now=by.now, though_resting=True)
    if agreed and not access.may_set(proposer, change.shield.family):
        raise NotPossibleError(STALE.format(change.proposed_by.display_name))
    change.decided_by, change.decided_at, change.agreed = by.user, by.now, agreed
    change.save(update_fields=["decided_by", "decided_at", "agreed"])
    return change


def _name(by: Actor, change: Change) -> None:
    shield, person = change.shield, change.person
    if person is None or person.id in shield.people:
        raise NotPossibleError(NAMED)
    if shield.level >= Level.LOCK and len(shield.people) >= sums.MOST_NAMED:
        raise NotPossibleError(TOO_MANY)
    _provider_of(by, shield, person)
    row = {"shield": shield, "person": person, "provider": change.provider}
    Naming.objects.create(**row, until_on=change.until_on, named_at=by.now)
    readers = {*shield.readers, *([change.provider_id] if change.provider_id else [])}
    _write(shield, {*shield.people, person.id}, readers)


def _end(by: Actor, namings: Iterable[Naming]) -> None:
    for naming in namings:
        naming.ended_at = by.now
        naming.save(update_fields=["ended_at"])
        left = Naming.objects.filter(shield=naming.shield_id, ended_at=None)
        readers = {row.provider_id for row in left if row.provider_id}
        shield = Shield.objects.get(id=naming.shield_id)
        _write(shield, {row.person_id for row in left}, readers)


def _write(shield: Shield, people: Collection[UUID], readers: Collection[UUID]) -> None:
    """Say in the shield, its key and its rows who may open them."""
    before = set(shield.readers)
    with wall.as_one_of({*shield.people, *people}):
        shield = Shield.objects.select_related("lock").get(id=shield.id)
        name_people(shield.lock, people)
        let_in(shield.lock, readers)
        let_out(shield.lock, before - set(readers))
        shield.people, shield.readers = sorted(people), sorted(readers)
        shield.save(update_fields=["people", "readers"])
        rows = Withheld.objects.filter(shield=shield)
        rows.update(people=shield.people, readers=shield.readers)


def _lay_back(shield: Shield) -> None:
    """Put what is true today back into its usual places; former addresses stay protected (DP-76)."""
    with wall.as_one_of(shield.people):
        rows = Withheld.objects.filter(shield=shield).select_related("lock")
        rows = rows.filter(Q(address=None) | Q(address__until_on=None))
        for row, text in sheets.kept_of(rows):
            match row.kind:
                case Kept.ADDRESS:
                    _lay_address_back(row, text)
                case Kept.NUMBER | Kept.FACTS:
                    column = "number" if row.kind == Kept.NUMBER else "facts"
                    person = Person.objects.select_related("lock").get(pk=str(row.person_id))
                    setattr(person, column, clear(text))
                    person.save(update_fields=[column])
                case Kept.SPACE:
                    Family.objects.filter(id=shield.family_id).update(space=UUID(text))
            row.text = None
            row.save(update_fields=["text"])


def _lay_address_back(row: Withheld, text: str) -> None:
    street, number, town = sheets.parts(text)
    address = Address.objects.select_related("lock").get(pk=str(row.address_id))
    address.street, address.number, address.town = Clear(street), Clear(number), clear(town)
    address.save(update_fields=["street", "number", "town"])


def _provider_of(by: Actor, shield: Shield, person: User) -> Provider | None:
    """Find where somebody works who is to be named: the office, or the provider whose carer they are."""
    if User.objects.filter(access.may_be_named(by.today), id=person.id).exists():
        return None
    shares = Share.objects.filter(aid__family=shield.family_id, carer=person)
    found = shares.filter(going_now(by.today)).select_related("provider").first()
    if found is None:
        at_the_office = User.objects.filter(of_the_office(by.today), id=person.id).exists()
        raise NotPossibleError(NOT_OFFICE if at_the_office else NOT_THERE, field="person")
    return found.provider


def _is_over(row: Naming, today: date) -> bool:
    return row.until_on is not None and row.until_on < today


def _locked(shield: Shield) -> Shield:
    rows = Shield.objects.standing().select_for_update(of=("self",))
    found = rows.select_related("family__team").filter(id=shield.id).first()
    if found is None:
        raise NotPossibleError("Dieser Schutz ist schon beendet.")
    return found
