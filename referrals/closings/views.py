"""Pages about the end of a case."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.closings import access, actions
from referrals.closings.forms import ClosingForm
from referrals.families.models import Family


@require_http_methods(["GET", "POST"])
def closing(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when nothing is going on any more: close the case, or open the next one."""
    seen = _family(request, family)
    form = ClosingForm(request.POST or None, initial={"closed_on": request.actor.today})
    if form.is_valid():
        try:
            actions.close(by=request.actor, family=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Der Vorgang von {seen.word} ist abgeschlossen.")
            return redirect("family", family=seen.id)
    sheet = actions.read(by=request.actor, family=seen)
    context = {"sheet": sheet, "form": form, "back": reverse("family", args=[seen.id])}
    context["open_href"] = "" if sheet.is_open else reverse("case_open", args=[seen.id])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "closings/closing.html", context, status=status)


@require_POST
def case_open(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when a family comes back: open its next case."""
    seen = _family(request, family)
    try:
        actions.open_again(by=request.actor, family=seen)
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, f"Für {seen.word} ist ein neuer Vorgang offen.")
    return redirect("family", family=seen.id)


def _family(request: SignedInRequest, family: UUID) -> Family:
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    if not access.may_close(request.actor, seen):
        raise PermissionDenied
    return seen
