"""The page from which the officer takes the monthly proof."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.proofs import actions
from referrals.proofs.forms import ProofForm
from referrals.readings.access import may_read_trail

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def proof(request: SignedInRequest) -> HttpResponse:
    """The officer, once a month: take the proof of a month as one page on paper."""
    if not may_read_trail(request.actor):
        raise PermissionDenied
    form = ProofForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            return _file(*actions.print_month(by=request.actor, **form.cleaned_data))
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
    context = {"form": form, "back": reverse("trail")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "proofs/proof.html", context, status=status)


def _file(name: str, pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response
