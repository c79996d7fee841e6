"""A provider puts its own numbers into the sums and still learns nothing about another one."""

from collections.abc import Mapping

import pytest

from outcomes.counting import Contribution, Heading, amounts_table, families_table
from outcomes.protected import ProtectedTable
from outcomes.sums import ALL, OTHER, PROVIDER, Town
from outcomes.suppression import protect
from outcomes.thresholds import Rule
from tests.outcomes.attacker import Attacker, name_of
from tests.outcomes.towns import YEAR

# How many families each provider helps, and how many hours each of them gets.
HELPED = {"flex": (26, 42), "leben": (13, 39), "kulturen": (4, 180), "buero": (2, 134)}
TOWN = Town({}, (), tuple(HELPED))
READERS_ONLY = Rule(insiders="")


def hours(rule: Rule, helped: Mapping[str, tuple[int, int]] = HELPED) -> ProtectedTable:
    heads = [
        Contribution((provider,), f"{provider} {number}", None, amount)
        for provider, (families, amount) in helped.items()
        for number in range(families)
    ]
    heading = Heading("hours/provider", "hours 2026", "hours", YEAR)
    return protect([amounts_table(heading, (TOWN.axis(PROVIDER),), heads)], rule).tables[0]


def families(rule: Rule) -> ProtectedTable:
    heads = [
        Contribution((provider,), f"{provider} {number}")
        for provider, (count, _) in HELPED.items()
        for number in range(count)
    ]
    heading = Heading("families/provider", "families 2026", "families", YEAR)
    return protect([families_table(heading, (TOWN.axis(PROVIDER),), heads)], rule).tables[0]


def hidden(table: ProtectedTable) -> set[str]:
    return {place[0] for place, one in table.cells.items() if one.value is None}


def learned(table: ProtectedTable, insider: str) -> dict[str, tuple[float, float]]:
    """Say between what an insider finds the hidden numbers of the others."""
    count, amount = HELPED[insider]
    attacker = Attacker.reading([table])
    own = name_of(table, (insider,))
    attacker.known[own] = count * amount
    attacker.hidden = [name for name in attacker.hidden if name != own]
    found = attacker.ranges()
    others = {other: name_of(table, (other,)) for other in hidden(table) - {insider}}
    return {other: found[name] for other, name in others.items()}


def test_two_hidden_providers_are_open_books_to_each_other() -> None:
    table = hours(READERS_ONLY)
    assert hidden(table) == {"kulturen", "buero"}
    low, high = learned(table, "kulturen")["buero"]
    assert low == pytest.approx(high) == pytest.approx(2 * 134)


@pytest.mark.parametrize("insider", list(HELPED))
def test_a_provider_that_knows_its_own_hours_learns_no_small_ones(insider: str) -> None:
    found = learned(hours(Rule()), insider)
    for provider in {"kulturen", "buero"} - {insider}:
        truth = HELPED[provider][0] * HELPED[provider][1]
        low, high = found[provider]
        assert low <= 0.8 * truth
        assert high >= 1.2 * truth


def test_what_protects_is_a_third_hidden_number_or_the_whole() -> None:
    assert len(hidden(hours(Rule())) - {OTHER}) >= 3


def test_large_numbers_are_shown_as_before() -> None:
    many = dict.fromkeys(HELPED, (20, 40))
    assert not hidden(hours(Rule(), many))
    assert hours(Rule(), many).at(ALL).value == 3_200


def test_families_of_providers_overlap_and_need_no_more_dots() -> None:
    assert hidden(families(Rule())) >= {"kulturen", "buero"}
