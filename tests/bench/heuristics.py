"""Two usual ways to choose further cells to hide, written out as peers: by lines and by hypercubes.

Both work on the same primary cells and the same linked tables as ours. Neither looks at what can be worked out from
all sums together, so neither protects; they are here to be counted against.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from outcomes.tables import CellKey, RawTable, key_of
from outcomes.thresholds import Rule
from outcomes.unknowns import Standing, System

type Cube = tuple[tuple[int, int], ...]
"""Corners of a cube in one table: place among the unknowns, and by how many axes it differs from the first."""


def by_lines(system: System) -> set[int]:
    """Hide the smallest other cell of every line (row, column, ...) with one dot, until there is none.

    Source: the rule of thumb of Hundepool et al. (Statistical Disclosure Control, 2012, 4.4). Gives the cells that it
    hides beyond the primary ones, as places among the unknowns.
    """
    primary = set(system.having(Standing.HIDDEN))
    free = set(system.having(Standing.FREE))
    hidden, before = set(primary), -1
    while len(hidden) != before:
        before = len(hidden)
        for line in system.lines:
            if len(hidden.intersection(line)) == 1:
                others = [one for one in line if one in free - hidden and system.truth[one]]
                hidden.update(sorted(others, key=lambda one: (system.truth[one], one))[:1])
    return hidden - primary


def by_hypercubes(system: System, tables: Sequence[RawTable], rule: Rule) -> set[int]:
    """Hide, for every dot, the cheapest cube whose corner it is, in every table, until nothing is added.

    Source: GHMITER (Giessing and Repsilber, Tools and strategies to protect multiple tables with the GHQUAR cell
    suppression engine, 2002). A cube has 2 to the number of axes corners, none of them zero, and those beside the dot
    are big enough to let it look like the threshold, where there is such a cube. Gives places as `by_lines` does.
    """
    place = {key: index for index, key in enumerate(system.keys)}
    primary = set(system.having(Standing.HIDDEN))
    free = set(system.having(Standing.FREE))
    parts = [part for table in tables for part in _subtables(table, place)]
    hidden, done = set(primary), set[tuple[int, int]]()
    while True:
        waiting = [
            (index, dot)
            for index, part in enumerate(parts)
            for dot in part.values()
            if dot in hidden and (index, dot) not in done
        ]
        if not waiting:
            return hidden - primary
        for index, dot in waiting:
            done.add((index, dot))
            hidden.update(_cheapest(system, parts[index], dot, hidden, free, rule))


def _cheapest(
    system: System,
    part: dict[tuple[int, ...], int],
    dot: int,
    hidden: set[int],
    free: set[int],
    rule: Rule,
) -> set[int]:
    """Find the cube with the fewest new cells, the smallest of them first."""

    def costs(cube: Cube) -> tuple[bool, int, float]:
        new = [one for one, _ in cube if one not in hidden]
        beside = min(system.truth[one] for one, steps in cube if steps % 2)
        narrow = bool(system.truth[dot] + beside < rule.threshold)
        return narrow, len(new), float(sum(system.truth[one] for one in new))

    possible = [
        cube
        for cube in _cubes(part, dot)
        if all(one in hidden or (one in free and system.truth[one]) for one, _ in cube)
    ]
    return {one for one, _ in min(possible, key=costs)} if possible else set()


def _cubes(part: dict[tuple[int, ...], int], dot: int) -> Iterator[Cube]:
    """Give every cube with the dot in one corner: another category on every axis."""
    at = next(where for where, one in part.items() if one == dot)
    sizes = [max(where[axis] for where in part) + 1 for axis in range(len(at))]
    for other in product(
        *([n for n in range(size) if n != at[axis]] for axis, size in enumerate(sizes))
    ):
        corners = product(*((0, 1) for _ in at))
        yield tuple(
            (
                part[tuple(o if step else a for a, o, step in zip(at, other, steps, strict=True))],
                sum(steps),
            )
            for steps in corners
        )


def _subtables(table: RawTable, place: dict[CellKey, int]) -> Iterable[dict[tuple[int, ...], int]]:
    """Cut a table into parts without levels: one sum of every axis at a time."""
    if any(axis.overlapping for axis in table.axes):
        return
    for sums in product(*(axis.sums for axis in table.axes)):
        lists = [(one.whole, *one.parts) for one in sums]
        yield {
            where: place[
                key_of(
                    table.figure,
                    table.period,
                    table.axes,
                    tuple(names[n] for names, n in zip(lists, where, strict=True)),
                )
            ]
            for where in product(*(range(len(names)) for names in lists))
        }
