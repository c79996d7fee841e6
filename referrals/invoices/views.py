"""Pages of a provider's administration."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.locks.views import must_prove_again
from accounts.middleware import SignedInRequest
from referrals.hours.sums import CalendarMonth
from referrals.invoices import actions
from referrals.invoices.printing import csv_of

COLUMNS = (("Rechnungsschlüssel", ""), ("Fachkraft", ""), ("Buchungen", "num"), ("Stunden", "num"))


@require_GET
def invoices(request: SignedInRequest) -> HttpResponse:
    """A provider's administration, monthly: hours by invoice key, for the invoice."""
    sheet = actions.read_month(by=request.actor, month=_month(request))
    context = {
        "sheet": sheet,
        "columns": COLUMNS,
        "rows": [("", line.cells) for line in sheet.lines],
        "foot": (("Summe", ""), ("", ""), ("", "num"), (sheet.total, "num")),
        "file_href": f"{reverse('invoices_file')}?month={sheet.code}",
    }
    return render(request, "invoices/month.html", context)


@require_GET
@must_prove_again
def invoices_file(request: SignedInRequest) -> HttpResponse:
    """The same month of everybody at the provider as a file; before it leaves one shows who one is."""
    sheet = actions.read_month(by=request.actor, month=_month(request))
    name = f"Abrechnung_{sheet.code}.csv"
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}  # noqa: FBT003  # Django's own
    text = csv_of(sheet).encode("utf-8-sig")
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _month(request: SignedInRequest) -> CalendarMonth:
    return CalendarMonth.named(request.GET.get("month", ""), request.actor.today)
