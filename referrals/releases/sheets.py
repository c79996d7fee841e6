"""The values that must not leave the house, opened for the look through a text and for nothing else."""

from collections.abc import Iterable
from uuid import UUID

from protection.sealing import open_keys, opened
from referrals.families.models import Address, Person
from referrals.releases import sums
from referrals.releases.sums import Value
from referrals.shields.models import Kept, Withheld
from referrals.shields.sheets import kept_of, parts, space_names

SCHOOL = sums.SCHOOL_KIND
# How the addresses begin that stand for a protected one.
STAND_INS = ("c/o", "Postfach")


def secret_values(rows: Iterable[Withheld]) -> list[sums.Value]:
    """Give the values that must not leave the house, for the look through a paper."""
    found: list[sums.Value] = []
    for row, text in kept_of(rows):
        match row.kind:
            case Kept.ADDRESS:
                street, number, town = parts(text)
                found.append(Value(Kept.ADDRESS.label, sums.STREET, f"{street} {number}"))
                if town:
                    found.append(Value(Kept.ADDRESS.label, sums.PLACE, town))
            case Kept.NUMBER:
                found.append(Value(Kept.NUMBER.label, sums.CALL, text))
            case Kept.SCHOOL:
                lines = [*text.splitlines(), *sums.schools_in(text)]
                found += [Value(SCHOOL, sums.PLACE, line) for line in lines]
            case Kept.FACTS:
                found += [Value(SCHOOL, sums.PLACE, name) for name in sums.schools_in(text)]
            case Kept.SPACE:
                found += [Value(sums.SPACE_KIND, sums.PLACE, name) for name in space_names(text)]
    return found


def plain_values(family: UUID) -> list[Value]:
    """Give the same values from their usual places, for a parent who lives apart."""
    found: list[Value] = []
    for address in open_keys(Address.objects.filter(family=family)):
        street, town = address.street.reveal(), opened(address.town)
        if street not in STAND_INS:
            found.append(
                Value(Kept.ADDRESS.label, sums.STREET, f"{street} {address.number.reveal()}")
            )
            found += [Value(Kept.ADDRESS.label, sums.PLACE, town)] if town else []
    for person in open_keys(Person.objects.filter(family=family)):
        if number := opened(person.number):
            found.append(Value(Kept.NUMBER.label, sums.CALL, number))
        names = sums.schools_in(opened(person.facts))
        found += [Value(SCHOOL, sums.PLACE, name) for name in names]
    return found
