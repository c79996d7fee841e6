"""
Somebody who reads published tables and wants the numbers behind the dots.

Written apart from the code under test: it knows published tables only, and tries linear algebra
(rank) and linear programming on everything published so far.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from outcomes.protected import ProtectedTable

Name = tuple[str, str, str, frozenset[tuple[str, str]]]
Sums = list[dict[Name, float]]


def name_of(table: ProtectedTable, place: Sequence[str]) -> Name:
    """Name a cell by what it counts, for when and where."""
    where = {
        (axis.name, one) for axis, one in zip(table.axes, place, strict=True) if one != axis.total
    }
    start, end = (day.isoformat() for day in table.period)
    return table.figure, start, end, frozenset(where)


@dataclass
class Attacker:
    """One attacker with a pile of publications."""

    known: dict[Name, float]
    hidden: list[Name]
    equal: Sums
    above: Sums

    @classmethod
    def reading(cls, tables: Iterable[ProtectedTable]) -> "Attacker":
        """Read publications: numbers, sums, and that cumulated figures never fall."""
        known: dict[Name, float] = {}
        names: dict[Name, None] = {}
        equal: Sums = []
        for table in tables:
            for place, cell in table.cells.items():
                names[name_of(table, place)] = None
                if cell.value is not None:
                    known[name_of(table, place)] = cell.value
            equal.extend(_sums(table))
        above: Sums = [
            {later: 1.0, earlier: -1.0}
            for earlier, later in product(names, names)
            if (earlier[0], earlier[1], earlier[3]) == (later[0], later[1], later[3])
            and earlier[2] < later[2]
        ]
        hidden = [name for name in names if name not in known]
        return cls(known, hidden, equal, above)

    def by_rank(self) -> set[Name]:
        """Give the hidden cells that plain algebra determines."""
        matrix, _ = self._system(self.equal)
        if not self.hidden:
            return set()
        if not len(matrix):
            matrix = np.zeros((1, len(self.hidden)))
        _, sizes, directions = np.linalg.svd(matrix)
        rank = int((sizes > 1e-9).sum())
        free = np.abs(directions[rank:]).max(axis=0, initial=0.0)
        return {name for name, moves in zip(self.hidden, free, strict=True) if moves < 1e-7}

    def ranges(self, told: Collection[Name] = ()) -> dict[Name, tuple[float, float]]:
        """
        Give the smallest and largest number for every hidden cell.

        `told`: dots that somebody whispers are not zero.
        """
        bounds = [(1.0 if name in told else 0.0, 10_000.0) for name in self.hidden]
        found: dict[Name, tuple[float, float]] = {}
        equal, right = self._system(self.equal)
        more, enough = self._system(self.above)
        for place, name in enumerate(self.hidden):
            ends = []
            for sign in (1.0, -1.0):
                cost = np.zeros(len(self.hidden))
                cost[place] = sign
                solved = linprog(
                    cost,
                    A_ub=-more if len(more) else None,
                    b_ub=-enough if len(more) else None,
                    A_eq=equal if len(equal) else None,
                    b_eq=right if len(equal) else None,
                    bounds=bounds,
                )
                assert solved.x is not None
                ends.append(float(solved.x[place]))
            found[name] = (ends[0], ends[1])
        return found

    def recovered(self, told: Collection[Name] = ()) -> set[Name]:
        """Give every hidden cell that can be only one whole number."""
        return self.by_rank() | alone(self.ranges(told))

    def _system(self, sums: Sums) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        place = {name: index for index, name in enumerate(self.hidden)}
        rows, right = [], []
        for one in sums:
            if not place.keys() & one.keys():
                continue
            row = np.zeros(len(place))
            for name in place.keys() & one.keys():
                row[place[name]] = one[name]
            rows.append(row)
            right.append(
                -sum(sign * self.known[name] for name, sign in one.items() if name in self.known)
            )
        return np.array(rows), np.array(right)


def alone(ranges: dict[Name, tuple[float, float]]) -> set[Name]:
    """Give the cells whose range holds a single whole number."""
    return {
        name for name, (low, high) in ranges.items() if np.floor(high + 1e-6) <= np.ceil(low - 1e-6)
    }


def _sums(table: ProtectedTable) -> Sums:
    sums: Sums = []
    for place in table.cells:
        for index, axis in enumerate(table.axes):
            for made in axis.sums:
                if made.whole == place[index] and not axis.overlapping:
                    parts = [(*place[:index], part, *place[index + 1 :]) for part in made.parts]
                    row = {name_of(table, part): 1.0 for part in parts}
                    sums.append(row | {name_of(table, place): -1.0})
    return sums
