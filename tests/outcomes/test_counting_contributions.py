"""From single facts to raw tables: distinct families, amounts, and who contributed most."""

import pytest

from outcomes.coarsening import coarsen, share_of_small
from outcomes.counting import Contribution, Heading, amounts_table, families_table
from outcomes.tables import Axis, Sum, TableError
from outcomes.thresholds import Rule
from tests.outcomes.towns import ALL, TYPES, YEAR, flat, herten, spaces

HEADING = Heading("T", "Familien", "Familien", YEAR)
KINDS = flat("Hilfeart", ("§ 30", "§ 31"))


def test_a_family_counts_once_in_every_cell() -> None:
    facts = [
        Contribution(("§ 30",), "Amsel"),
        Contribution(("§ 30",), "Amsel"),
        Contribution(("§ 31",), "Amsel"),
        Contribution(("§ 31",), "Dohle"),
    ]
    raw = families_table(HEADING, (KINDS,), facts)
    assert [raw.at((kind,)).value for kind in KINDS.categories] == [1, 2, 2]


def test_amounts_know_their_biggest_contributors() -> None:
    facts = [
        Contribution(("§ 30",), "Amsel", "FleX", 300),
        Contribution(("§ 30",), "Dohle", "FleX", 200),
        Contribution(("§ 30",), "Dohle", "Anker", 50),
    ]
    cell = amounts_table(HEADING, (KINDS,), facts).at((ALL,))
    assert (cell.value, cell.families, cell.providers) == (550, 2, 2)
    assert (cell.largest, cell.second) == (500, 50)


def test_without_provider_families_are_the_contributors() -> None:
    facts = [Contribution(("§ 30",), "Amsel", None, 300), Contribution(("§ 30",), "Dohle", None, 9)]
    cell = amounts_table(HEADING, (KINDS,), facts).at(("§ 30",))
    assert (cell.providers, cell.largest, cell.second) == (None, 300, 9)


def test_districts_and_town_are_counted_too() -> None:
    facts = [Contribution(("Bertlich",), "Amsel"), Contribution(("Westerholt",), "Dohle")]
    raw = families_table(HEADING, (spaces(),), facts)
    assert raw.at(("Bezirk Nord",)).value == 2
    assert raw.at((ALL,)).value == 2
    assert raw.at(("Bezirk Süd",)).value == 0


def test_a_fact_outside_of_the_table_is_refused() -> None:
    with pytest.raises(TableError, match="outside"):
        families_table(HEADING, (KINDS,), [Contribution(("§ 99",), "Amsel")])


@pytest.mark.parametrize(
    "sums", [(Sum("a", (ALL,)), Sum(ALL, ("a",))), (Sum(ALL, ("nobody",)),), (Sum(ALL, ()),)]
)
def test_an_axis_that_does_not_hang_together_is_refused(sums: tuple[Sum, ...]) -> None:
    with pytest.raises(TableError):
        Axis("x", ("a", ALL), ALL, sums)


def test_tables_become_coarser_along_their_own_sums() -> None:
    raw = herten()[0]
    coarse = coarsen(raw, Rule())
    assert share_of_small(raw, Rule()) >= 0.30 > share_of_small(coarse, Rule())
    assert "Bertlich" not in coarse.axes[0].categories
    assert "Bezirk Nord" in coarse.axes[0].categories
    assert coarse.axes[1].leaves == TYPES
    assert coarse.at(("Bezirk Nord", ALL)) == raw.at(("Bezirk Nord", ALL))


def test_a_table_without_further_sums_stays_as_it_is() -> None:
    raw = families_table(HEADING, (KINDS,), [Contribution(("§ 30",), "Amsel")])
    assert coarsen(raw, Rule()) == raw
