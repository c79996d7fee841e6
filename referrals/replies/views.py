"""Pages about answers to people who ask what is kept."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.replies import actions
from referrals.replies.forms import LookForm, Verdict
from referrals.subject_access.models import AccessRequest

BACK = "Die Auskunft ist zurückgegeben."
RELEASED = "Die Auskunft ist freigegeben. Die Datenschutzkoordination händigt sie aus."


@require_http_methods(["GET", "POST"])
def look(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """Another coordination or the head, before an answer goes out: look through it, give it on or back."""
    rows = AccessRequest.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("lock", "family"), id=asked)
    form = LookForm(request.POST or None)
    if form.is_valid():
        try:
            said = _said(request, found, form)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, said)
            return redirect("today")
    sheet = actions.look_through(by=request.actor, asked=found)
    context = {"sheet": sheet, "form": form, "back": reverse("today")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "replies/look.html", context, status=status)


def _said(request: SignedInRequest, asked: AccessRequest, form: LookForm) -> str:
    if form.cleaned_data["verdict"] == Verdict.BACK:
        actions.give_back(by=request.actor, asked=asked, remark=form.cleaned_data["remark"])
        return BACK
    actions.release(by=request.actor, asked=asked)
    return RELEASED
