"""Percentages, averages and ranges of chance never know more than the table."""

from math import inf

import pytest

from outcomes.protected import ProtectedCell, cell
from outcomes.ratios import average, median, percent, wilson
from outcomes.tables import TableError


def test_a_share_needs_both_numbers() -> None:
    assert percent(cell(5), cell(20)) == 25.0
    assert percent(cell(None), cell(20)) is None
    assert percent(cell(5), cell(None)) is None
    assert percent(cell(0), cell(0)) is None


def test_an_average_needs_ten() -> None:
    assert average(cell(600), cell(10)) == 60.0
    assert average(cell(600), cell(9)) is None
    assert average(cell(None), cell(30)) is None
    assert average(cell(600), cell(None)) is None


def test_the_range_of_chance_is_wilsons() -> None:
    found = wilson(cell(8), cell(10))
    assert found == pytest.approx((49.02, 94.33), abs=0.01)
    assert wilson(cell(0), cell(10)) == pytest.approx((0.0, 27.75), abs=0.01)
    assert wilson(cell(None), cell(10)) is None
    with pytest.raises(ValueError, match="larger"):
        wilson(cell(11), cell(10))


@pytest.mark.parametrize(("value", "sign"), [(None, ""), (None, "–"), (0, ""), (3, "·")])
def test_a_cell_with_the_wrong_sign_does_not_exist(value: int | None, sign: str) -> None:
    with pytest.raises(TableError):
        ProtectedCell(value, sign)


def groups(*counts: int | None) -> list[tuple[float, ProtectedCell]]:
    return list(zip((14, 28, 42, inf), map(cell, counts), strict=True))


def test_a_median_is_estimated_from_groups() -> None:
    assert median(groups(10, 20, 10, 0), cell(40)) == 21.0
    assert median(groups(0, 0, 0, 12), cell(12)) == inf
    assert median(groups(12, 0, 0, 0), cell(12)) == 7.0


def test_a_median_needs_ten_and_a_known_place() -> None:
    assert median(groups(4, 5, 0, 0), cell(9)) is None
    assert median(groups(10, 20, 10, 0), cell(None)) is None
    assert median(groups(None, None, 10, 0), cell(40)) is None
    assert median(groups(20, 5, None, None), cell(40)) == 14.0
    assert median(groups(None, None, 0, 30), cell(40)) == inf
