"""How long a request waits, how far it reaches."""

from datetime import date, datetime, timedelta

WAITS = timedelta(days=3)
LONGEST_DAYS = 366
MOST_LINES = 5_000


def is_over(asked_at: datetime, now: datetime) -> bool:
    """Tell whether nobody agreed in time: three days after somebody asked."""
    return now >= asked_at + WAITS


def days(from_on: date, until_on: date) -> int:
    """Count the days of a period, first and last included."""
    return (until_on - from_on).days + 1
