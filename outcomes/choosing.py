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

from outcomes.attacking import EPSILON, Mask, Region, mask_of
from outcomes.relations import ReleaseRefusedError
from outcomes.unknowns import Standing, System, Target, Vector

EXACT_UP_TO = 150
EXACT_ROUNDS = 6
"""With more numbers to choose from, or later rounds, a proposal keeps the one before (more dots)."""

ROUNDS = 400


@dataclass(frozen=True, slots=True, repr=False)
class Cut:
    """A condition on the pattern: the worth of the hidden numbers must reach one."""

    worth: Vector


class Known:
    """What is proven about one pattern: the lowest and highest number seen for every unknown."""

    def __init__(self, region: Region) -> None:
        """Start with the truth, which fits every pattern."""
        self.region = region
        self.low = region.system.truth.copy()
        self.high = region.system.truth.copy()

    def learn(self, numbers: Vector) -> None:
        """Take in one more table that fits."""
        self.low = np.fmin(self.low, numbers)
        self.high = np.fmax(self.high, numbers)

    def reaches(self, target: Target, level: float) -> bool:
        """Say whether a table seen so far meets a target."""
        if target.side > 0:
            return bool(self.high[target.index] >= level - EPSILON)
        return bool(self.low[target.index] <= level + EPSILON)


@dataclass
class Search:
    """The state of one search: conditions found so far, and tables that prove targets are met."""

    system: System
    cuts: list[Cut] = field(default_factory=list)
    proofs: list[Vector] = field(default_factory=list)
    moved: list[Mask] = field(default_factory=list)
    levels: dict[Target, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out what may be chosen, and open everything once for comparison."""
        self.free = np.array(self.system.having(Standing.FREE), dtype=np.int64)
        self.levels = {target: target.level for target in self.system.targets}
        self.everything = Region(self.system, mask_of(self.system, frozenset(self.free.tolist())))
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
            if self._withstands(chosen):
                return self._without_needless(chosen)
        raise ReleaseRefusedError("No pattern was found that protects every cell")

    def _withstands(self, chosen: frozenset[int]) -> bool:
        """Let the attacker try every target; learn a condition from each success."""
        known = self._known(chosen)
        before = len(self.cuts)
        self._prove_many(known)
        for target in self.system.targets:
            self._attack(known, target)
        if len(self.cuts) == before:
            self._check_whole(known, chosen)
        return len(self.cuts) == before

    def _prove_many(self, known: Known) -> None:
        """Push all unproven targets of a part together: one table often proves many."""
        while groups := self._unproven(known):
            before = sum(map(len, groups))
            for group in groups:
                wishes = {one.index: (one.index, one.side, self.levels[one]) for one in group}
                self._remember(known, known.region.pushed([*wishes.values()]))
            if sum(map(len, self._unproven(known))) > 0.9 * before:
                return

    def _unproven(self, known: Known) -> list[list[Target]]:
        groups: dict[int, list[Target]] = {}
        for target in self.system.targets:
            if not known.reaches(target, self.levels[target]):
                groups.setdefault(known.region.part_label(target.index), []).append(target)
        return [group for group in groups.values() if len(group) > 1]

    def _attack(self, known: Known, target: Target) -> None:
        while not known.reaches(target, self.levels[target]):
            reached = self._prove(known, target)
            if self._met(target, reached):
                return
            if self._clip(target):
                continue
            self.cuts.append(self._cut(known.region, target, reached))
            return

    def _prove(self, known: Known, target: Target) -> float:
        numbers = known.region.pushed([(target.index, target.side, self.levels[target])])
        self._remember(known, numbers)
        return float(numbers[target.index])

    def _remember(self, known: Known, numbers: Vector) -> None:
        self.proofs.append(numbers)
        self.moved.append(np.abs(numbers[self.free] - self.system.truth[self.free]) > EPSILON)
        known.learn(numbers)

    def _known(self, chosen: frozenset[int], *, whole: bool = False) -> Known:
        """Collect the tables found before that fit a pattern, too."""
        known = Known(Region(self.system, mask_of(self.system, chosen)))
        shown = ~known.region.hidden[self.free]
        if self.moved:
            fitting = ~np.array(self.moved)[:, shown].any(axis=1)
            for place in np.flatnonzero(fitting):
                if not whole or _is_whole(self.proofs[place]):
                    known.learn(self.proofs[place])
        return known

    def _met(self, target: Target, value: float) -> bool:
        return target.side * (value - self.levels[target]) >= -EPSILON

    def _clip(self, target: Target) -> bool:
        """Lower a level that cannot be reached even when everything is hidden."""
        level = self.levels[target]
        best = self.everything.furthest(target.index, target.side, level)
        if self._met(target, best):
            return False
        if target.firm:
            raise ReleaseRefusedError("A cell cannot be protected; leave out an axis or coarsen it")
        whole = np.floor(best + EPSILON) if target.side > 0 else np.ceil(best - EPSILON)
        self.levels[target] = float(whole)
        return True

    def _cut(self, region: Region, target: Target, reached: float) -> Cut:
        """Turn the attacker's prices into a condition: what would have to be hidden to stop this."""
        level, system = self.levels[target], self.system
        prices = region.prices(target.index, target.side, level)[self.free]
        shown = ~region.hidden[self.free]
        falling = np.where(prices > EPSILON, prices, 0.0)
        worth = falling * (system.truth[self.free] - system.floor[self.free])
        gap = target.side * (level - reached)
        needed = gap + float(worth[~shown].sum())
        worth[shown & (prices < -EPSILON)] = needed
        return Cut(np.minimum(worth / needed, 1.0))

    def _check_whole(self, known: Known, chosen: frozenset[int]) -> None:
        """Refuse a pattern that only fractions of families would protect."""
        whole = self._known(chosen, whole=True)
        for target in self.system.targets:
            level = self.levels[target]
            if not whole.reaches(target, level) and not known.region.holds_whole(target, level):
                others = [index not in chosen for index in self.free.tolist()]
                self.cuts.append(Cut(np.array(others, dtype=np.float64)))
                return

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
            if self._still_safe(fewer):
                chosen = fewer
        return chosen

    def _still_safe(self, chosen: frozenset[int]) -> bool:
        known = self._known(chosen)
        return all(
            known.reaches(target, self.levels[target])
            or self._met(target, self._prove(known, target))
            for target in self.system.targets
        )


def _is_whole(numbers: Vector) -> bool:
    return bool(np.nanmax(np.abs(numbers - np.round(numbers)), initial=0.0) < EPSILON)


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
