"""Build a raw table from single contributions: who counts where, and how much."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from outcomes.tables import Axis, Period, Place, RawCell, RawTable, TableError


@dataclass(frozen=True, slots=True, repr=False)
class Contribution:
    """One coded fact: where it counts, for which family, by which provider, and how much."""

    place: Place
    family: str
    provider: str | None = None
    amount: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """What a table is called and counts."""

    name: str
    figure: str
    unit: str
    period: Period


def families_table(
    heading: Heading, axes: tuple[Axis, ...], facts: Iterable[Contribution]
) -> RawTable:
    """
    Count distinct families in every cell, sums included (unit: families).

    Raises `TableError` for a place outside of the axes. A family in two parts of a sum makes the
    sum smaller than its parts; such an axis must be declared `overlapping`.
    """
    cells = {
        place: RawCell(len(heads), len(heads))
        for place, group in _gathered(axes, facts).items()
        if (heads := {fact.family for fact in group})
    }
    return _table(heading, axes, cells)


def amounts_table(
    heading: Heading, axes: tuple[Axis, ...], facts: Iterable[Contribution]
) -> RawTable:
    """
    Add up amounts (minutes, cents) in every cell, with contributors for the dominance rule.

    Raises `TableError` for a place outside of the axes. Where a table goes by provider, give facts
    without provider: then families are the contributors.
    """
    cells = {place: _amount(group) for place, group in _gathered(axes, facts).items()}
    return _table(heading, axes, cells, magnitude=True)


def table_of_leaves(
    heading: Heading, axes: tuple[Axis, ...], leaves: Mapping[Place, int]
) -> RawTable:
    """Build a table of heads from its smallest cells (one head is one family); sums are added up."""
    cells: dict[Place, int] = defaultdict(int)
    wholes = [_wholes(axis) for axis in axes]
    for place, count in leaves.items():
        for above in product(*(found[one] for found, one in zip(wholes, place, strict=True))):
            cells[above] += count
    raw = {place: RawCell(count, count) for place, count in cells.items()}
    return _table(heading, axes, raw)


def _table(
    heading: Heading,
    axes: tuple[Axis, ...],
    cells: Mapping[Place, RawCell],
    *,
    magnitude: bool = False,
) -> RawTable:
    return RawTable(
        heading.name, heading.figure, heading.unit, heading.period, axes, cells, magnitude
    )


def _gathered(
    axes: tuple[Axis, ...], facts: Iterable[Contribution]
) -> Mapping[Place, list[Contribution]]:
    wholes = [_wholes(axis) for axis in axes]
    cells: dict[Place, list[Contribution]] = defaultdict(list)
    for fact in facts:
        try:
            above = [found[one] for found, one in zip(wholes, fact.place, strict=True)]
        except (KeyError, ValueError) as error:
            raise TableError("A fact outside of the table") from error
        for place in product(*above):
            cells[place].append(fact)
    return cells


def _wholes(axis: Axis) -> dict[str, tuple[str, ...]]:
    """For each smallest category: every category that covers it, itself included."""
    below = {category: axis.leaves_of(category) for category in axis.categories}
    return {
        leaf: tuple(category for category in axis.categories if leaf in below[category])
        for leaf in axis.leaves
    }


def _amount(group: list[Contribution]) -> RawCell:
    by_family: dict[str, int] = defaultdict(int)
    by_provider: dict[str, int] = defaultdict(int)
    for fact in group:
        by_family[fact.family] += fact.amount
        if fact.provider is not None:
            by_provider[fact.provider] += fact.amount
    largest, second, *_ = (*sorted((by_provider or by_family).values(), reverse=True), 0, 0)
    return RawCell(
        sum(by_family.values()),
        len(by_family),
        len(by_provider) if by_provider else None,
        largest,
        second,
    )
