"""Pages of budgets."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.middleware import SignedInRequest
from providers.budgets import actions
from providers.budgets.forms import YearForm, chosen_year


@require_GET
def budgets(request: SignedInRequest) -> HttpResponse:
    """Head and planning, weekly; coordinators, monthly: see where the hours of the year are."""
    sheet = actions.read(by=request.actor, year=chosen_year(request.GET.get("year", "")))
    form = YearForm(years=sheet.years, initial={"year": sheet.year})
    return render(request, "budgets/budgets.html", {"sheet": sheet, "form": form})
