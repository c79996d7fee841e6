"""Pages on which the administration, and coordinators for their own people, let go and take back."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import actions as accounts
from accounts.admissions.views import list_of, person_of
from accounts.leavings import actions, sheets
from accounts.leavings.access import why_not_yet
from accounts.middleware import SignedInRequest
from accounts.models import Mandate, User
from audit.deeds import NotPossibleError

REOPENED = "Der Zugang ist offen. Es fehlen noch die Rolle und die Einladung."
ENDED = "Der Zugang ist beendet. Offene Aufgaben der Person stehen unter „Übergaben“."


@require_http_methods(["GET", "POST"])
def deactivate(request: SignedInRequest, person: UUID) -> HttpResponse:
    """End a person's access at once, on their last day, after reading what follows."""
    one = person_of(request, person)
    if request.method == "GET":
        follows = sheets.before_ending(request.actor, one)
        return _sure(request, one, "Zugang beenden", follows)
    try:
        accounts.deactivate(by=request.actor, person=one)
        messages.success(request, ENDED)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(list_of(request))


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Open an ended access again, when somebody comes back; the invitation follows on their page."""
    one = person_of(request, person)
    if request.method == "GET":
        follows = sheets.before_reopening(request.actor, one)
        return _sure(request, one, "Zugang wieder öffnen", follows)
    try:
        actions.reactivate(by=request.actor, person=one)
        messages.success(request, REOPENED)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("access_of", person=one.id)


@require_http_methods(["GET", "POST"])
def end_role(request: SignedInRequest, person: UUID, mandate: UUID) -> HttpResponse:
    """End one role of a person, when they move to another place; it ends with their next click."""
    one = person_of(request, person)
    held = get_object_or_404(Mandate.objects.visible_to(request.actor).filter(user=one), id=mandate)
    if request.method == "GET":
        follows = sheets.before_ending_role(request.actor, held)
        if follows and (reason := why_not_yet(held, request.actor.today)):
            messages.warning(request, reason)
            return redirect("access_of", person=one.id)
        return _sure(request, one, "Rolle beenden", follows)
    try:
        accounts.end_mandate(by=request.actor, mandate=held)
        messages.success(request, "Die Rolle ist beendet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("access_of", person=one.id)


def _sure(request: SignedInRequest, one: User, deed: str, follows: Sequence[str]) -> HttpResponse:
    """Ask once more; without sentences there is nothing that could end here."""
    if not follows:
        raise PermissionDenied
    context = {
        "title": deed,
        "about": one.display_name,
        "follows": follows,
        "back": reverse("access_of", args=[one.id]),
        "back_label": "Nicht beenden" if one.is_active else "Nicht öffnen",
        "danger": one.is_active,
    }
    return render(request, "pages/sure.html", context)
