"""Ending a reason to keep a file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.holds import actions
from referrals.holds.models import Hold


@require_POST
def hold_end(request: SignedInRequest, hold: UUID) -> HttpResponse:
    """Coordinator of data protection and head: say that the reason to keep a file is gone."""
    one = get_object_or_404(Hold.objects.visible_to(request.actor), id=hold)
    try:
        actions.end(by=request.actor, hold=one)
        messages.success(request, "Die Aussetzung ist beendet.")
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("erasures")
