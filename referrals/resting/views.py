"""Pages about files that rest."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.resting import access, actions
from referrals.resting.forms import InspectionForm
from referrals.resting.models import Inspection


@require_http_methods(["GET", "POST"])
def resting(request: SignedInRequest) -> HttpResponse:
    """Coordinator of data protection and head, a few times a year: ask to open a file that rests."""
    must(access.may_list(request.actor))
    form = InspectionForm(request.POST or None)
    if form.is_valid():
        try:
            asked = actions.ask(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("resting")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            word = asked.family.word
            messages.success(request, f"Eine zweite Person entscheidet, ob {word} geöffnet wird.")
            return redirect("resting")
    lines = actions.list_all(by=request.actor)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"lines": lines, "form": form}
    return render(request, "resting/resting.html", context, status=status)


@require_POST
def inspection_answer(request: SignedInRequest, inspection: UUID) -> HttpResponse:
    """Coordinator of data protection and head: open a file for whoever asked, as the second person, or not."""
    rows = Inspection.objects.visible_to(request.actor)
    found = get_object_or_404(rows, id=inspection)
    if not access.may_answer(request.actor, found):
        raise PermissionDenied
    agreed = request.POST.get("answer") == "yes"
    try:
        actions.answer(by=request.actor, inspection=found, agreed=agreed)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Die Akte ist geöffnet." if agreed else "Abgelehnt.")
    return redirect("resting")
