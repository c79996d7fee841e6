"""How long things are kept: days are counted as the law counts them, and every table has one rule."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from protection import retention
from protection.labels import all_labels
from protection.retention import Period, birthday, plan, plus, rules

DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@pytest.fixture(autouse=True)
def _read_anew() -> None:
    rules.cache_clear()


def test_every_table_has_exactly_one_rule() -> None:
    assert [label.table for label in all_labels() if label.retention not in rules()] == []


def test_a_file_with_a_help_rests_after_ten_years_and_stays_until_the_hundredth_birthday() -> None:
    got = plan(rules()["K1"], date(2026, 5, 4), youngest=date(2019, 3, 2))
    # 18 on 2 March 2037, ten years later it rests; 100 on 2 March 2119.
    assert got.restricted_from == date(2047, 3, 2)
    assert got.erased_from == date(2119, 3, 2)


def test_the_end_of_the_case_counts_when_it_comes_after_the_majority() -> None:
    got = plan(rules()["K1"], date(2038, 12, 31), youngest=date(2019, 3, 2))
    assert got.restricted_from == date(2049, 1, 1)


def test_without_the_rule_of_the_century_it_is_erased_instead_of_resting(
    settings: Settings,
) -> None:
    settings.KEEP_A_CENTURY = False
    got = plan(rules()["K1"], date(2026, 5, 4), youngest=date(2019, 3, 2))
    assert got == retention.Plan(None, date(2047, 3, 2))


def test_counselling_is_kept_for_three_years_whatever_the_age() -> None:
    got = plan(rules()["K4"], date(2026, 5, 4), youngest=date(2025, 1, 1))
    assert got == retention.Plan(None, date(2029, 5, 5))


def test_hours_count_from_the_end_of_their_year() -> None:
    assert plan(rules()["K6"], date(2026, 2, 3)).erased_from == date(2037, 1, 1)


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 20, date(2028, 2, 29)),
        (date(2000, 2, 29), 100, date(2100, 3, 1)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
        (date(2008, 3, 1), 18, date(2026, 3, 1)),
    ],
)
def test_whoever_was_born_on_29_february_is_older_on_1_march(
    born: date, years: int, day: date
) -> None:
    assert birthday(born, years) == day


@pytest.mark.parametrize(
    ("day", "period", "first"),
    [
        (date(2024, 2, 29), Period(years=1), date(2025, 3, 1)),
        (date(2025, 1, 31), Period(months=1), date(2025, 3, 1)),
        (date(2025, 12, 31), Period(months=2), date(2026, 3, 1)),
        (date(2025, 12, 15), Period(months=1), date(2026, 1, 16)),
        (date(2025, 5, 4), Period(days=14), date(2025, 5, 19)),
    ],
)
def test_a_period_ends_with_the_day_of_its_number(day: date, period: Period, first: date) -> None:
    assert plus(day, period) == first


@given(day=DAYS, years=st.integers(0, 70), months=st.integers(0, 11))
def test_longer_periods_never_end_earlier(day: date, years: int, months: int) -> None:
    short, longer = Period(years, months), Period(years, months + 1)
    assert day < plus(day, short) <= plus(day, longer)
    assert plus(day, short) <= plus(day + timedelta(days=1), short)


@given(ended_on=DAYS, one=DAYS, other=DAYS)
def test_the_youngest_child_decides(ended_on: date, one: date, other: date) -> None:
    def erased(youngest: date) -> date:
        day = plan(rules()["K1"], ended_on, youngest).erased_from
        assert day is not None
        return day

    assert erased(max(one, other)) >= max(erased(one), erased(other))


def test_an_office_sets_its_own_periods(settings: Settings) -> None:
    settings.RETENTION = "K4=5y, K5=18m, draft=7d"
    assert rules()["K4"].period == Period(years=5)
    assert rules()["K5"].period == Period(months=18)
    assert rules()["draft"].period == Period(days=7)
    assert rules()["K1"].period == Period(years=10)
    rules.cache_clear()


@pytest.mark.parametrize("text", ["K4=forever", "K99=3y", "K9=1d", "K4"])
def test_a_period_that_is_none_is_refused_in_words(settings: Settings, text: str) -> None:
    settings.RETENTION = text
    with pytest.raises(ImproperlyConfigured, match=r"ist keine Frist\. Richtig ist zum Beispiel"):
        rules()
    settings.RETENTION = ""
