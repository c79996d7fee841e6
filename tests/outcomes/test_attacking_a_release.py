"""Two hundred towns are attacked and nobody is found; the rule of thumb gives people away."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from outcomes.choosing import Search
from outcomes.relations import ReleaseRefusedError
from outcomes.suppression import audit, protect
from outcomes.tables import RawTable
from outcomes.thresholds import Rule
from outcomes.unknowns import system_of
from tests.outcomes.attacker import Attacker, Name, alone, name_of
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
    # Sixty towns here; `make bench` (P17) attacks two hundred tables.
    for seed in range(start, start + 10, 4):
        rule = Rule(threshold=3 + seed % 3, protect_zeros=seed % 5 == 4)
        raw = town(seed)
        attacker, values = attacked(raw, rule)
        small = {name for name, value in values.items() if 0 < value < rule.threshold}
        plain = attacker.ranges()
        assert small <= plain.keys()
        assert not attacker.by_rank()
        assert not alone(plain)
        assert all(plain[name][1] >= rule.threshold - 1e-6 for name in small)
        leaves = {one for each in raw for axis in each.axes for one in axis.leaves}
        single = {name for name in small if is_leaf(name, raw, leaves)}
        assert all(plain[name][0] <= 1 + 1e-6 for name in single)
        if not rule.protect_zeros:
            told = attacker.ranges({name for name in plain if values[name]})
            assert not alone(told)
            assert all(told[name][1] >= rule.threshold - 1e-6 for name in small)


def attacked(raw: list[RawTable], rule: Rule | None = None) -> tuple[Attacker, dict[Name, int]]:
    release = protect(raw, rule or Rule())
    values = {
        name_of(protected, place): one.at(place).value
        for one, protected in zip(raw, release.tables, strict=True)
        for place in protected.cells
    }
    return Attacker.reading(release.tables), values


def is_leaf(name: Name, raw: list[RawTable], leaves: set[str]) -> bool:
    return len(name[3]) == len(raw[0].axes) and leaves.issuperset(dict(name[3]).values())


@pytest.mark.parametrize("town", [two_ways, in_districts, linked])
def test_the_final_attack_refuses_a_pattern_with_a_gap(town: Town) -> None:
    """Nothing in a pattern is needless: without any one of its dots nothing may go out."""
    system = system_of(town(1), Rule(), ())
    search = Search(system)
    chosen = search.pattern()
    audit(system, chosen, search)
    assert chosen
    for index in chosen:
        with pytest.raises(ReleaseRefusedError, match="final attack"):
            audit(system, chosen - {index}, search)


def test_nobody_is_found_in_herten() -> None:
    attacker, values = attacked(herten(7))
    assert not attacker.recovered()
    assert not attacker.recovered(told={name for name in attacker.hidden if values[name]})


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
