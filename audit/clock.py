"""Days and moments: the one place that turns a moment into a day of the office."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings

BERLIN = ZoneInfo("Europe/Berlin")


def read() -> datetime:
    """Read the clock; only the edge (middleware, commands, jobs) does, everyone else is told."""
    return datetime.now(tz=UTC)


def day(now: datetime) -> date:
    """Give the day on which the office saw this moment.

    Args:
        now: an aware moment.

    Raises:
        ValueError: the moment carries no time zone, so that its day is not known.
    """
    if now.tzinfo is None:
        msg = "A moment needs a time zone before it has a day."
        raise ValueError(msg)
    return now.astimezone(BERLIN).date()


def moment(on: date, hour: int = 9, minute: int = 0) -> datetime:
    """Give the moment of a wall clock in Berlin on a day, in UTC."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


@cache
def _holidays(year: int) -> frozenset[date]:
    """Public holidays of the office's federal state in one year."""
    state: str = settings.OFFICE.state
    return frozenset(holidays.country_holidays("DE", subdiv=state, years=year))


def is_working_day(on: date) -> bool:
    """Tell whether the office works on this day: Monday to Friday, no public holiday."""
    saturday = 5
    return on.weekday() < saturday and on not in _holidays(on.year)


def working_days_later(on: date, days: int) -> date:
    """Give the day that lies this many working days after a day.

    Args:
        on: the day from which to count; it does not count itself.
        days: number of working days, zero or more.

    Raises:
        ValueError: the number of days is negative.
    """
    if days < 0:
        msg = "Working days are counted forwards."
        raise ValueError(msg)
    while days:
        on += timedelta(days=1)
        days -= is_working_day(on)
    return on


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` is
    earlier.
    """
    if end < start:
        return -working_days_between(end, start)
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=step + 1)) for step in range(span))


def months_later(on: date, months: int) -> date:
    """Give the same day some months later; where that month is shorter, its last day.

    Args:
        on: the day from which to count.
        months: whole months, zero or more.

    Source: Art. 12 (3) GDPR; Regulation 1182/71 Art. 3 (2) c.
    """
    year, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + year, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def day_text(on: date) -> str:
    """Write a day as people read it: Di, 24.11.2026."""
    return f"{WEEKDAYS[on.weekday()]}, {on:%d.%m.%Y}"


def moment_text(at: datetime) -> str:
    """Write a moment as people read it: Di, 24.11.2026, 09:05."""
    local = at.astimezone(BERLIN)
    return f"{day_text(local.date())}, {local:%H:%M}"
