"""What one report keeps silent, the next one must not tell."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from outcomes.protected import ProtectedTable
from outcomes.relations import ReleaseRefusedError
from outcomes.suppression import protect
from outcomes.tables import Axis, Period, Place, RawTable, Sum
from tests.outcomes.attacker import Attacker
from tests.outcomes.towns import ALL, diced, flat, table

AREAS = flat("Sozialraum", ("Bertlich", "Disteln", "Herten-Süd", "Westerholt"))
KINDS = flat("Hilfeart", ("§ 30", "§ 31", "§ 35"))
CALM: dict[Place, int] = {(area, kind): 20 for area in AREAS.leaves for kind in KINDS.leaves}
START = date(2025, 1, 1)
ENDS = [date(2025 + month // 12, month % 12 + 1, 28) for month in range(2, 26, 3)]


def quarter(number: int, leaves: dict[Place, int]) -> RawTable:
    return table("T", (AREAS, KINDS), leaves, Period(START, ENDS[number]))


def eight_quarters(seed: int, growth: float) -> list[RawTable]:
    leaves = diced(seed, (AREAS, KINDS), 9)
    dice = np.random.default_rng(seed + 1000)
    raw: list[RawTable] = []
    for number in range(len(ENDS)):
        raw.append(quarter(number, leaves))
        leaves = {place: value + int(dice.poisson(growth)) for place, value in leaves.items()}
    return raw


def one_after_another(raw: list[RawTable]) -> list[ProtectedTable]:
    published: list[ProtectedTable] = []
    for one in raw:
        published.extend(protect([one], earlier=published).tables)
    return published


@pytest.mark.parametrize(("seed", "growth"), [(0, 0.1), (1, 1.0), (2, 7.0), (3, 12.0)])
def test_eight_quarters_together_give_nobody_away(seed: int, growth: float) -> None:
    published = one_after_another(eight_quarters(seed, growth))
    attacker = Attacker.reading(published)
    assert not attacker.recovered()
    for earlier, later in pairwise(published):
        for place, cell in later.cells.items():
            before = earlier.cells[place].value
            if cell.value is not None and before is not None:
                assert not 0 < abs(cell.value - before) < 5


def test_quarters_protected_one_by_one_give_people_away() -> None:
    published = [protect([one]).tables[0] for one in eight_quarters(1, 1.0)]
    steps = [
        later.cells[place].value - earlier.cells[place].value  # type: ignore[operator]  # both shown
        for earlier, later in pairwise(published)
        for place in later.cells
        if later.cells[place].value and earlier.cells[place].value
    ]
    assert any(0 < step < 5 for step in steps)


def test_what_was_hidden_once_stays_hidden_in_the_series() -> None:
    first = protect([quarter(0, CALM | {("Bertlich", "§ 35"): 2})]).tables[0]
    grown = {place: value + 20 for place, value in CALM.items()}
    second = protect([quarter(1, grown)], earlier=[first]).tables[0]
    assert first.at("Bertlich", "§ 35").value is None
    for place, cell in first.cells.items():
        assert cell.value is not None or second.cells[place].value is None


def test_one_new_family_is_not_seen_by_comparing_two_reports() -> None:
    first = protect([quarter(0, CALM)]).tables[0]
    second = protect([quarter(1, CALM | {("Bertlich", "§ 35"): 21})], earlier=[first]).tables[0]
    assert second.at("Bertlich", "§ 35").value is None
    assert second.at(ALL, ALL).value is None
    assert second.at("Disteln", "§ 30").value == 20 or second.at("Disteln", "§ 30").value is None


def test_the_same_release_again_is_the_same() -> None:
    raw = quarter(0, diced(4, (AREAS, KINDS), 9))
    first = protect([raw])
    again = protect([raw], earlier=first.tables)
    assert again.digest() == first.digest()


def test_a_corrected_number_that_is_public_already_is_refused() -> None:
    first = protect([quarter(0, CALM)]).tables
    with pytest.raises(ReleaseRefusedError, match="public already"):
        protect([quarter(0, CALM | {("Disteln", "§ 30"): 21})], earlier=first)


def test_a_falling_number_is_protected_like_a_rising_one() -> None:
    first = protect([quarter(0, CALM)]).tables
    second = protect([quarter(1, CALM | {("Disteln", "§ 30"): 18})], earlier=first).tables[0]
    assert second.at("Disteln", "§ 30").value is None


def test_another_table_of_the_same_year_keeps_to_what_is_public() -> None:
    first = protect([quarter(0, CALM | {("Bertlich", "§ 35"): 2})]).tables
    bands = flat("Alter", ("0-5", "6-13"))
    ages: dict[Place, int] = {
        (kind, band): sum(v for place, v in CALM.items() if place[1] == kind) // 2
        for kind in KINDS.leaves
        for band in bands.leaves
    }
    ages["§ 35", "0-5"] -= 18
    raw = table("Alter", (KINDS, bands), ages, Period(START, ENDS[0]))
    second = protect([raw], earlier=first).tables
    assert not Attacker.reading([*first, *second]).recovered()


def test_windows_that_overlap_are_refused() -> None:
    first = protect([quarter(3, CALM)]).tables
    window = replace(quarter(3, CALM), period=Period(date(2025, 3, 1), date(2026, 3, 1)))
    with pytest.raises(ReleaseRefusedError, match="overlap"):
        protect([window], earlier=first)


def test_a_moved_boundary_is_refused_within_a_period() -> None:
    def town(parts: tuple[str, ...], period: Period) -> RawTable:
        sums = (Sum("Nord", parts), Sum(ALL, ("Nord", "Süd")))
        axis = Axis("Sozialraum", (*parts, "Nord", "Süd", ALL), ALL, sums)
        return table("T", (axis,), {(one,): 30 for one in axis.leaves}, period)

    first = protect([town(("Bertlich", "Westerholt"), Period(START, ENDS[0]))]).tables
    moved = town(("Bertlich", "Westerholt", "Hertener Mark"), Period(START, ENDS[1]))
    with pytest.raises(ReleaseRefusedError, match="other parts"):
        protect([moved], earlier=first)
