"""
What a table is before it is protected: axes, raw cells, and the name every cell has in all tables.

Raw numbers live here and nowhere later; a raw table prints without its numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import NamedTuple

Place = tuple[str, ...]
"""One category per axis, in the order of the table's axes."""


class TableError(ValueError):
    """A table that contradicts itself or another table of its release."""


class Period(NamedTuple):
    """The days a figure counts, both ends included; a figure of one day has both ends equal."""

    start: date
    end: date


class CellKey(NamedTuple):
    """The name of one number: cells with the same name are the same cell in every table."""

    figure: str
    start: str
    end: str
    at: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """One category that is made of others, as a district is made of spaces."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """
    One direction of a table: its categories in reading order and how they add up.

    `total` is the category that covers everything. `overlapping` says that one family may stand
    in several parts, so that a whole is at most the sum of its parts and at least each of them.
    """

    name: str
    categories: tuple[str, ...]
    total: str
    sums: tuple[Sum, ...] = ()
    overlapping: bool = False

    def __post_init__(self) -> None:
        """Refuse an axis that does not hang together."""
        known = set(self.categories)
        if len(known) != len(self.categories) or self.total not in known:
            raise TableError(f"{self.name}: categories twice, or no total")
        for one in self.sums:
            if not one.parts or not known.issuperset((one.whole, *one.parts)):
                raise TableError(f"{self.name}: a sum names an unknown category")
            if len(set(one.parts)) != len(one.parts):
                raise TableError(f"{self.name}: a sum names a part twice")
        self.leaves_of(self.total)

    def parts_of(self, category: str) -> tuple[str, ...]:
        """Give the parts of the first sum that explains a category, or nothing for a leaf."""
        return next((one.parts for one in self.sums if one.whole == category), ())

    def leaves_of(self, category: str, above: tuple[str, ...] = ()) -> frozenset[str]:
        """Give the smallest categories that a category is made of (itself, when it is one)."""
        if category in above:
            raise TableError(f"{self.name}: a sum contains itself")
        parts = self.parts_of(category)
        if not parts:
            return frozenset({category})
        return frozenset().union(*(self.leaves_of(part, (*above, category)) for part in parts))

    @property
    def leaves(self) -> tuple[str, ...]:
        """Give the categories that are not made of others, in reading order."""
        wholes = {one.whole for one in self.sums}
        return tuple(category for category in self.categories if category not in wholes)


@dataclass(frozen=True, slots=True, repr=False)
class RawCell:
    """
    One number with those who contribute to it.

    `families` and `providers` are counts of distinct contributors (`None`: providers are no
    criterion here); `largest` and `second` are the two biggest contributions, in the table's unit.
    """

    value: int
    families: int
    providers: int | None = None
    largest: int = 0
    second: int = 0


NOBODY = RawCell(0, 0)


@dataclass(frozen=True, slots=True)
class RawTable:
    """
    A table with its true numbers; it never leaves the function that protects it.

    `figure` names what is counted, with its definition ("families reached v1"); tables that share
    figure and period share their cells. Places that are left out hold zero. `impossible` places
    can hold nothing by definition, and everybody knows it. A `magnitude` is a sum of amounts
    (minutes, cents) instead of a number of heads.
    """

    name: str
    figure: str
    unit: str
    period: Period
    axes: tuple[Axis, ...]
    cells: Mapping[Place, RawCell] = field(repr=False)
    magnitude: bool = False
    impossible: frozenset[Place] = frozenset()

    def __post_init__(self) -> None:
        """Refuse unknown places, negative numbers and people where nobody can be."""
        places = set(places_of(self.axes))
        if not places.issuperset(self.cells) or not places.issuperset(self.impossible):
            raise TableError(f"{self.name}: a cell outside of the table")
        if any(min(cell.value, cell.families) < 0 for cell in self.cells.values()):
            raise TableError(f"{self.name}: a number below zero")
        if any(self.at(place).value for place in self.impossible):
            raise TableError(f"{self.name}: a number where none can be")

    def at(self, place: Place) -> RawCell:
        """Give the cell of a place."""
        return self.cells.get(place, NOBODY)


def places_of(axes: tuple[Axis, ...]) -> Iterator[Place]:
    """Walk over all places of a table, sums included, in reading order."""
    yield from product(*(axis.categories for axis in axes))


def key_of(figure: str, period: Period, axes: tuple[Axis, ...], place: Place) -> CellKey:
    """Name a cell; axes on which the place covers everything do not matter."""
    at = sorted(
        (axis.name, category)
        for axis, category in zip(axes, place, strict=True)
        if category != axis.total
    )
    return CellKey(figure, period.start.isoformat(), period.end.isoformat(), tuple(at))
