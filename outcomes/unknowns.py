"""
The system an attacker would solve: every number of this release and earlier ones, with their sums.

Here the true numbers meet the rule. The result is one matrix, one list of unknowns in the order of
their names (so that the order of tables, axes and categories cannot change the answer), and one
list of targets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from math import inf, isnan, nan

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from outcomes.protected import ProtectedTable
from outcomes.relations import (
    Relation,
    ReleaseRefusedError,
    Shape,
    refuse_strange_neighbours,
    relations_between,
    relations_of,
)
from outcomes.tables import CellKey, RawTable, TableError, key_of, places_of
from outcomes.thresholds import Rule, is_sensitive, levels, weight_of

Vector = npt.NDArray[np.float64]


class Standing(Enum):
    """What may happen to a number in this release."""

    FREE = "may be shown or hidden"
    HIDDEN = "must be hidden"
    KNOWN = "public already, or zero by definition"
    OPEN = "never shown in this release"


@dataclass(frozen=True, slots=True, repr=False)
class Unknown:
    """One number as the attacker's system sees it."""

    truth: float
    floor: float = 0.0
    standing: Standing = Standing.OPEN
    weight: float = 0.0
    low: float = nan
    up: float = nan
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """
    An unknown that the attacker must believe able to lie at `level`, on one side.

    A `firm` target that cannot be met stops the release; others are met as far as they can be.
    """

    index: int
    level: float
    side: int
    firm: bool


@dataclass(frozen=True, slots=True, repr=False)
class System:
    """Unknowns in the order of their names, their relations (matrix @ numbers = 0) and targets."""

    keys: tuple[CellKey, ...]
    truth: Vector
    floor: Vector
    weight: Vector
    standing: tuple[Standing, ...]
    matrix: csr_array
    columns: csc_array
    lines: tuple[tuple[int, ...], ...]
    targets: tuple[Target, ...]

    def having(self, *standings: Standing) -> tuple[int, ...]:
        """Give the positions of the unknowns with one of these standings."""
        return tuple(i for i, one in enumerate(self.standing) if one in standings)


def system_of(
    tables: Sequence[RawTable], rule: Rule, earlier: Sequence[ProtectedTable] = ()
) -> System:
    """
    Build the attacker's system of a release together with all earlier ones.

    Raises `TableError` when tables contradict themselves or each other, `ReleaseRefusedError`
    when an earlier release makes protection impossible.
    """
    refuse_strange_neighbours((*earlier, *tables))
    building = _Building(rule)
    for table in tables:
        building.add_table(table)
    building.add_earlier(earlier)
    shapes: tuple[Shape, ...] = (*tables, *earlier)
    building.add_sums(relations_of(shape) for shape in shapes)
    building.add_growth()
    if rule.hide_groups:
        building.add_groups()
    return building.finish()


@dataclass
class _Building:
    """The system while it is being collected."""

    rule: Rule
    unknowns: dict[CellKey, Unknown] = field(default_factory=dict)
    relations: list[tuple[Relation, Unknown]] = field(default_factory=list)

    def add_table(self, table: RawTable) -> None:
        """Take in the cells of a table; a cell known from another table must say the same."""
        for place in places_of(table.axes):
            key = key_of(table.figure, table.period, table.axes, place)
            mine, known = self._unknown(table, place), self.unknowns.get(key)
            if known and known.truth != mine.truth:
                raise TableError(f"{table.name}: two numbers for {place}")
            if not known or known.standing is Standing.FREE:
                self.unknowns[key] = mine

    def _unknown(self, table: RawTable, place: tuple[str, ...]) -> Unknown:
        cell = table.at(place)
        certain = cell.value > 0 and not table.magnitude and not self.rule.protect_zeros
        one = Unknown(float(cell.value), 1.0 if certain else 0.0, Standing.FREE)
        if place in table.impossible:
            return replace(one, standing=Standing.KNOWN)
        if is_sensitive(cell, self.rule, magnitude=table.magnitude):
            low, up = levels(cell.value, self.rule, magnitude=table.magnitude)
            return replace(one, standing=Standing.HIDDEN, low=low, up=up, firm=True)
        return replace(one, weight=float(weight_of(cell.value, self.rule)))

    def add_earlier(self, earlier: Iterable[ProtectedTable]) -> None:
        """Take in what is public already: it stays public; what is hidden stays hidden."""
        public: dict[CellKey, int | None] = {}
        for table in earlier:
            for key, value in table.published().items():
                public[key] = value if public.get(key) is None else public[key]
        for key, value in public.items():
            mine = self.unknowns.get(key)
            if mine is None:
                self.unknowns[key] = self._past(value)
            elif value is None:
                self.unknowns[key] = self._forced(mine)
            elif value != mine.truth:
                raise ReleaseRefusedError(f"{key.figure}: another number is public already")
            else:
                self.unknowns[key] = replace(mine, standing=Standing.KNOWN, low=nan, up=nan)

    def _past(self, value: int | None) -> Unknown:
        if value is None:
            return Unknown(nan, low=0.0, up=float(self.rule.threshold))
        return Unknown(float(value), standing=Standing.KNOWN)

    def _forced(self, one: Unknown) -> Unknown:
        """Hide a number that could be shown, with room to both sides."""
        if one.standing is not Standing.FREE:
            return one
        low, up = levels(int(one.truth), self.rule, magnitude=False)
        return replace(one, standing=Standing.HIDDEN, low=low, up=up)

    def add_sums(self, relations: Iterable[Iterable[Relation]]) -> None:
        """Take in what adds up inside the tables, and refuse what does not."""
        for relation in sorted({one for group in relations for one in group}):
            left = sum(sign * self.unknowns[key].truth for key, sign in relation.terms)
            if left < 0 or (relation.exact and left > 0):
                raise TableError(f"{relation.terms[0][0].figure}: parts do not add up")
            self.relations.append((relation, Unknown(nan)))

    def add_growth(self) -> None:
        """
        Protect what came in between two releases of a cumulated series (SD-04).

        Once hidden stays hidden; where fewer than the threshold came in, the later number is
        hidden too.
        """
        pairs = list(relations_between(self.unknowns))
        shrunk = {
            (later.figure, earlier.end, later.end)
            for earlier, later in pairs
            if self.unknowns[later].truth < self.unknowns[earlier].truth
        }
        for earlier, later in pairs:
            self._hide_growth(earlier, later)
            self._hide_growth(later, earlier)
            spare = Unknown(nan, up=self._growth_level(earlier, later))
            if (later.figure, earlier.end, later.end) in shrunk:
                spare = replace(spare, floor=-inf)
            self.relations.append((Relation(((later, 1), (earlier, -1)), exact=False), spare))

    def _hide_growth(self, other: CellKey, key: CellKey) -> None:
        """Hide `key` when its neighbour in the series is hidden, or too near to it."""
        there, here = self.unknowns[other], self.unknowns[key]
        if there.standing in {Standing.OPEN, Standing.HIDDEN}:
            self.unknowns[key] = self._forced(here)
        elif 0 < abs(here.truth - there.truth) < self.rule.threshold:
            if here.standing not in {Standing.FREE, Standing.HIDDEN}:
                return
            forced = self._forced(here)
            step = self.rule.threshold if here.truth > there.truth else -self.rule.threshold
            near, far = sorted((there.truth, there.truth + step))
            low, up = min(forced.low, near), max(forced.up, far)
            self.unknowns[key] = replace(forced, low=low, up=up, firm=True)

    def _growth_level(self, earlier: CellKey, later: CellKey) -> float:
        """What came in between two hidden numbers must look as if it could be the threshold."""
        hidden = {Standing.OPEN, Standing.HIDDEN}
        both = {self.unknowns[earlier].standing, self.unknowns[later].standing} <= hidden
        return float(self.rule.threshold) if both else nan

    def add_groups(self) -> None:
        """Where all of a line fall into one category, the others must look possible (SD-07)."""
        for relation, _ in list(self.relations):
            parts = relation.terms[1:] if relation.parted else ()
            inside = [self.unknowns[key] for key, _ in parts]
            filled = [key for key, _ in parts if self.unknowns[key].truth != 0]
            possible = sum(one.standing in {Standing.FREE, Standing.HIDDEN} for one in inside)
            if len(filled) == 1 and possible > 1:
                others = tuple(term for term in parts if term[0] != filled[0])
                self.relations.append((Relation(others, exact=False), Unknown(nan, up=1.0)))

    def finish(self) -> System:
        """Put everything into one matrix, in the order of the names."""
        keys = tuple(sorted(self.unknowns))
        position = {key: index for index, key in enumerate(keys)}
        unknowns = [self.unknowns[key] for key in keys]
        entries: list[tuple[int, int, int]] = []
        lines: list[tuple[int, ...]] = []
        for row, (relation, spare) in enumerate(self.relations):
            entries.extend((row, position[key], sign) for key, sign in relation.terms)
            if relation.exact:
                lines.append(tuple(position[key] for key, _ in relation.terms))
            else:
                entries.append((row, len(unknowns), -1))
                unknowns.append(spare)
        return _system(keys, unknowns, entries, tuple(lines), len(self.relations))


def _system(
    keys: tuple[CellKey, ...],
    unknowns: list[Unknown],
    entries: list[tuple[int, int, int]],
    lines: tuple[tuple[int, ...], ...],
    rows: int,
) -> System:
    rank = np.arange(len(unknowns)) * (0.01 / max(1, len(unknowns)))
    places = np.array(entries, dtype=np.int64).reshape(-1, 3)
    signs, at = places[:, 2].astype(np.float64), (places[:, 0], places[:, 1])
    matrix = csr_array((signs, at), (rows, len(unknowns)))
    return System(
        keys=keys,
        truth=np.array([one.truth for one in unknowns], dtype=np.float64),
        floor=np.array([one.floor for one in unknowns], dtype=np.float64),
        weight=np.array([one.weight for one in unknowns], dtype=np.float64) + rank,
        standing=tuple(one.standing for one in unknowns),
        matrix=matrix,
        columns=csc_array(matrix),
        lines=lines,
        targets=tuple(_targets(unknowns)),
    )


def _targets(unknowns: Iterable[Unknown]) -> Iterable[Target]:
    for index, one in enumerate(unknowns):
        if not isnan(one.up):
            yield Target(index, one.up, 1, one.firm)
        if not isnan(one.low):
            yield Target(index, one.low, -1, firm=False)
