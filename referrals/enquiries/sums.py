"""Arithmetic of enquiries: hours a week, periods in months, ages in bands."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from audit.deeds import NotPossibleError
from providers.budgets.sums import MINUTES_PER_HOUR

# More than a provider's team has for one family.
MOST_WEEK_HOURS = 80
# Less than a quarter of an hour is a slip of the hand.
LEAST_MINUTES, MOST_MINUTES = 15, MOST_WEEK_HOURS * MINUTES_PER_HOUR
TOO_FEW_HOURS = (
    f"Bitte geben Sie mindestens {LEAST_MINUTES} Minuten in der Woche an, also 0,25 Stunden."
)
TOO_MANY_HOURS = f"Mehr als {MOST_WEEK_HOURS} Stunden in der Woche sind nicht möglich. Bitte prüfen Sie die Zahl."


def check_hours(week_minutes: int, field: str | None = None) -> None:
    """Refuse hours that can only be a slip of the hand, asked for, offered or chosen.

    Args:
        week_minutes: minutes a week.
        field: beside which field of the form the sentence belongs.

    Raises:
        NotPossibleError: less than a quarter of an hour, or more than a week can hold.
    """
    if week_minutes < LEAST_MINUTES:
        raise NotPossibleError(TOO_FEW_HOURS, field=field)
    if week_minutes > MOST_MINUTES:
        raise NotPossibleError(TOO_MANY_HOURS, field=field)


def last_day(from_on: date, months: int) -> date:
    """Give the last day of a period of whole months; a month that is too short ends the period earlier.

    Args:
        from_on: first day, included.
        months: number of months, one or more.
    """
    years, month = divmod(from_on.month - 1 + months, 12)
    year, month = from_on.year + years, month + 1
    day = min(from_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def age(born: date, on: date) -> int:
    """Give the whole years that somebody has lived on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def holds_any(band: Mapping[str, str], ages: Collection[int]) -> bool:
    """Tell whether one of these ages lies in a band; both ends are included, unborn children have none."""
    if not band.get("from_age"):
        return False
    return any(int(band["from_age"]) <= age <= int(band["to_age"]) for age in ages)
