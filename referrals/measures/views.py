"""Pages about immediate measures: record one, read its receipt, look at those of others."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.measures import access, actions
from referrals.measures.forms import MeasureForm, MeasureReviewForm
from referrals.measures.models import Measure


@require_http_methods(["GET", "POST"])
def measure_new(request: SignedInRequest) -> HttpResponse:
    """Whoever may be biased and found nobody else, once in years: record the one measure taken."""
    if not access.may_take(request.actor):
        raise PermissionDenied
    form = MeasureForm(request.POST or None)
    if form.is_valid():
        try:
            taken = actions.take(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("measure_receipt", measure=form.cleaned_data["id"])
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("measure_receipt", measure=taken.id)
    context = {"form": form, "back": reverse("emergencies")}
    return render(request, "measures/measure_new.html", context, status=_status(form))


@require_safe
def measure_receipt(request: SignedInRequest, measure: UUID) -> HttpResponse:
    """The author, on the same day: read number and time, and nothing else."""
    receipt = actions.read_receipt(by=request.actor, measure=measure)
    return render(request, "measures/receipt.html", {"receipt": receipt})


@require_safe
def measures(request: SignedInRequest) -> HttpResponse:
    """Leads, the head and the officer: see which measures wait for a second person."""
    return render(request, "measures/measures.html", {"lines": actions.list_all(by=request.actor)})


@require_http_methods(["GET", "POST"])
def measure(request: SignedInRequest, measure: UUID) -> HttpResponse:
    """A lead or the head, within three working days: look at a measure; the family's workers read it."""
    found = _measure(request, measure)
    if request.method == "POST" and not access.may_review(request.actor, found):
        raise PermissionDenied
    leave = access.may_leave_alone(request.actor, found)
    form = MeasureReviewForm(request.POST or None, may_leave_alone=leave)
    if form.is_valid():
        try:
            actions.review(by=request.actor, measure=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Ihre Prüfung ist festgehalten.")
            return redirect("measures")
    sheet = actions.read(by=request.actor, measure=found)
    back = reverse("measures") if access.may_list(request.actor) else reverse("today")
    shown = form if sheet.may_review or form.errors else None
    context = {"sheet": sheet, "form": shown, "back": back}
    return render(request, "measures/measure.html", context, status=_status(form))


def _measure(request: SignedInRequest, measure: UUID) -> Measure:
    rows = Measure.objects.visible_to(request.actor)
    near = rows.select_related("family", "lock", "author", "reviewed_by")
    return get_object_or_404(near, id=measure)


def _status(form: MeasureForm | MeasureReviewForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
