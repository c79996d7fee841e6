"""Deeds that protect a household's address, keep what is new under the same protection, and open it once."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from accounts.actor import Actor
from accounts.models import User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import wall
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from providers.register.models import SocialSpace
from referrals.families import actions as families
from referrals.families.models import Address, Family, NewPerson, Person
from referrals.shields import access, events, sheets, sums
from referrals.shields.models import Kept, Level, Naming, Shield, Showing, Withheld
from referrals.shields.sheets import Secret

TOO_FEW = "Bitte benennen Sie mindestens zwei Personen des Jugendamts."
TOO_MANY = "Bei einer Auskunftssperre können höchstens sechs Personen benannt sein."
NOT_OFFICE = "Bitte wählen Sie Personen des Jugendamts, die mit Familien arbeiten."
HOLDS = "Diese Anschrift ist schon geschützt."
NOT_STRONGER = "Bitte wählen Sie einen stärkeren Schutz als den jetzigen."
NOTHING_ENDS = "Dieser Schutz läuft an keinem Tag ab."
LOCK_YEARS = 2
# What somebody needs who goes there: where it is now, and the numbers.
PRESENT = Q(kind=Kept.ADDRESS, address__until_on=None) | Q(kind=Kept.NUMBER)


@deed
def protect(  # noqa: PLR0913  # what the form of a shield asks
    *,
    by: Actor,
    family: Family,
    level: Level,
    people: Sequence[User],
    post_box: str = "",
    places: str = "",
    id: UUID | None = None,
) -> Shield:
    """Protect a household at once: its addresses, numbers, facts and space go to the named people alone."""
    family = _locked(family)
    must(access.may_set(by, family))
    if Shield.objects.standing().filter(family=family).exists():
        raise NotPossibleError(HOLDS)
    named = _checked(by, level, people)
    with wall.as_one_of(named):
        shield = Shield(
            id=id or uuid4(),
            family=family,
            lock=make_key(Circle.ADDRESS, now=by.now, people=named),
            level=level,
            since_on=by.today,
            until_on=_two_years(by.today) if level >= Level.LOCK else None,
            substitute=Clear(sheets.substitute(post_box)),
            people=named,
            set_by=by.user,
            set_at=by.now,
        )
        shield.save(force_insert=True)
        Naming.objects.bulk_create(
            Naming(shield=shield, person_id=one, named_at=by.now) for one in named
        )
        secrets = sheets.secrets_of(family)
        if places.strip():
            secrets.append(Secret(kind=Kept.SCHOOL, text=places.strip()))
        _withhold(by, shield, secrets)
    facts = {"level": int(level), "people": named, "kept": len(secrets)}
    trail.record(events.SET, by=by, about=[family, shield], facts=facts)
    return shield


@deed
def strengthen(*, by: Actor, shield: Shield, level: Level) -> Shield:
    """Protect a household more strictly; like setting a shield this waits for nobody."""
    shield = _locked_shield(shield)
    must(access.may_set(by, shield.family))
    if level <= shield.level:
        raise NotPossibleError(NOT_STRONGER, field="level")
    if len(shield.people) > sums.MOST_NAMED:
        raise NotPossibleError(TOO_MANY)
    shield.level = level
    shield.until_on = shield.until_on or _two_years(by.today)
    shield.save(update_fields=["level", "until_on"])
    facts = {"level": int(level)}
    trail.record(events.RAISED, by=by, about=[shield.family, shield], facts=facts)
    return shield


@deed
def renew(*, by: Actor, shield: Shield) -> Shield:
    """Note that the registry renewed its lock for two more years."""
    shield = _locked_shield(shield)
    must(access.may_set(by, shield.family))
    if shield.until_on is None:
        raise NotPossibleError(NOTHING_ENDS)
    shield.until_on = _two_years(max(shield.until_on, by.today))
    shield.save(update_fields=["until_on"])
    facts = {"until": shield.until_on}
    trail.record(events.RENEWED, by=by, about=[shield.family, shield], facts=facts)
    return shield


@deed
def move(  # noqa: PLR0913  # what the form of a move asks
    *,
    by: Actor,
    family: Family,
    street: str,
    house_number: str,
    since_on: date,
    town: str = "",
    space: SocialSpace | None = None,
) -> Address | None:
    """Enter where the household lives from a day on; a protected household's new address is protected too."""
    given = {"street": street, "house_number": house_number, "since_on": since_on, "town": town}
    address = families.move(by=by, family=family, space=space, **given)  # type: ignore[arg-type]  # as the form gives them
    shield = _standing(family)
    if shield:
        family = _locked(family)
        with wall.as_one_of(shield.people):
            secrets = [sheets.secret_of_address(address)] if address else []
            if family.space_id:
                secrets.append(Secret(kind=Kept.SPACE, text=str(family.space_id)))
            _withhold(by, shield, secrets)
        trail.record(events.KEPT, by=by, about=[family, shield])
    return address


@deed
def add_person(*, by: Actor, family: Family, person: NewPerson, id: UUID | None = None) -> Person:
    """Add a person to the file of a family; in a protected household the person is protected too."""
    added = families.add_person(by=by, family=family, person=person, id=id)
    shield = _standing(family)
    if shield:
        with wall.as_one_of(shield.people):
            _withhold(by, shield, sheets.secrets_of_person(added))
        trail.record(events.KEPT, by=by, about=[family, shield])
    return added


@deed
def show(*, by: Actor, family: Family) -> sheets.ShownSheet:
    """Open what is kept back of a household, once, for a named person; the responsible worker is told."""
    shield = _standing(family)
    if shield is None or not access.may_show(by, shield):
        raise PermissionDenied
    rows = Withheld.objects.filter(family=family).select_related("lock", "address", "person")
    # Names are for those who may see the family; the others are named for the address alone.
    knows = Family.objects.visible_to(by).filter(id=family.id).exists()
    found = list((rows if knows else rows.filter(PRESENT)).order_by("made_at", "id"))
    seen = sheets.shown(family, found) if knows else sheets.shown_outside(family.word, found)
    Showing.objects.create(shield=shield, person=by.user, shown_at=by.now)
    trail.record(events.SHOWN, by=by, about=[family])
    return seen


@deed
def read(*, by: Actor, family: Family) -> sheets.ShieldSheet | None:
    """Read how a household is protected; nothing where it is not, or where one may not know."""
    rows = Shield.objects.visible_to(by).standing().filter(family=family)
    shield = rows.select_related("family__team").first()
    must(shield is not None or access.may_set(by, family))
    trail.record(events.READ, by=by, about=[family])
    return sheets.sheet(shield, by) if shield else None


def _withhold(by: Actor, shield: Shield, secrets: Iterable[Secret]) -> None:
    """Seal things apart and put the substitute, or nothing, into their usual places."""
    secrets = list(secrets)
    # A household has one space: the former one needs nobody any more.
    if any(secret.kind == Kept.SPACE for secret in secrets):
        _empty(Withheld.objects.filter(shield=shield, kind=Kept.SPACE))
    for secret in secrets:
        Withheld(
            family_id=shield.family_id,
            shield=shield,
            lock=shield.lock,
            kind=secret.kind,
            person_id=secret.person,
            address_id=secret.address,
            text=Clear(secret.text),
            people=shield.people,
            readers=shield.readers,
            made_at=by.now,
        ).save(force_insert=True)
    _cover(shield, secrets)


def _cover(shield: Shield, secrets: Sequence[Secret]) -> None:
    """Write what everybody else reads instead."""
    addresses = {secret.address for secret in secrets if secret.address}
    for address in Address.objects.filter(id__in=addresses).select_related("lock"):
        street, _, number = sheets.substitute_of(shield).partition(" ")
        address.street, address.number, address.town = Clear(street), Clear(number), None
        address.save(update_fields=["street", "number", "town"])
    people = {secret.person for secret in secrets if secret.person}
    Person.objects.filter(id__in=people).update(number=None, facts=None)
    if any(secret.kind == Kept.SPACE for secret in secrets):
        Family.objects.filter(id=shield.family_id).update(space=None)


def _empty(rows: Iterable[Withheld]) -> None:
    for row in rows:
        row.text = None
        row.save(update_fields=["text"])


def _checked(by: Actor, level: Level, people: Sequence[User]) -> list[UUID]:
    """Refuse fewer than two of the office, more than six under a lock, and anybody else."""
    named = sorted({person.id for person in people})
    office = User.objects.filter(access.may_be_named(by.today), id__in=named)
    if office.count() != len(named):
        raise NotPossibleError(NOT_OFFICE, field="people")
    if len(named) < sums.LEAST_NAMED:
        raise NotPossibleError(TOO_FEW, field="people")
    if level >= Level.LOCK and len(named) > sums.MOST_NAMED:
        raise NotPossibleError(TOO_MANY, field="people")
    return named


def _two_years(on: date) -> date:
    """Give the day two years later; the lock of February 29th ends on the 28th."""
    year = on.year + LOCK_YEARS
    is_leap_day = (on.month, on.day) == (2, 29)
    return on.replace(year=year, day=28) if is_leap_day else on.replace(year=year)


def _standing(family: Family) -> Shield | None:
    rows = Shield.objects.standing().filter(family=family).select_for_update(of=("self",))
    shield = rows.first()
    if shield is None:
        return None
    with wall.as_one_of(shield.people):
        return Shield.objects.select_related("lock", "family__team").get(id=shield.id)


def _locked(family: Family) -> Family:
    rows = Family.objects.select_for_update(of=("self",)).select_related("lock", "team")
    return rows.get(id=family.id)


def _locked_shield(shield: Shield) -> Shield:
    rows = Shield.objects.standing().select_for_update(of=("self",))
    found = rows.select_related("family__team").filter(id=shield.id).first()
    if found is None:
        raise NotPossibleError("Dieser Schutz ist schon beendet.")
    return found
