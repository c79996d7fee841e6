"""The page on which a help ends."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.clock import day_text
from audit.deeds import NotPossibleError
from referrals.aids.models import Aid
from referrals.endings import access, actions
from referrals.endings.forms import EndingForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def ending_new(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """Whoever keeps the file, once for each help: end it."""
    seen = get_object_or_404(
        Aid.objects.visible_to(request.actor).select_related("family", "aid_type"), id=aid
    )
    if not access.may_end(request.actor, seen):
        raise PermissionDenied
    things = actions.read_open_things(by=request.actor, aid=seen)
    form = EndingForm(
        request.POST or None,
        actor=request.actor,
        open_goals=things.goals,
        initial={"ended_on": request.actor.today},
    )
    if form.is_valid():
        try:
            ending = actions.end(by=request.actor, aid=seen, **form.cleaned())
        except NotPossibleError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            until = day_text(ending.visible_until)
            messages.success(
                request, f"Die Hilfe für {seen.word} ist beendet. Träger sehen sie bis {until}."
            )
            return redirect("aid", aid=seen.id)
    context = {"form": form, "things": things, "back": reverse("aid", args=[seen.id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "endings/ending_new.html", context, status=status)
