"""The page "Stunden", for carers, coordinators and the office, and handing in the month."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from providers.register.models import Provider
from referrals.hours import actions as hours
from referrals.hours.forms import MonthForm
from referrals.hours.sums import CalendarMonth
from referrals.months import actions

YEARS = range(2000, 2200)
CARERS = (("Fachkraft", ""), ("Stunden", "num"), ("Buchungen", ""))
MONTHS = (("Monat", ""), ("Stunden", "num"), ("Buchungen", ""), ("Abgegeben", ""))
AIDS = (("Familie", ""), ("Verbraucht", "num"), ("Abgegeben von bewilligt", ""), ("Bis", ""))


@require_GET
def hours_page(request: SignedInRequest) -> HttpResponse:
    """Show hours to whoever opens "Stunden": coordinators their month, carers their own, district
    workers their families'.
    """
    if request.actor.coordinates:
        return _provider_month(request)
    if request.actor.cares_at:
        return _own_month(request)
    lines = hours.list_aids(by=request.actor)
    rows = [(reverse("aid_hours", args=[line.aid]), line.cells) for line in lines]
    return render(request, "months/aids.html", {"columns": AIDS, "rows": rows})


def _provider_month(request: SignedInRequest) -> HttpResponse:
    """Coordinators, monthly: see who entered how much and who is missing, hand the month in."""
    form = MonthForm(request.GET, actor=request.actor)
    sheet = actions.list_month(
        by=request.actor,
        provider=_own_provider(request),
        month=form.chosen() if form.is_chosen else None,
        carer=form.carer,
    )
    form.start_with(sheet.month)
    context = {"form": form, "sheet": sheet, "carer_columns": CARERS, "month_columns": MONTHS}
    return render(request, "months/provider.html", context)


def _own_month(request: SignedInRequest) -> HttpResponse:
    """Carers, weekly: see and correct what they booked in a month."""
    form = MonthForm(request.GET, actor=request.actor)
    sheet = hours.list_own(by=request.actor, month=form.chosen())
    return render(request, "months/own.html", {"form": form, "sheet": sheet})


@require_POST
def hand_in(request: SignedInRequest, provider: UUID, year: int, month: int) -> HttpResponse:
    """Coordinators, once a month: hand the month in."""
    own = {"id__in": request.actor.coordinates}
    found = get_object_or_404(Provider.objects.visible_to(request.actor).filter(**own), id=provider)
    try:
        kept = hours.hand_in(by=request.actor, provider=found, first_on=_first(year, month))
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, f"{CalendarMonth(kept.first_on).words} ist abgegeben.")
    return redirect("hours")


def _first(year: int, month: int) -> date:
    if year not in YEARS or month not in range(1, 13):
        raise PermissionDenied
    return date(year, month, 1)


def _own_provider(request: SignedInRequest) -> Provider:
    own = {"id__in": request.actor.coordinates}
    return get_object_or_404(
        Provider.objects.visible_to(request.actor).filter(**own).order_by("name")[:1]
    )
