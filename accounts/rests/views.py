"""The page on which somebody says that they know who came in on a slip."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from accounts.models import Rest
from accounts.nominations.forms import NumberForm
from accounts.rests import actions, sheets
from audit.deeds import NotPossibleError


@require_http_methods(["GET", "POST"])
def rest(request: SignedInRequest, rest: UUID) -> HttpResponse:
    """Lead, coordinator or head, after a new beginning: enter the number that the person told."""
    rows = Rest.objects.visible_to(request.actor).filter(user__is_active=True)
    row = get_object_or_404(rows.select_related("user", "begun_by"), id=rest)
    if row.ended_at:
        messages.info(request, actions.WOKEN)
        return redirect("/")
    sheet = sheets.rest(request.actor, row)
    form = NumberForm(request.POST or None)
    if form.is_valid():
        try:
            wrong = actions.wake(by=request.actor, rest=row, number=form.cleaned_data["number"])
        except NotPossibleError as refusal:
            wrong = refusal.sentence
        if not wrong:
            messages.success(request, f"{sheet.name} arbeitet wieder mit den eigenen Rollen.")
            return redirect("/")
        form.add_error("number", wrong)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "rests/rest.html", {"sheet": sheet, "form": form}, status=status)
