"""
Protect a release: hide small numbers and what would give them away, attack it, then give it out.

Method: cell suppression with interval protection over all tables of the release and all earlier
ones together (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4). The true tables
go in; only protected ones come out.
"""

from collections.abc import Sequence

import numpy as np

from outcomes.attacking import EPSILON, Region, mask_of
from outcomes.choosing import Search
from outcomes.insiders import insiders_of
from outcomes.protected import ProtectedRelease, ProtectedTable, cell
from outcomes.relations import ReleaseRefusedError
from outcomes.tables import CellKey, RawTable, key_of, places_of
from outcomes.thresholds import Rule
from outcomes.trying import Attempt, Known
from outcomes.unknowns import Standing, System, system_of

METHOD = "cell suppression v1"
NORMAL = Rule()


def protect(
    tables: Sequence[RawTable],
    rule: Rule = NORMAL,
    earlier: Sequence[ProtectedTable] = (),
) -> ProtectedRelease:
    """
    Give the tables of one release as anybody may see them.

    `tables`: all tables of the release, in whole heads, minutes or cents; cells that mean the same
    number (same figure, period and categories) are linked by themselves. `earlier`: every table
    published before about the same figures. The same request always gives the same pattern.

    Raises `TableError` when tables contradict themselves or each other and `ReleaseRefusedError`
    when they cannot be protected or the final attack succeeds; then nothing may be published.
    """
    system = system_of(tables, rule, earlier)
    search = Search(system, insiders_of(system, rule.insiders))
    chosen = search.pattern()
    audit(system, chosen, search)
    hidden = {system.keys[i] for i in (*system.having(Standing.HIDDEN), *chosen)}
    out = tuple(_protected(table, hidden) for table in tables)
    return ProtectedRelease(out, rule.threshold, METHOD)


def audit(system: System, chosen: frozenset[int], search: Search) -> None:
    """
    Attack the finished pattern afresh: smallest and largest number for every hidden cell, as a
    reader and as every provider that knows its own numbers.

    Raises `ReleaseRefusedError` when a range misses its target or holds a single whole number.
    """
    for attempt in search.attempts:
        _attack(attempt, chosen, is_reader=attempt.system is system)


def _attack(attempt: Attempt, chosen: frozenset[int], *, is_reader: bool) -> None:
    """
    Attack as one attacker; an insider may find out what is hidden only for others' sake.

    Nothing is taken over from the search. Every table found here fits what is published, so it
    widens the range of all its numbers; who is proven by it need not be pushed once more.
    """
    system = attempt.system
    known = Known(Region(system, mask_of(system, chosen)))
    targets = attempt.aims(chosen)
    hidden = {*system.having(Standing.HIDDEN), *chosen}
    numbers = hidden if is_reader else hidden & {target.index for target in targets}
    for target in targets:
        level = attempt.levels[target]
        if not known.reaches(target, level):
            _push(known, target.index, target.side)
        if not known.reaches(target, level):
            raise ReleaseRefusedError("The final attack found a range that is too narrow")
    for index in sorted(numbers):
        for side in (-1, 1):
            if not _is_wide(known, index):
                _push(known, index, side)
        if not _is_wide(known, index):
            raise ReleaseRefusedError("The final attack found a hidden number")


def _push(known: Known, index: int, side: int) -> None:
    """Push one number as far as it goes, and learn from the table that shows it."""
    far = side * 10.0 * float(np.nanmax(known.region.system.truth, initial=1.0))
    known.learn(known.region.pushed([(index, side, far)]))


def _is_wide(known: Known, index: int) -> bool:
    """Say whether two whole numbers are proven possible (never for what nobody has seen yet)."""
    high, low = known.high[index], known.low[index]
    return bool(np.floor(high + EPSILON) > np.ceil(low - EPSILON))


def _protected(table: RawTable, hidden: set[CellKey]) -> ProtectedTable:
    def publish(place: tuple[str, ...]) -> int | None:
        key = key_of(table.figure, table.period, table.axes, place)
        return None if key in hidden else table.at(place).value

    return ProtectedTable(
        table.name,
        table.figure,
        table.unit,
        table.period,
        table.axes,
        {place: cell(publish(place)) for place in places_of(table.axes)},
        table.magnitude,
    )
