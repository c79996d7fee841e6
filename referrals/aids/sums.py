"""Arithmetic of what was decided for one provider's share of a help."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from providers.budgets.sums import Period


@dataclass(frozen=True, slots=True)
class Schedule:
    """The hours that hold for one share: weekly averages, one after the other, never overlapping."""

    periods: tuple[Period, ...] = ()

    def replaced_by(self, period: Period) -> Self:
        """Let a decision hold from its first day on, instead of everything decided before.

        Args:
            period: minutes a week from a day until a day, both included; zero minutes end the share.
        """
        cut = (self._before(kept, period.from_on) for kept in self.periods)
        kept = tuple(part for part in cut if part.until_on >= part.from_on)
        return type(self)((*kept, period) if period.week_minutes else kept)

    @property
    def by_year(self) -> dict[int, int]:
        """Its minutes by budget year; each period is rounded for itself."""
        years: Counter[int] = Counter()
        for period in self.periods:
            years.update(period.by_year)
        return dict(years)

    @property
    def minutes(self) -> int:
        """Its minutes over all years."""
        return sum(self.by_year.values())

    @property
    def until_on(self) -> date | None:
        """Its last day; none when nothing is left."""
        return max((period.until_on for period in self.periods), default=None)

    @staticmethod
    def _before(period: Period, on: date) -> Period:
        return replace(period, until_on=min(period.until_on, on - timedelta(days=1)))
