"""Plain arithmetic of grounds: how long one holds by default."""

from datetime import date

LEAP_DAY = (2, 29)
INSIGHT_AGE = 14


def a_year_later(day: date) -> date:
    """Give the last day of a year that begins on this day; the day itself is included."""
    leap = (day.month, day.day) == LEAP_DAY
    return day.replace(year=day.year + 1, day=28 if leap else day.day)


def old_enough_to_consent(age: int | None, is_child: bool) -> bool:  # noqa: FBT001  # two facts of one person
    """Tell whether somebody can be asked for a consent: adults, and young people from fourteen on
    whose own insight counts.

    Args:
        age: in whole years; none when nobody knows it.
        is_child: whether the family's file names them as a child.
    """
    return not is_child if age is None else age >= INSIGHT_AGE
