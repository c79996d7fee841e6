"""What a published table shows and hides."""

import pickle
from dataclasses import asdict, replace
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.protected import ProtectedTable, cell
from outcomes.relations import ReleaseRefusedError
from outcomes.suppression import protect
from outcomes.tables import Axis, Place, RawCell, RawTable, Sum, TableError
from outcomes.thresholds import Rule
from tests.outcomes.attacker import Attacker
from tests.outcomes.towns import ALL, YEAR, flat, herten, spaces, table

KINDS = flat("Hilfeart", ("§ 30", "§ 31", "§ 35"))
AREAS = flat("Sozialraum", ("Bertlich", "Disteln", "Westerholt"))
CALM: dict[Place, int] = {(area, kind): 20 for area in AREAS.leaves for kind in KINDS.leaves}


def hidden(protected: ProtectedTable) -> set[Place]:
    return {place for place, one in protected.cells.items() if one.value is None}


def release(leaves: dict[Place, int], rule: Rule | None = None) -> ProtectedTable:
    return protect([table("T", (AREAS, KINDS), leaves)], rule or Rule()).tables[0]


def test_a_table_of_large_numbers_is_shown_as_it_is() -> None:
    protected = release(CALM)
    assert not hidden(protected)
    assert protected.at(ALL, ALL).value == 180


def test_one_small_cell_takes_others_with_it() -> None:
    protected = release(CALM | {("Bertlich", "§ 35"): 1})
    assert ("Bertlich", "§ 35") in hidden(protected)
    assert len(hidden(protected)) >= 4
    assert not Attacker.reading([protected]).recovered()


def test_primary_and_secondary_dots_look_the_same() -> None:
    protected = release(CALM | {("Bertlich", "§ 35"): 1})
    assert {protected.cells[place] for place in hidden(protected)} == {cell(None)}
    assert {protected.cells[place].text for place in hidden(protected)} == {"·"}


def test_exactly_zero_is_a_dash() -> None:
    protected = release(CALM | {("Bertlich", "§ 35"): 0})
    assert protected.at("Bertlich", "§ 35").text == "–"
    assert protected.at("Bertlich", "§ 35").value == 0


def test_zeros_are_hidden_where_they_tell_something() -> None:
    protected = release(CALM | {("Bertlich", "§ 35"): 0}, Rule(protect_zeros=True))
    assert protected.at("Bertlich", "§ 35").value is None
    ranges = Attacker.reading([protected]).ranges()
    assert all(low <= 1e-6 or high >= 20 for low, high in ranges.values())


def test_an_empty_table_is_dashes() -> None:
    protected = release({})
    assert {one.text for one in protected.cells.values()} == {"–"}
    assert protect([]).tables == ()


def test_an_empty_table_about_danger_is_dots() -> None:
    protected = release({}, Rule(protect_zeros=True))
    assert {one.text for one in protected.cells.values()} == {"·"}


def test_a_table_with_nothing_but_one_family_tells_nothing_about_it() -> None:
    protected = release({("Bertlich", "§ 35"): 1})
    assert protected.at(ALL, ALL).value is None
    assert len([place for place in hidden(protected) if ALL not in place]) > 1


@pytest.mark.parametrize("threshold", [-1, 0, 1, 2])
def test_a_threshold_below_three_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="below 3"):
        Rule(threshold=threshold)


def test_nobody_reads_that_all_families_of_a_space_have_one_reason() -> None:
    reasons: dict[Place, int] = {
        ("Bertlich", "§ 31"): 6,
        ("Bertlich", "§ 30"): 0,
        ("Bertlich", "§ 35"): 0,
    }
    protected = release(CALM | reasons)
    assert protected.at("Bertlich", "§ 31").value is None
    assert {protected.at("Bertlich", kind).value for kind in ("§ 30", "§ 35")} != {0}
    assert not Attacker.reading([protected]).recovered()


def test_impossible_places_stay_dashes() -> None:
    raw = table("T", (AREAS, KINDS), CALM | {("Bertlich", "§ 31"): 6, ("Bertlich", "§ 30"): 0})
    raw = replace(raw, impossible=frozenset({("Bertlich", "§ 30")}))
    assert protect([raw]).tables[0].at("Bertlich", "§ 30").text == "–"


def test_children_of_two_families_are_hidden_even_when_they_are_many() -> None:
    cells = dict(table("T", (AREAS, KINDS), CALM).cells)
    cells["Bertlich", "§ 35"] = replace(cells["Bertlich", "§ 35"], families=2)
    raw = replace(table("T", (AREAS, KINDS), CALM), cells=cells)
    assert protect([raw]).tables[0].at("Bertlich", "§ 35").value is None


@pytest.mark.parametrize(
    "odd",
    [
        RawCell(900, 30, 2, 500, 400),
        RawCell(900, 30, 5, 828, 30),
        RawCell(900, 30, 5, 600, 290),
        RawCell(900, 4, 5, 300, 250),
    ],
    ids=["two providers", "one dominates", "the second can estimate the first", "four families"],
)
def test_hours_are_hidden_when_somebody_stands_out(odd: RawCell) -> None:
    kinds = flat("Hilfeart", ("§ 30", "§ 31"))
    areas = flat("Sozialraum", ("Disteln", "Mitte"))
    calm = RawCell(900, 30, 6, 300, 250)
    cells: dict[Place, RawCell] = {
        (area, kind): calm for area in areas.leaves for kind in kinds.leaves
    }
    cells |= {(ALL, kind): RawCell(1800, 60, 6, 600, 500) for kind in kinds.leaves}
    cells |= {(area, ALL): RawCell(1800, 60, 6, 600, 500) for area in areas.leaves}
    cells |= {(ALL, ALL): RawCell(3600, 120, 6, 900, 800), ("Mitte", "§ 31"): odd}
    raw = RawTable("H", "Stunden", "Minuten", YEAR, (areas, kinds), cells, magnitude=True)
    protected = protect([raw]).tables[0]
    ranges = Attacker.reading([protected]).ranges()
    assert protected.at("Mitte", "§ 31").value is None
    assert min(high - low for low, high in ranges.values()) >= 2 * 0.2 * 900


def test_a_family_with_two_helps_counts_once_in_the_total() -> None:
    kinds = Axis("Hilfeart", ("§ 30", "§ 31", ALL), ALL, (Sum(ALL, ("§ 30", "§ 31")),), True)
    cells: dict[Place, RawCell] = {
        ("§ 30",): RawCell(20, 20),
        ("§ 31",): RawCell(15, 15),
        (ALL,): RawCell(30, 30),
    }
    raw = RawTable("T", "Familien", "Familien", YEAR, (kinds,), cells)
    assert protect([raw]).tables[0].at(ALL).value == 30
    with pytest.raises(TableError, match="add up"):
        protect([replace(raw, axes=(replace(kinds, overlapping=False),))])


def test_the_row_of_bertlich_is_always_protected() -> None:
    for protected in protect(herten()).tables[:2]:
        row = [protected.at("Bertlich", one) for one in protected.axes[1].leaves]
        assert all(one.value in {None, 0} for one in row)


def test_nothing_raw_is_left_in_what_comes_out() -> None:
    protected = protect([table("T", (AREAS, KINDS), CALM | {("Bertlich", "§ 35"): 4})])
    again = pickle.loads(pickle.dumps(protected))  # noqa: S301 -- our own bytes, one line above
    assert again == protected
    assert "RawCell" not in repr(protected)
    assert b"RawCell" not in pickle.dumps(protected)
    cells = asdict(protected.tables[0])["cells"].values()
    assert all(set(one) == {"value", "symbol"} for one in cells)
    assert {str(one["value"]) for one in cells} <= {"None", "20", "60", "44", "164"}


def test_raw_tables_do_not_print_their_numbers() -> None:
    raw = table("T", (AREAS, KINDS), CALM | {("Bertlich", "§ 35"): 4477})
    assert "4477" not in repr(raw)
    assert "4477" not in repr(raw.cells)


def test_a_stored_release_reads_back_the_same() -> None:
    protected = protect(herten()).tables[0]
    assert ProtectedTable.from_plain(protected.to_plain()) == protected
    assert protect(herten()).digest() == protect(herten()).digest()


def test_the_same_request_gives_the_same_pattern_in_any_order() -> None:
    leaves = CALM | {("Bertlich", "§ 35"): 1, ("Disteln", "§ 30"): 3}
    patterns = set()
    for areas in permutations(AREAS.leaves):
        for axes in ((flat("Sozialraum", areas), KINDS), (KINDS, flat("Sozialraum", areas))):
            turned = axes[0] is KINDS
            placed = {place[::-1] if turned else place: one for place, one in leaves.items()}
            protected = protect([table("T", axes, placed)]).tables[0]
            patterns.add(frozenset(place[::-1] if turned else place for place in hidden(protected)))
    assert len(patterns) == 1


@settings(max_examples=20, deadline=None)
@given(shift=st.sampled_from([-1, 1]), third=st.integers(0, 40))
def test_exact_small_numbers_do_not_change_the_pattern(shift: int, third: int) -> None:
    areas, kinds = AREAS.leaves[:2], KINDS.leaves[:2]
    even: dict[Place, int] = CALM | {(area, kind): 2 for area in areas for kind in kinds}
    even |= {("Westerholt", "§ 35"): third, ("Westerholt", "§ 30"): 3}
    moved = dict(even)
    for index, place in enumerate(product(areas, kinds)):
        moved[place] += shift if index in {0, 3} else -shift
    assert hidden(release(moved)) == hidden(release(even))


def test_tables_that_disagree_about_a_shared_number_are_refused() -> None:
    one = table("A", (AREAS,), {("Bertlich",): 30, ("Disteln",): 20})
    other = table("B", (AREAS, KINDS), {("Bertlich", "§ 30"): 31, ("Disteln", "§ 30"): 20})
    with pytest.raises(TableError, match="two numbers"):
        protect([one, other])


def test_a_small_number_whose_sum_is_public_already_is_refused() -> None:
    raw = table("T", (AREAS,), {("Bertlich",): 2})
    raw = replace(raw, impossible=frozenset({("Disteln",), ("Westerholt",)}))
    hushed = protect([raw]).tables[0]
    told = replace(hushed, cells={**hushed.cells, (ALL,): cell(2)})
    with pytest.raises(ReleaseRefusedError, match="cannot be protected"):
        protect([raw], earlier=[told])


def test_sums_over_three_levels_are_protected_together() -> None:
    large: dict[Place, int] = {(space,): 30 for space in spaces().leaves}
    raw = table("T", (spaces(),), large | {("Bertlich",): 3})
    protected = protect([raw]).tables[0]
    assert protected.at("Bertlich").value is None
    assert not Attacker.reading([protected]).recovered()
