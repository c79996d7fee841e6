"""Pages on which a second person confirms or declines a role that the administration asked for."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from accounts.models import Nomination
from accounts.nominations import access, actions, sheets
from accounts.nominations.forms import NumberForm
from audit.deeds import NotPossibleError
from audit.forms import Form

DECLINED = "Abgelehnt. Die IT liest es auf der Seite der Person."


@require_http_methods(["GET", "POST"])
def nomination(request: SignedInRequest, nomination: UUID) -> HttpResponse:
    """Lead, coordinator or head, when somebody new comes: confirm that this person has this role."""
    row = _decided(request, nomination)
    sheet = sheets.nomination(request.actor, row)
    sent = request.POST if request.method == "POST" else None
    form: Form = NumberForm(sent) if sheet.is_new else Form(sent)
    if form.is_valid():
        number = str(form.cleaned_data.get("number", ""))
        try:
            wrong = actions.confirm(by=request.actor, nomination=row, number=number)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            if not wrong:
                messages.success(request, f"{sheet.name} hat die Rolle: {sheet.role}.")
                return redirect("rights")
            form.add_error("number", wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"sheet": sheet, "form": form}
    return render(request, "nominations/nomination.html", context, status=status)


@require_POST
def decline(request: SignedInRequest, nomination: UUID) -> HttpResponse:
    """Say that this person is not to have this role."""
    row = _decided(request, nomination)
    try:
        actions.decline(by=request.actor, nomination=row)
        messages.success(request, DECLINED)
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("rights")


@require_POST
def withdraw(request: SignedInRequest, nomination: UUID) -> HttpResponse:
    """The administration: take back a role that waits."""
    row = _visible(request, nomination)
    if not access.may_withdraw(request.actor, row):
        raise PermissionDenied
    try:
        actions.withdraw(by=request.actor, nomination=row)
        messages.success(request, "Der Vorschlag ist zurückgezogen.")
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("access_of", person=row.user_id)


def _visible(request: SignedInRequest, nomination: UUID) -> Nomination:
    rows = Nomination.objects.visible_to(request.actor).select_related("user", "team", "asked_by")
    found: Nomination = get_object_or_404(rows, id=nomination)
    return found


def _decided(request: SignedInRequest, nomination: UUID) -> Nomination:
    """Find a role about which this person decides."""
    row = _visible(request, nomination)
    if not access.may_decide(request.actor, row):
        raise PermissionDenied
    return row
