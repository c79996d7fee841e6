"""Plain arithmetic of grounds: how long one holds by default."""

from datetime import date

LEAP_DAY = (2, 29)
INSIGHT_AGE = 14
FULL_AGE = 18
MOST_YEARS = 3


def a_year_later(day: date) -> date:
    """Give the last day of a year that begins on this day; the day itself is included."""
    return _years_later(day, 1)


def at_most_until(day: date) -> date:
    """Give the last day on which a consent given on this day can hold; what is needed longer is
    asked for anew (SGB X § 67b (2): for a purpose that whoever consents can foresee).
    """
    return _years_later(day, MOST_YEARS)


def _years_later(day: date, years: int) -> date:
    leap = (day.month, day.day) == LEAP_DAY
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def counts_as_own(age: int | None) -> bool:
    """Tell whether a child's own consent is asked for beside that of the parents."""
    return age is not None and INSIGHT_AGE <= age < FULL_AGE


def is_minor(age: int | None) -> bool:
    """Tell whether somebody has custody of a child; an unknown age counts as a child's."""
    return age is None or age < FULL_AGE


def old_enough_to_consent(age: int | None, is_child: bool) -> bool:  # noqa: FBT001  # two facts of one person
    """Tell whether somebody can be asked for a consent: adults, and young people from fourteen on
    whose own insight counts.

    Args:
        age: in whole years; none when nobody knows it.
        is_child: whether the family's file names them as a child.
    """
    return not is_child if age is None else age >= INSIGHT_AGE
