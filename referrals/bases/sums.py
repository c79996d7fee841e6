"""Plain arithmetic of grounds: how long one holds by default."""

from datetime import date

LEAP_DAY = (2, 29)


def a_year_later(day: date) -> date:
    """Give the last day of a year that begins on this day; the day itself is included."""
    leap = (day.month, day.day) == LEAP_DAY
    return day.replace(year=day.year + 1, day=28 if leap else day.day)
