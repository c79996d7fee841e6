"""Arithmetic of booked minutes: months, shares of what was approved, sentences about both."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from uuid import UUID

from django.utils.formats import date_format

from providers.budgets.sums import MINUTES_PER_HOUR

WARN_PERCENT = 80
DAY_MINUTES = 24 * MINUTES_PER_HOUR
LONG_DAY_MINUTES = 10 * MINUTES_PER_HOUR


NAMED = re.compile("(2[01][0-9]{2})-([0-9]{2})")
MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class CalendarMonth:
    """A calendar month; months can be compared."""

    first_on: date

    @classmethod
    def of(cls, on: date) -> Self:
        """Give the month in which a day lies."""
        return cls(on.replace(day=1))

    @classmethod
    def named(cls, code: str, today: date) -> Self:
        """Give the month of an address (2026-11); what names none means the present one."""
        found = NAMED.fullmatch(code)
        if found and 1 <= int(found[2]) <= MONTHS:
            return cls(date(int(found[1]), int(found[2]), 1))
        return cls.of(today)

    @property
    def next_on(self) -> date:
        """The first day of the month after."""
        return (self.first_on.replace(day=28) + timedelta(days=4)).replace(day=1)

    @property
    def before(self) -> Self:
        """The month before."""
        return type(self).of(self.first_on - timedelta(days=1))

    @property
    def code(self) -> str:
        """As addresses name it: 2026-11."""
        return f"{self.first_on:%Y-%m}"

    @property
    def words(self) -> str:
        """As people name it: November 2026."""
        return date_format(self.first_on, "F Y")


def last_months(today: date, count: int) -> list[CalendarMonth]:
    """Give the current month and those before it, the newest first."""
    months = [CalendarMonth.of(today)]
    while len(months) < count:
        months.append(months[-1].before)
    return months


def first_of_week(today: date) -> date:
    """Give the Monday of the week of a day."""
    return today - timedelta(days=today.weekday())


def by_account(used: Iterable[tuple[UUID, int, int]]) -> dict[tuple[UUID, int], int]:
    """Add up account, budget year and minutes by account and year; work without a family has no account."""
    minutes: Counter[tuple[UUID, int]] = Counter()
    for account, year, more in used:
        minutes[account, year] += more
    return dict(minutes)


def amount(minutes: int) -> str:
    """Write minutes as hours without a unit: 62, or 62:30, or 1.250."""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    whole = f"{'−' if minutes < 0 else ''}{hours:,}".replace(",", ".")
    return f"{whole}:{rest:02d}" if rest else whole


def used_words(used: int, approved: int) -> str:
    """Say how much of what was approved is used: 62 von 120 Stunden."""
    return f"{amount(used)} von {amount(approved)} Stunden"


def used_percent(used: int, approved: int) -> int:
    """Give the used part in whole percent, rounded down, so that a warning never comes early.

    Args:
        used: booked minutes.
        approved: approved minutes; without any, whatever is used counts as all of it.
    """
    if approved <= 0:
        return 100 if used > 0 else 0
    return max(0, used) * 100 // approved


def used_warning(used: int, approved: int, worker: str) -> str:
    """Give the sentence from 80 % of the approved hours on; it warns and never blocks.

    Returns:
        The sentence, or nothing below the threshold.
    """
    percent = used_percent(used, approved)
    if percent < WARN_PERCENT:
        return ""
    return (
        f"Die bewilligten Stunden sind zu {percent} % verbraucht. "
        f"Sprechen Sie bitte mit {worker} über den weiteren Bedarf."
    )
