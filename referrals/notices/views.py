"""The page of whoever writes notices and pays."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.middleware import SignedInRequest
from referrals.hours.sums import CalendarMonth
from referrals.notices import actions

COLUMNS = (
    *(("Merkwort", ""), ("Aktenzeichen", ""), ("Entscheidung", ""), ("Träger", "")),
    *(("Stunden", "num"), ("Zeitraum", ""), ("Entschieden von", ""), ("Freigegeben", "")),
)


@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    """Finance, every few days: what was released, for the notice and the payment."""
    month = CalendarMonth.named(request.GET.get("month", ""), request.actor.today)
    sheet = actions.list_released(by=request.actor, month=month)
    ways = [(reverse("conflict_declare", args=[id_]), word) for id_, word in sheet.families]
    context = {"sheet": sheet, "columns": COLUMNS, "ways": ways}
    return render(request, "notices/list.html", context)
