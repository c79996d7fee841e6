"""The page with the list of recipients, and its paper."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.disclosures.access import may_disclose
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.receipts import actions
from referrals.receipts.forms import ReceiptForm
from referrals.receipts.sums import Told

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def receipt(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when a family asks: see who was told what, and print it for one person."""
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    seen = get_object_or_404(rows, id=family)
    if not may_disclose(request.actor, seen):
        raise PermissionDenied
    names = {one.id: one.name for one in families.read(by=request.actor, family=seen).people}
    people = seen.people.filter(id__in=names)
    form = ReceiptForm(request.POST or None, people=people, names=names)
    if form.is_valid():
        try:
            return _file(*actions.print_for(by=request.actor, family=seen, **form.cleaned_data))
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
    sheet = actions.read(by=request.actor, family=seen)
    context = {
        "sheet": sheet,
        "form": form,
        "columns": [("An wen", ""), ("Was", ""), ("Grundlage", ""), ("Wann", "")],
        "rows": [("", _cells(one)) for one in sheet.told],
        "back": reverse("family", args=[seen.id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "receipts/receipt.html", context, status=status)


def _cells(one: Told) -> list[tuple[str, str]]:
    return [(text, "") for text in (one.to, one.what, one.basis, one.when)]


def _file(name: str, pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response
