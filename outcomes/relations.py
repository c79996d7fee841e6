"""
Every linear relation an attacker can use: sums, overlaps, and earlier releases of the same series.

Only names and structure here, never a number of a cell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Protocol

from outcomes.tables import Axis, CellKey, Period, TableError, key_of


class ReleaseRefusedError(Exception):
    """The tables cannot be published like this; the sentence says why, without a number."""


class Shape(Protocol):
    """What raw and protected tables have in common: everything but the numbers."""

    @property
    def figure(self) -> str:
        """What is counted."""

    @property
    def period(self) -> Period:
        """The days it is counted for."""

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The directions of the table."""


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """
    Terms that add up to zero, or to something above zero when `exact` is false.

    Each term is a cell and its sign. `parted` relations say that a whole is its parts: the first
    term is the whole.
    """

    terms: tuple[tuple[CellKey, int], ...]
    exact: bool = True
    parted: bool = False


def relations_of(shape: Shape) -> Iterator[Relation]:
    """Give the relations inside one table: every sum of every axis, at every place of the others."""
    for position, axis in enumerate(shape.axes):
        others = [
            (one.name,) if index == position else one.categories
            for index, one in enumerate(shape.axes)
        ]
        for made in axis.sums:
            for place in product(*others):
                whole, *parts = (
                    key_of(
                        shape.figure,
                        shape.period,
                        shape.axes,
                        (*place[:position], category, *place[position + 1 :]),
                    )
                    for category in (made.whole, *made.parts)
                )
                yield from _adding_up(whole, sorted(parts), overlapping=axis.overlapping)


def _adding_up(whole: CellKey, parts: list[CellKey], *, overlapping: bool) -> Iterator[Relation]:
    """A whole is its parts; where parts overlap it is at most their sum and at least each of them."""
    if not overlapping:
        yield Relation(((whole, -1), *((part, 1) for part in parts)), parted=True)
        return
    yield Relation(((whole, -1), *((part, 1) for part in parts)), exact=False, parted=True)
    for part in parts:
        yield Relation(((whole, 1), (part, -1)), exact=False)


def relations_between(keys: Iterable[CellKey]) -> Iterator[tuple[CellKey, CellKey]]:
    """Give (earlier, later) for neighbours in one cumulated series: same figure, start and place."""
    ordered = sorted(keys, key=lambda key: (key.figure, key.start, key.at, key.end))
    for earlier, later in pairwise(ordered):
        if earlier._replace(end=later.end) == later and earlier.end != later.end:
            yield earlier, later


def refuse_strange_neighbours(shapes: Sequence[Shape]) -> None:
    """
    Refuse tables whose periods or areas overlap in a way that nobody can protect (SD-04, SD-16).

    Periods of one figure are the same, apart, or begin on the same day (a cumulated series); one
    category is made of the same parts wherever periods touch.
    """
    for index, one in enumerate(shapes):
        for other in shapes[:index]:
            if one.figure == other.figure and _touch(one.period, other.period):
                if one.period.start != other.period.start:
                    raise ReleaseRefusedError(f"{one.figure}: periods overlap")
                _refuse_other_areas(one, other)


def _touch(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _refuse_other_areas(one: Shape, other: Shape) -> None:
    for mine, theirs in product(one.axes, other.axes):
        if mine.name != theirs.name:
            continue
        if mine.total != theirs.total:
            raise TableError(f"{mine.name}: two names for the total")
        for category in set(mine.categories).intersection(theirs.categories):
            if _differ(set(mine.parts_of(category)), set(theirs.parts_of(category))):
                raise ReleaseRefusedError(f"{mine.name}: {category} has other parts than before")


def _differ(mine: set[str], theirs: set[str]) -> bool:
    """Sets that share a part must be the same; districts beside teams share none and may stand."""
    return bool(mine & theirs) and mine != theirs
