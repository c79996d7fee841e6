"""
Which further cells to hide (secondary protection): few and small ones, over all tables at once.

Cuts after Fischetti and Salazar (Models and Algorithms for Optimizing Cell Suppression, 2000): a
small whole-number problem proposes a pattern, an attacker tries every target, and each success of
the attacker becomes a condition that the next proposal must meet.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from outcomes.attacking import EPSILON
from outcomes.relations import ReleaseRefusedError
from outcomes.trying import Attempt, Cut, Proofs
from outcomes.unknowns import Standing, System, Vector

EXACT_UP_TO = 150
EXACT_ROUNDS = 6
"""With more numbers to choose from, or later rounds, a proposal keeps the one before (more dots)."""

ROUNDS = 400


@dataclass
class Search:
    """The state of one search: conditions found so far, and tables that prove targets are met."""

    system: System
    insiders: tuple[System, ...] = ()
    cuts: list[Cut] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find out what may be chosen, and let readers and insiders share what they find."""
        self.free = np.array(self.system.having(Standing.FREE), dtype=np.int64)
        proofs = Proofs(self.system.truth)
        self.attempts = [
            Attempt(one, self.system, self.free, self.cuts, proofs)
            for one in (self.system, *self.insiders)
        ]
        self.lines = list(_line_conditions(self.system))

    def pattern(self) -> frozenset[int]:
        """
        Give the positions of the numbers to hide beyond those that must be hidden.

        Raises `ReleaseRefusedError` when no pattern protects every cell.
        """
        chosen: frozenset[int] = frozenset()
        exact = EXACT_ROUNDS if len(self.free) <= EXACT_UP_TO else 0
        for number in range(ROUNDS):
            chosen = self._proposal(frozenset() if number < exact else chosen)
            if all(attempt.withstands(chosen) for attempt in self.attempts):
                return self._without_needless(chosen)
        raise ReleaseRefusedError("No pattern was found that protects every cell")

    def _proposal(self, kept: frozenset[int]) -> frozenset[int]:
        """Choose the cheapest pattern with `kept` that meets all conditions known so far."""
        if not len(self.free):
            return frozenset()
        rows = [*self.lines, *(cut.worth for cut in self.cuts)]
        if not rows:
            return frozenset()
        needed = np.array([*(_needed(row) for row in self.lines), *(1.0 for _ in self.cuts)])
        lowest = np.array([index in kept for index in self.free.tolist()], dtype=np.float64)
        solved = milp(
            self.system.weight[self.free],
            integrality=np.ones(len(self.free)),
            bounds=Bounds(lowest, 1),
            constraints=LinearConstraint(csr_array(np.array(rows)), needed - EPSILON, np.inf),
            options={"mip_rel_gap": 0.0},
        )
        if solved.x is None:
            raise ReleaseRefusedError("No pattern protects every cell")
        return frozenset(self.free[solved.x > 0.5].tolist())

    def _without_needless(self, chosen: frozenset[int]) -> frozenset[int]:
        """Show again what need not be hidden, the dearest first (the clean-up step)."""
        for index in sorted(chosen, key=lambda one: -self.system.weight[one]):
            fewer = chosen - {index}
            if all(attempt.is_stopped(fewer) for attempt in self.attempts):
                chosen = fewer
        return chosen


def _needed(row: Vector) -> float:
    """A condition with a minus says 'if this one, then another'; one without says 'at least one'."""
    return 0.0 if row.min() < 0 else 1.0


def _line_conditions(system: System) -> Iterator[Vector]:
    """A line never has exactly one hidden number: necessary, cheap, and by far not enough."""
    free = {index: place for place, index in enumerate(system.having(Standing.FREE))}
    for line in system.lines:
        forced = [system.standing[index] in {Standing.HIDDEN, Standing.OPEN} for index in line]
        places = [free[index] for index in line if index in free]
        if sum(forced) > 1 or not places:
            continue
        row = np.zeros(len(free))
        row[places] = 1.0
        if sum(forced) == 1:
            if any(system.standing[index] is Standing.OPEN for index in line):
                continue
            yield row
            continue
        for place in places:
            implied = row.copy()
            implied[place] = -1.0
            yield implied
