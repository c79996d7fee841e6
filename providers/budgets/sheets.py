"""Budgets as their readers see them: where the hours of a year are, what more hours would cost."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from providers.budgets import sums
from providers.budgets.models import Budget, LedgerLine


def state_of(budget: Budget) -> sums.State:
    """Add up the lines of a budget."""
    total = LedgerLine.objects.filter(budget=budget).aggregate(
        reserved=Sum("reserved_minutes", default=0),
        committed=Sum("committed_minutes", default=0),
        used=Sum("used_minutes", default=0),
    )
    return sums.State(contingent=budget.contingent_minutes, **total)


@dataclass(frozen=True, slots=True)
class Prices:
    """Rates and free minutes of some providers, by budget year; where the council has not decided
    yet, the year before counts.
    """

    rates: Mapping[UUID, Mapping[int, int]]
    free: Mapping[UUID, Mapping[int, int]]

    def cost_cents(self, provider: UUID, by_year: Mapping[int, int]) -> int:
        """Estimate what minutes cost, in cents."""
        rates = self.rates.get(provider, {})
        return sum(
            sums.cost_cents(minutes, _in_year(rates, year)) for year, minutes in by_year.items()
        )

    def beyond(self, provider: UUID, more: Mapping[int, int]) -> dict[int, int]:
        """Give the minutes by year by which more hours would go beyond the contingents."""
        free = self.free.get(provider, {})
        over = {
            year: sums.over_by(_in_year(free, year), minutes)
            for year, minutes in more.items()
            if minutes > 0
        }
        return {year: minutes for year, minutes in sorted(over.items()) if minutes}


def prices(providers: Iterable[UUID]) -> Prices:
    """Load rates and free minutes of providers, in two queries."""
    rates: dict[UUID, dict[int, int]] = {}
    free: dict[UUID, dict[int, int]] = {}
    budgets = Budget.objects.filter(provider__in=set(providers))
    bound = dict(
        LedgerLine.objects.filter(budget__in=budgets)
        .order_by()
        .values("budget")
        .annotate(bound=Sum("reserved_minutes") + Sum("committed_minutes") + Sum("used_minutes"))
        .values_list("budget", "bound")
    )
    for budget in budgets:
        rates.setdefault(budget.provider_id, {})[budget.year] = budget.rate_cents
        left = budget.contingent_minutes - bound.get(budget.id, 0)
        free.setdefault(budget.provider_id, {})[budget.year] = left
    return Prices(rates, free)


def over_of(accounts: Iterable[UUID]) -> dict[UUID, dict[int, int]]:
    """Give the minutes that were set aside beyond the contingents, by account and budget year."""
    found: dict[UUID, dict[int, int]] = {}
    lines = LedgerLine.objects.filter(account__in=set(accounts), over_minutes__gt=0)
    rows = lines.order_by("budget__year").values_list("account", "budget__year", "over_minutes")
    for account, year, minutes in rows:
        years = found.setdefault(account, {})
        years[year] = years.get(year, 0) + minutes
    return found


def _in_year(by_year: Mapping[int, int], year: int) -> int:
    """Give the value of a year, or of the nearest year that has one."""
    nearest = min(by_year, key=lambda known: (abs(known - year), known), default=None)
    return by_year[nearest] if nearest is not None else 0
