"""The page on which a consent is withdrawn."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError, must
from referrals.bases.models import Basis
from referrals.departures import actions
from referrals.departures.forms import UNCLEAR, YES, WithdrawalForm
from referrals.disclosures import actions as disclosures
from referrals.disclosures.access import may_disclose

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def basis_withdraw(request: SignedInRequest, basis: UUID) -> HttpResponse:
    """District workers, the moment somebody withdraws a consent: say whether a child is in danger,
    and everything that rests on it ends.
    """
    visible = Basis.objects.visible_to(request.actor)
    rows = visible.select_related("family__lock", "provider", "giver__lock")
    kept = get_object_or_404(rows, id=basis)
    must(may_disclose(request.actor, kept.family))
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        danger = form.cleaned_data["danger"]
        try:
            disclosures.withdraw_basis(by=request.actor, basis=kept, danger=danger)
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
            return redirect("family", family=kept.family_id)
        messages.success(request, "Der Widerruf ist festgehalten. Was darauf beruhte, ist beendet.")
        return _after_withdrawal(request, kept.family_id, danger)
    sheet = actions.read_before_withdrawing(by=request.actor, basis=kept)
    context = {"sheet": sheet, "form": form, "back": reverse("family", args=[kept.family_id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "departures/withdraw.html", context, status=status)


def _after_withdrawal(request: SignedInRequest, family: UUID, danger: str) -> HttpResponse:
    """Lead on: a danger is taken down at once, what is not clear is talked about by two."""
    if danger == YES:
        messages.warning(request, "Nehmen Sie die Gefährdung bitte jetzt auf.")
        return redirect("intake_new")
    if danger == UNCLEAR:
        messages.warning(request, "Sprechen Sie bitte heute mit einer zweiten Fachkraft darüber.")
    return redirect("family", family=family)
