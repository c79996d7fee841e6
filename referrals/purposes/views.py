"""Pages about purposes: the one question, and the list for the officer."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError
from referrals.families.models import Family
from referrals.purposes import access, actions
from referrals.purposes.forms import PurposeForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def purpose_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """A lead, before a family that waits for nothing from her: say what for, once a day."""
    rows = Family.objects.visible_to(request.actor).select_related("lock")
    seen = get_object_or_404(rows, id=family)
    if not access.may_state(request.actor, seen):
        raise PermissionDenied
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.state(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError:
            return redirect(_onward(request, seen))
        return redirect(_onward(request, seen))
    waits = access.waits_for_lead(request.actor, seen)
    context = {"form": form, "word": seen.word, "back": reverse("families"), "waits": waits}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "purposes/purpose_new.html", context, status=status)


@require_safe
def stated_purposes(request: SignedInRequest) -> HttpResponse:
    """The officer, each month: see which readings nothing explained, and what was stated."""
    rows = [
        (
            reverse("trail_of", args=[line.family]),
            [(line.day, ""), (line.who, ""), (line.purpose, ""), (str(line.family)[:8], "")],
        )
        for line in actions.list_stated(by=request.actor)
    ]
    columns = [("Tag", ""), ("Wer", ""), ("Zweck", ""), ("Kennung", "")]
    return render(request, "purposes/stated.html", {"rows": rows, "columns": columns})


def _onward(request: SignedInRequest, family: Family) -> str:
    """Give the page that was wanted, if it is one of ours."""
    wanted = request.GET.get("weiter", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("family", args=[family.id])
