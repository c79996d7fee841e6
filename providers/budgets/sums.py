"""Arithmetic of hours and money, in integer minutes and integer cents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MINUTES_PER_HOUR = 60
DAYS_PER_WEEK = 7


def contingent_minutes(total_cents: int, unspecific_cents: int, rate_cents: int) -> int:
    """Give the minutes for families that a yearly budget holds.

    Args:
        total_cents: budget of the year, in cents.
        unspecific_cents: part of it for work without a family, in cents.
        rate_cents: price of one hour, in cents, greater than zero.

    Returns:
        Whole minutes, rounded down: what is left does not pay another minute.

    Raises:
        ValueError: the rate is not positive or the part is larger than the whole.
    """
    if rate_cents <= 0 or unspecific_cents > total_cents:
        msg = "A budget needs a rate, and its unspecific part cannot be larger than the whole."
        raise ValueError(msg)
    return (total_cents - unspecific_cents) * MINUTES_PER_HOUR // rate_cents


def minutes_of_period(from_on: date, until_on: date, week_minutes: int) -> int:
    """Give the minutes that a weekly average makes over a period, both days included, rounded to
    the nearest minute.
    """
    days = (until_on - from_on).days + 1
    if days <= 0 or week_minutes < 0:
        msg = "A period has at least one day, and hours are not negative."
        raise ValueError(msg)
    return (week_minutes * days + DAYS_PER_WEEK // 2) // DAYS_PER_WEEK


def minutes_by_year(from_on: date, until_on: date, week_minutes: int) -> dict[int, int]:
    """Split the minutes of a period by budget year, so that the years add up to the whole exactly.

    Args:
        from_on: first day, included.
        until_on: last day, included.
        week_minutes: weekly average, in minutes.

    Returns:
        Minutes by calendar year; years without minutes are left out.

    Raises:
        ValueError: the period is empty or the hours are negative.
    """
    split: dict[int, int] = {}
    before = 0
    for year, last in _year_ends(from_on, until_on):
        so_far = minutes_of_period(from_on, last, week_minutes)
        if so_far > before:
            split[year] = so_far - before
        before = so_far
    if not split and until_on < from_on:
        minutes_of_period(from_on, until_on, week_minutes)
    return split


def _year_ends(from_on: date, until_on: date) -> Iterator[tuple[int, date]]:
    for year in range(from_on.year, until_on.year + 1):
        yield year, min(date(year + 1, 1, 1) - timedelta(days=1), until_on)


@dataclass(frozen=True, slots=True)
class Period:
    """A weekly average of minutes over days, both ends included; a period that ends before it
    begins holds nothing.
    """

    from_on: date
    until_on: date
    week_minutes: int

    @property
    def by_year(self) -> dict[int, int]:
        """Its minutes by budget year."""
        if self.until_on < self.from_on:
            return {}
        return minutes_by_year(self.from_on, self.until_on, self.week_minutes)

    @property
    def minutes(self) -> int:
        """Its minutes over all years."""
        return sum(self.by_year.values())


@dataclass(frozen=True, slots=True)
class State:
    """Where the hours of a budget are, in minutes."""

    contingent: int
    reserved: int
    committed: int
    used: int

    @property
    def free(self) -> int:
        """What is neither reserved, committed nor used; negative when the claim to help went
        beyond the budget.
        """
        return self.contingent - self.reserved - self.committed - self.used

    @property
    def bound_percent(self) -> int:
        """How much of the contingent is bound, in whole percent, rounded to the nearest."""
        bound = self.reserved + self.committed + self.used
        return (200 * bound + self.contingent) // (2 * self.contingent) if self.contingent else 0


def over_by(free: int, minutes: int) -> int:
    """Give how much of a reservation lies beyond what is free."""
    return max(0, minutes - max(0, free))


def hours_text(minutes: int) -> str:
    """Write minutes as hours and minutes: 5:30 h, 1.250:00 h; corrections carry their sign."""
    sign, (hours, rest) = "−" if minutes < 0 else "", divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{sign}{hours:,}:{rest:02d} h".replace(",", ".")


def cost_cents(minutes: int, rate_cents: int) -> int:
    """Give what minutes cost, in cents, rounded to the nearest; the sign stays.

    Args:
        minutes: how long.
        rate_cents: price of one hour, in cents.
    """
    cents = (abs(minutes) * rate_cents + MINUTES_PER_HOUR // 2) // MINUTES_PER_HOUR
    return cents if minutes >= 0 else -cents


def euro_text(cents: int) -> str:
    """Write an amount in whole euros, as people write it: 12.240 €."""
    euros = (abs(cents) + 50) // 100
    sign = "-" if cents < 0 and euros else ""
    return f"{sign}{euros:,} €".replace(",", ".")


def percent_text(state: State) -> str:
    """Write how much of a contingent is bound, with one decimal: 106,9 %."""
    if not state.contingent:
        return "–"
    bound = state.contingent - state.free
    return f"{100 * bound / state.contingent:.1f} %".replace(".", ",")


def percent_of_year(year: int, today: date) -> int:
    """Give how much of a year is over on a day, in whole percent (0 before it, 100 after it)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if today < first:
        return 0
    return 100 * ((min(today, last) - first).days + 1) // ((last - first).days + 1)
