"""Budgets as their readers see them: where the hours of a year are."""

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
