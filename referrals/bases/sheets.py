"""What readers of a family's grounds are given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from providers.register.models import Provider
from referrals.bases import sums
from referrals.bases.models import JOINT_CUSTODY, WEIGHTY, Basis, Kind, Topic
from referrals.families import sheets as families
from referrals.families.access import may_keep
from referrals.families.models import Family, Person, Relation

PRESENT = {
    Kind.LAW: "Gesetzliche Grundlage",
    Kind.CONSENT: "Einwilligung liegt vor",
    Kind.RELEASE: "Schweigepflichtentbindung liegt vor",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisSheet:
    """One ground: what it is about, whom it lets learn something, who gave it, and whether it holds.

    `state_kind` is the colour of the badge; `may_withdraw` is never true for a statutory ground.
    """

    id: UUID
    kind: str
    topic: str
    recipient: str
    provider_id: UUID | None
    source: str
    days: str
    state: str
    state_kind: str
    holds: bool
    may_withdraw: bool


def of_family(family: Family, by: Actor) -> tuple[BasisSheet, ...]:
    """Give the grounds of a family, those that hold first, the newest first."""
    rows = Basis.objects.filter(family=family).select_related("lock", "provider", "giver__lock")
    made = [
        sheet(basis, by, may=may_keep(by, family)) for basis in rows.order_by("-given_on", "id")
    ]
    return tuple(sorted(made, key=lambda line: not line.holds))


def is_kept(basis: Basis, recipient: str) -> bool:
    """Tell whether the file has the same ground already: it lets the same people learn the same for
    at least as long. A longer consent renews one; of laws, each end is another.

    Args:
        basis: a ground that is not written yet.
        recipient: whom it lets learn something, beside a provider.
    """
    same = Basis.objects.filter(
        family=basis.family,
        kind=basis.kind,
        topic=basis.topic,
        paragraph=basis.paragraph,
        giver=basis.giver,
        provider=basis.provider,
        withdrawn_at__isnull=True,
    )
    if basis.kind == Kind.LAW:
        same = same.filter(until_on=basis.until_on, given_on__lte=basis.given_on)
    else:
        same = same.filter(until_on__gte=basis.until_on)
    return any(opened(one.recipient) == recipient for one in same.select_related("lock"))


def sheet(basis: Basis, by: Actor, *, may: bool) -> BasisSheet:
    """Make the sheet of one ground; `may` says whether this person keeps the family's file."""
    holds = basis.holds_on(by.today)
    missing = _missing_words(basis, by.today) if holds else ""
    return BasisSheet(
        id=basis.id,
        kind=Kind(basis.kind).label,
        topic=Topic(basis.topic).label,
        recipient=_recipient(basis),
        provider_id=basis.provider_id,
        source=_source(basis),
        days=days_of(basis),
        state=missing or _state(basis, by.today),
        state_kind="warning" if missing else "success" if holds else "",
        holds=holds,
        may_withdraw=may and holds and basis.kind != Kind.LAW,
    )


def _recipient(basis: Basis) -> str:
    named = [basis.provider.name if basis.provider else "", opened(basis.recipient)]
    return ", ".join(filter(None, named)) or "beauftragte Träger"


def _source(basis: Basis) -> str:
    """Say where the ground comes from: the paragraph, or the person who gave it."""
    if basis.giver is None:
        return basis.paragraph
    return _name(basis.giver)


def _name(person: Person) -> str:
    return f"{person.first_name.reveal()} {person.last_name.reveal()}".strip()


def _state(basis: Basis, on: date) -> str:
    if basis.withdrawn_at:
        return f"Widerrufen am {clock.day(basis.withdrawn_at):%d.%m.%Y}"
    if basis.until_on and basis.until_on < on:
        return f"Abgelaufen am {basis.until_on:%d.%m.%Y}"
    return PRESENT[Kind(basis.kind)]


def days_of(basis: Basis) -> str:
    """Say since when and until when a ground holds."""
    since = f"seit {basis.given_on:%d.%m.%Y}"
    return f"{since}, bis {basis.until_on:%d.%m.%Y}" if basis.until_on else since


def words_of(basis: Basis) -> str:
    """Say on what ground something is told, without naming who gave it."""
    if basis.kind == Kind.LAW:
        return f"{Kind.LAW.label}: {basis.paragraph}"
    return f"{Kind(basis.kind).label} vom {basis.given_on:%d.%m.%Y} ({Topic(basis.topic).label})"


def named(basis: Basis) -> str:
    """Say on what ground something is told and who gave it, for those who keep the file alone."""
    if basis.giver is None:
        return words_of(basis)
    kind, topic = Kind(basis.kind).label, Topic(basis.topic).label
    return f"{kind} von {_name(basis.giver)} vom {basis.given_on:%d.%m.%Y} ({topic})"


def withdrawn(basis: Basis) -> str:
    """Say since when a ground does not hold any more."""
    return f"{words_of(basis)}: {_state(basis, basis.given_on).lower()}."


def why_not(basis: Basis, provider: Provider, on: date) -> str:
    """Say why a ground does not let this provider learn something on a day; empty when it does."""
    words = words_of(basis)
    if basis.withdrawn_at:
        return withdrawn(basis)
    if basis.until_on and basis.until_on < on:
        return f"{words}: abgelaufen am {basis.until_on:%d.%m.%Y}. Bitte holen Sie sie neu ein."
    if basis.given_on > on:
        return f"{words}: gilt erst ab {basis.given_on:%d.%m.%Y}."
    if basis.provider_id != provider.id and (basis.provider_id or basis.kind != Kind.LAW):
        return (
            f"{words}: gilt nicht für {provider.name}. Es fehlt eine Grundlage für diesen Träger."
        )
    missing = _missing_words(basis, on)
    return f"{words}: {missing}." if missing else ""


def until_of(basis: Basis, on: date) -> date | None:
    """Give the day until which a ground counts: that of the first of those that count together only."""
    days = [one.until_on for one in _together(basis, on) if one.until_on]
    return min(days, default=None)


def resting(basis: Basis, on: date) -> list[UUID]:
    """Name the grounds that count no more without this one, before and after it was withdrawn: itself,
    and those that count together with it only.
    """
    others = [one for one in _together(basis, on) if one.id != basis.id]
    given = {one.giver_id for one in others}
    return [basis.id, *(one.id for one in others if _missing(one, on, given))]


def twins(basis: Basis, on: date) -> list[Basis]:
    """Give the other grounds that the same person gave for the same matter and the same people."""
    same = Basis.objects.holding(on).filter(
        family=basis.family_id,
        kind=basis.kind,
        topic=basis.topic,
        giver=basis.giver_id,
        provider=basis.provider_id,
    )
    rows, recipient = same.exclude(id=basis.id).select_related("lock"), opened(basis.recipient)
    return [one for one in rows if opened(one.recipient) == recipient]


def _together(basis: Basis, on: date) -> list[Basis]:
    """Give the grounds that count together only: the same matter, for the same people, on a weighty
    topic; everything else counts by itself.
    """
    if basis.kind == Kind.LAW or basis.topic not in WEIGHTY:
        return [basis]
    same = Basis.objects.holding(on).filter(
        family=basis.family_id, kind=basis.kind, topic=basis.topic, provider=basis.provider_id
    )
    recipient = opened(basis.recipient)
    return [one for one in same.select_related("lock") if opened(one.recipient) == recipient]


def _missing(basis: Basis, on: date, given: Collection[UUID | None] | None = None) -> list[Person]:
    """Give the people whose consent is needed beside those that there are: the other parent with
    joint custody, and young people whose own insight counts; `given` says who is held to consent.
    """
    if basis.kind == Kind.LAW or basis.topic not in WEIGHTY:
        return []
    people = Person.objects.filter(family=basis.family_id).select_related("lock", "custody")
    ages = {person.id: families.age_of(person, on) for person in people}
    children = [person for person in people if person.relation == Relation.CHILD]
    joint = any(
        child.custody and child.custody.code == JOINT_CUSTODY and sums.is_minor(ages[child.id])
        for child in children
    )
    needed = {child.id for child in children if sums.counts_as_own(ages[child.id])}
    if joint:
        parents = {Relation.MOTHER, Relation.FATHER}
        needed |= {person.id for person in people if person.relation in parents}
    there = {one.giver_id for one in _together(basis, on)} if given is None else given
    return [person for person in people if person.id in needed and person.id not in there]


def _missing_words(basis: Basis, on: date) -> str:
    names = ", ".join(_name(person) for person in _missing(basis, on))
    return f"Es fehlt noch: {names}" if names else ""
