"""
One attacker who tries every target of one system against proposed patterns, and learns from it.

Readers are one attacker; each provider with its own numbers is another. They share the tables
found so far: what fits the published numbers proves something for everybody who cannot rule it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from outcomes.attacking import EPSILON, Mask, Positions, Region, mask_of
from outcomes.relations import ReleaseRefusedError
from outcomes.unknowns import Standing, System, Target, Vector


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
class Proofs:
    """Tables found so far, with the marks of what in them differs from the truth."""

    truth: Vector
    tables: list[Vector] = field(default_factory=list)
    moved: list[Mask] = field(default_factory=list)

    def add(self, numbers: Vector) -> None:
        """Keep a table that fitted some pattern."""
        self.tables.append(numbers)
        self.moved.append(np.abs(numbers[self.watched] - self.truth[self.watched]) > EPSILON)

    def fitting(self, hidden: Mask) -> Iterator[Vector]:
        """Give the tables that differ from the truth only in what this attacker must guess."""
        if not self.moved:
            return
        shown = ~hidden[self.watched]
        for place in np.flatnonzero(~np.array(self.moved)[:, shown].any(axis=1)):
            yield self.tables[place]

    def __post_init__(self) -> None:
        """Watch the numbers whose truth is known here."""
        self.watched: Positions = np.flatnonzero(~np.isnan(self.truth))


@dataclass
class Attempt:
    """What one attacker tries: its system, the levels that hold for it, and conditions for all."""

    system: System
    reader: System
    free: Positions
    cuts: list[Cut]
    proofs: Proofs
    levels: dict[Target, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open everything once for comparison, and mark what this attacker knows by itself."""
        self.levels = {target: target.level for target in self.system.targets}
        self.everything = Region(self.system, mask_of(self.system, frozenset(self.free.tolist())))
        self.own: Mask = ~self.everything.hidden[self.free]
        self.aimed = self.system.targets
        self.alone = [
            index
            for index in self.system.having(Standing.KNOWN)
            if self.reader.standing[index] is not Standing.KNOWN
        ]

    def aims(self, chosen: frozenset[int]) -> tuple[Target, ...]:
        """
        Give the targets of this attacker that readers have not tried already.

        What hangs together with none of an insider's own hidden numbers looks the same to readers.
        """
        if self.system is self.reader:
            return self.system.targets
        region = Region(self.reader, mask_of(self.reader, chosen))
        near = {region.part_label(index) for index in self.alone if region.hidden[index]}
        return tuple(one for one in self.system.targets if region.part_label(one.index) in near)

    def withstands(self, chosen: frozenset[int]) -> bool:
        """Let the attacker try every target; learn a condition from each success."""
        self.aimed = self.aims(chosen)
        known = self._known(chosen)
        before = len(self.cuts)
        self._prove_many(known)
        for target in self.aimed:
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
        for target in self.aimed:
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
        self.proofs.add(numbers)
        known.learn(numbers)

    def _known(self, chosen: frozenset[int], *, whole: bool = False) -> Known:
        """Collect the tables found before that fit a pattern, too."""
        known = Known(Region(self.system, mask_of(self.system, chosen)))
        for numbers in self.proofs.fitting(known.region.hidden):
            if not whole or _is_whole(numbers):
                known.learn(numbers)
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
        # Hiding an insider's own numbers does not stop that insider.
        prices[self.own] = 0.0
        falling = np.where(prices > EPSILON, prices, 0.0)
        worth = falling * (system.truth[self.free] - system.floor[self.free])
        gap = target.side * (level - reached)
        needed = gap + float(worth[~shown].sum())
        worth[shown & (prices < -EPSILON)] = needed
        return Cut(np.minimum(worth / needed, 1.0))

    def _check_whole(self, known: Known, chosen: frozenset[int]) -> None:
        """Refuse a pattern that only fractions of families would protect."""
        whole = self._known(chosen, whole=True)
        for target in self.aimed:
            level = self.levels[target]
            if not whole.reaches(target, level) and not known.region.holds_whole(target, level):
                others = [index not in chosen for index in self.free.tolist()]
                self.cuts.append(Cut(np.array(others, dtype=np.float64)))
                return

    def is_stopped(self, chosen: frozenset[int]) -> bool:
        """Say whether a pattern that was found good stays so, without learning conditions."""
        self.aimed = self.aims(chosen)
        known = self._known(chosen)
        return all(
            known.reaches(target, self.levels[target])
            or self._met(target, self._prove(known, target))
            for target in self.aimed
        )


def _is_whole(numbers: Vector) -> bool:
    return bool(np.nanmax(np.abs(numbers - np.round(numbers)), initial=0.0) < EPSILON)
