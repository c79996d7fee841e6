"""Make a table coarser along its own sums (spaces to districts) while too many cells are small."""

from dataclasses import replace

from outcomes.tables import Axis, RawTable, places_of
from outcomes.thresholds import Rule, is_sensitive

SHARE_OF_SMALL_CELLS = 0.30


def coarsen(table: RawTable, rule: Rule, share: float = SHARE_OF_SMALL_CELLS) -> RawTable:
    """
    Give the finest form of a table with less than `share` (0 to 1) small cells.

    Each step leaves out the finest categories of one axis, the one that helps most, by name when
    two help alike. It ends where only totals would be left; then the share may still be higher.
    """
    while share_of_small(table, rule) >= share:
        coarser = [
            _with_axis(table, place, axis)
            for place, finer in enumerate(table.axes)
            if (axis := _coarser(finer)) is not None
        ]
        if not coarser:
            break
        table = min(coarser, key=lambda one: (share_of_small(one, rule), _names(one)))
    return table


def share_of_small(table: RawTable, rule: Rule) -> float:
    """Say which share (0 to 1) of the cells must be hidden for its own sake."""
    places = [place for place in places_of(table.axes) if place not in table.impossible]
    small = sum(is_sensitive(table.at(place), rule, magnitude=table.magnitude) for place in places)
    return small / max(1, len(places))


def _coarser(axis: Axis) -> Axis | None:
    """Leave out the categories below the lowest sums, unless that leaves only the total."""
    leaves = set(axis.leaves)
    lowest = [one for one in axis.sums if one.whole != axis.total and leaves.issuperset(one.parts)]
    if not lowest:
        return None
    gone = {part for one in lowest for part in one.parts}
    return replace(
        axis,
        categories=tuple(category for category in axis.categories if category not in gone),
        sums=tuple(one for one in axis.sums if not gone.intersection(one.parts)),
    )


def _with_axis(table: RawTable, place: int, axis: Axis) -> RawTable:
    axes = (*table.axes[:place], axis, *table.axes[place + 1 :])
    kept = set(places_of(axes))
    return replace(
        table,
        axes=axes,
        cells={one: cell for one, cell in table.cells.items() if one in kept},
        impossible=table.impossible & kept,
    )


def _names(table: RawTable) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(axis.categories)) for axis in table.axes))
