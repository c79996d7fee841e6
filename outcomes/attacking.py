"""
What somebody with pencil, paper and patience can find out: the range of every hidden number.

The attacker knows every published number, every sum, that no number is negative and even which
dots are not zero. That is more than readers know: whoever assumes less finds less.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf, isnan

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array
from scipy.sparse.csgraph import connected_components

from outcomes.relations import ReleaseRefusedError
from outcomes.unknowns import Standing, System, Target, Vector

EPSILON = 1e-6
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]
Wish = tuple[int, int, float]
"""Which unknown, to which side (-1 or 1), and how far at most."""


@dataclass(frozen=True, slots=True, repr=False)
class _Part:
    """A part of the system that shares no relation with the rest."""

    rows: Positions
    columns: Positions
    matrix: csc_array
    right: Vector

    def sums(self) -> list[LinearConstraint]:
        """Give what must add up (nothing, for a number that stands alone)."""
        if not len(self.rows):
            return []
        return [LinearConstraint(self.matrix, self.right, self.right)]


class Region:
    """All tables that fit what would be published when the numbers in `hidden` are not shown."""

    def __init__(self, system: System, hidden: Mask) -> None:
        """`hidden` says for each unknown whether the attacker must guess it."""
        self.system = system
        self.hidden = hidden
        self._right = -(system.matrix @ np.where(hidden, 0.0, system.truth))
        self._parts: dict[int, _Part] = {}

    @cached_property
    def _labels(self) -> tuple[Positions, Positions]:
        """Number the independent parts: for every row and for every unknown."""
        rows, columns = self.system.matrix.shape
        entries = self.system.matrix.tocoo()
        used = self.hidden[entries.col]
        linked = csc_array(
            (np.ones(int(used.sum())), (entries.row[used], entries.col[used] + rows)),
            shape=(rows + columns, rows + columns),
        )
        labels = connected_components(linked, directed=False)[1].astype(np.int64)
        return labels[:rows], labels[rows:]

    def _part(self, index: int) -> _Part:
        rows, columns = self._labels
        label = int(columns[index])
        if label not in self._parts:
            used = np.flatnonzero(rows == label)
            guessed = np.flatnonzero((columns == label) & self.hidden)
            matrix = self.system.columns[:, guessed][used]
            self._parts[label] = _Part(used, guessed, matrix, self._right[used])
        return self._parts[label]

    def furthest(self, index: int, side: int, limit: float) -> float:
        """
        Say how low (side -1) or high (side 1) one unknown can lie, not looking beyond `limit`.

        Raises `ReleaseRefusedError` when nothing fits, which only contradicting releases can cause.
        """
        return float(self.pushed([(index, side, limit)])[index])

    def pushed(self, wishes: Sequence[Wish]) -> Vector:
        """
        Push unknowns of one part as far as they go together; give numbers that show it.

        The others are given as they are (`nan` where nobody here knows them).
        """
        part, cost, low, high = self._task(wishes)
        solved = milp(cost, bounds=Bounds(low, high), constraints=part.sums())
        if solved.x is None:
            raise ReleaseRefusedError("The releases contradict each other")
        numbers: Vector = self.system.truth.copy()
        numbers[part.columns] = solved.x
        return numbers

    def prices(self, index: int, side: int, limit: float) -> Vector:
        """Say for each unknown how much a shift of its number would shorten this reach."""
        part, cost, low, high = self._task([(index, side, limit)])
        duals = np.zeros(self.system.matrix.shape[0])
        if len(part.rows):
            bounds = np.column_stack((low, high))
            solved = linprog(cost, A_eq=part.matrix, b_eq=part.right, bounds=bounds)
            duals[part.rows] = solved.eqlin.marginals
        prices: Vector = -(self.system.columns.T @ duals)
        return prices

    def _task(self, wishes: Sequence[Wish]) -> tuple[_Part, Vector, Vector, Vector]:
        part = self._part(wishes[0][0])
        cost = np.zeros(len(part.columns))
        low = self.system.floor[part.columns]
        high = np.full(len(part.columns), inf)
        for position, side, limit in wishes:
            here = int(np.searchsorted(part.columns, position))
            cost[here] -= side
            if side > 0:
                high[here] = max(self._beyond(position, side), limit)
            else:
                low[here] = max(low[here], min(self._beyond(position, side), limit))
        return part, cost, low, high

    def _beyond(self, index: int, side: int) -> float:
        """Give a bound that never shuts out the truth, also where nobody here knows it."""
        truth = float(self.system.truth[index])
        return side * 10 * float(np.nanmax(self.system.truth)) if isnan(truth) else truth

    def part_label(self, index: int) -> int:
        """Say to which independent part of the system an unknown belongs."""
        return int(self._labels[1][index])

    def holds_whole(self, target: Target, level: float) -> bool:
        """Say whether whole numbers, too, reach a level (half a family protects nobody)."""
        part = self._part(target.index)
        low, high = self.system.floor[part.columns], np.full(len(part.columns), inf)
        here = int(np.searchsorted(part.columns, target.index))
        if target.side > 0:
            low[here] = max(low[here], np.ceil(level - EPSILON))
        else:
            high[here] = np.floor(level + EPSILON)
        if low[here] > high[here]:
            return False
        whole = np.ones(len(part.columns))
        bounds = Bounds(low, high)
        solved = milp(0 * whole, integrality=whole, bounds=bounds, constraints=part.sums())
        return bool(solved.success)


def mask_of(system: System, chosen: frozenset[int]) -> Mask:
    """Mark what the attacker must guess: never shown, hidden for its own sake, or chosen."""
    mask = np.zeros(len(system.standing), dtype=np.bool_)
    mask[list(system.having(Standing.OPEN, Standing.HIDDEN))] = True
    mask[list(chosen)] = True
    # An insider knows its own numbers, chosen or not.
    mask[list(system.having(Standing.KNOWN))] = False
    return mask
