"""Invented names, fictional telephone numbers, and the lines a leak test looks for."""

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random

from deploy.town.chances import stream, weighted
from deploy.town.reference import NAMES, Street, read_rows
from deploy.town.shapes import SampledAddress, SampledAdult, SampledChild, SampledFamily

# Numbers the Bundesnetzagentur keeps free for films and books (Mitteilung 148/2021): a thousand
# in each of five towns. Berlin's are left to the staff, so that no family shares a number with
# somebody whose number stands in clear.
FAMILY_RANGES = ("069 90009", "040 66969", "0221 4710", "089 99998")
# Shorter surnames would be found by chance inside other words.
SHORTEST_SURNAME = 6


class NamePool:
    """Surnames and telephone numbers for families, given out in a shuffled order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._given: dict[str, int] = {}
        self._surnames = {origin: list(names) for origin, names in surnames().items()}
        for origin, names in self._surnames.items():
            stream(seed, "surnames", origin).shuffle(names)
        self._phones = [f"{area}-{n:03d}" for area in FAMILY_RANGES for n in range(1000)]
        stream(seed, "phones").shuffle(self._phones)

    def surname(self, origin: str) -> str:
        """Give out the next surname of this origin; they repeat only when all are used."""
        names = self._surnames[origin]
        return names[self._next(f"surname {origin}") % len(names)]

    def phone(self) -> str:
        """Give out the next fictional number; they repeat only when all 4,000 are used."""
        return self._phones[self._next("phone") % len(self._phones)]

    def _next(self, what: str) -> int:
        self._given[what] = self._given.get(what, -1) + 1
        return self._given[what]


def draw_first_name(chance: Random, origin: str, sex: str, *, taken: Iterable[str]) -> str:
    """Draw a first name that nobody in the family has yet."""
    names = first_names()[origin, "female" if sex == "female" else "male"]
    free = [name for name in names if name not in set(taken)]
    return chance.choice(free or names)


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Return every surname that can be made up, by origin."""
    return {
        row["origin"]: tuple(
            start + end for start in row["starts"].split() for end in row["ends"].split()
        )
        for row in read_rows(NAMES / "surname_parts.csv")
    }


@cache
def first_names() -> dict[tuple[str, str], list[str]]:
    """Return first names by origin and sex."""
    rows = read_rows(NAMES / "first_names.csv")
    return {(row["origin"], sex): row[sex].split() for row in rows for sex in ("female", "male")}


@cache
def origins() -> dict[str, float]:
    """Return the weights of origins outside Germany; each is named by its language."""
    return {row["origin"]: float(row["weight"]) for row in read_rows(NAMES / "origins.csv")}


@cache
def common_surnames() -> frozenset[str]:
    """Return surnames too common to be looked for alone."""
    return frozenset(row["surname"] for row in read_rows(NAMES / "common_surnames.csv"))


def draw_address(
    chance: Random, streets: Iterable[Street], space: str, year: int
) -> SampledAddress:
    """Draw a house of a space as it was drawn in this year."""
    stretches = [s for s in streets if s.space == space and s.holds_in(year)]
    street = weighted(chance, {s: float(s.to_number - s.from_number + 1) for s in stretches})
    number = str(chance.randint(street.from_number, street.to_number))
    letter = chance.choice("abc") if chance.random() < 0.06 else ""
    return SampledAddress(street.name, number + letter, street.postal_code, space)


def names_lines(families: Iterable[SampledFamily]) -> Iterator[str]:
    """Yield, each once, what was made up about families and must stand nowhere in clear."""
    seen: set[str] = set()
    for family in families:
        for line in _lines(family):
            if line not in seen:
                seen.add(line)
                yield line


def unique_against(texts: Iterable[str]) -> frozenset[str]:
    """Return the surnames we could make up that occur in one of these texts; none should."""
    joined = "\n".join(texts)
    every = {name for names in surnames().values() for name in names}
    every |= {row["surname"] for row in read_rows(NAMES / "long_names.csv")}
    return frozenset(name for name in every if name in joined)


def _lines(family: SampledFamily) -> Iterator[str]:
    people: tuple[SampledAdult | SampledChild, ...] = (*family.adults, *family.children)
    for person in people:
        if person.first_name and person.surname:
            yield f"{person.first_name} {person.surname}"
        if len(person.surname) >= SHORTEST_SURNAME and person.surname not in common_surnames():
            yield person.surname
    for address in (family.address, family.second_address):
        if address:
            yield f"{address.street} {address.number}"
    for adult in family.adults:
        if adult.phone:
            yield adult.phone
