"""Two hundred towns are attacked; nobody is found. The rule of thumb is attacked, and people are found."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from outcomes.suppression import protect
from outcomes.tables import RawTable
from outcomes.thresholds import Rule
from tests.outcomes.attacker import Attacker, name_of
from tests.outcomes.linerule import by_line_rule
from tests.outcomes.towns import counted, diced, families, flat, grouped, herten, table

Town = Callable[[int], list[RawTable]]
LETTERS = "abcdefghij"


def two_ways(seed: int) -> list[RawTable]:
    axes = flat("Raum", LETTERS[: 3 + seed % 4]), flat("Art", LETTERS[: 3 + seed % 3])
    return [table("T", axes, diced(seed, axes, 3 + seed % 11))]


def in_districts(seed: int) -> list[RawTable]:
    axes = grouped("Raum", 5 + seed % 3, 2), flat("Art", LETTERS[: 2 + seed % 3])
    return [table("T", axes, diced(seed, axes, 3 + seed % 9))]


def three_ways(seed: int) -> list[RawTable]:
    axes = flat("Raum", LETTERS[:3]), flat("Art", LETTERS[: 2 + seed % 2]), flat("Alter", "xyz")
    return [table("T", axes, diced(seed, axes, 3 + seed % 9))]


def linked(seed: int) -> list[RawTable]:
    people = families(seed)[:: 1 + seed % 3]
    axes = [
        flat(name, sorted({one[name] for one in people}))
        for name in ("Sozialraum", "Grund", "Alter")
    ]
    pairs = ((0, 2), (1, 2), (0, 1))
    return [counted(f"{a} {b}", (axes[a], axes[b]), people) for a, b in pairs[: 2 + seed % 2]]


@pytest.mark.parametrize("start", range(0, 50, 10))
@pytest.mark.parametrize("town", [two_ways, in_districts, three_ways, linked])
def test_nobody_is_found_in_random_towns(town: Town, start: int) -> None:
    for seed in range(start, start + 10):
        rule = Rule(threshold=3 + seed % 3, protect_zeros=seed % 5 == 4)
        raw = town(seed)
        release = protect(raw, rule)
        attacker = Attacker.reading(release.tables)
        assert not attacker.recovered()
        assert not attacker.recovered(least=1.0)
        ranges = attacker.ranges()
        small = {
            name_of(protected, place)
            for table, protected in zip(raw, release.tables, strict=True)
            for place in protected.cells
            if 0 < table.at(place).value < rule.threshold
        }
        assert small <= ranges.keys()
        assert all(ranges[name][1] >= rule.threshold - 1e-6 for name in small)
        leaves = {one for axis in (*raw[0].axes, *raw[-1].axes) for one in axis.leaves}
        whole = len(raw[0].axes)
        single = {
            name
            for name in small
            if len(name[3]) == whole and leaves.issuperset(dict(name[3]).values())
        }
        assert all(ranges[name][0] <= 1 + 1e-6 for name in single)


def test_nobody_is_found_in_herten() -> None:
    attacker = Attacker.reading(protect(herten(7)).tables)
    assert not attacker.recovered()
    assert not attacker.recovered(least=1.0)


def sparse_cube() -> RawTable:
    dice = np.random.default_rng(1)
    axes = flat("Raum", LETTERS), flat("Art", LETTERS), flat("Alter", "vwxyz")
    leaves = {place: int(dice.integers(6, 60)) for place in product(*(one.leaves for one in axes))}
    for index in dice.choice(500, 12, replace=False):
        leaves[sorted(leaves)[index]] = int(dice.integers(1, 5))
    return table("T", axes, leaves)


def test_the_rule_of_thumb_gives_people_away() -> None:
    raw = sparse_cube()
    published = by_line_rule(raw)
    small = {name_of(published, place) for place in published.cells if 0 < raw.at(place).value < 5}
    found = Attacker.reading([published]).by_rank() & small
    assert len(found) == len(small) == 12


def test_the_same_cube_is_safe_with_us() -> None:
    attacker = Attacker.reading(protect([sparse_cube()]).tables)
    assert attacker.hidden
    assert not attacker.recovered()
