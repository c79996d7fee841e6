"""Pages about erasing: what is on its way, one dry run, the archive, reasons to keep."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.erasure import access, actions
from referrals.erasure.flow import Status
from referrals.erasure.forms import AnswerForm, ChosenForm
from referrals.erasure.models import Erasure
from referrals.erasure.printing import csv_of
from referrals.holds import actions as holds
from referrals.holds.forms import HoldForm

# For each state: the verb of its list, the deed, and what is said when it is done.
STEPS: dict[str, tuple[str, Callable[..., int], str]] = {
    Status.NOTED: ("Dem Archiv anbieten", actions.offer, "dem Archiv angeboten"),
    Status.OFFERED: ("Antwort eintragen", actions.answer, "mit der Antwort des Archivs versehen"),
    Status.READY: ("Zur Freigabe vorlegen", actions.propose, "zur Freigabe vorgelegt"),
    Status.PROPOSED: (
        "Löschung freigeben",
        actions.release,
        "freigegeben; gelöscht wird in der Nacht",
    ),
}


@require_http_methods(["GET", "POST"])
def erasures(request: SignedInRequest) -> HttpResponse:
    """Coordinator of data protection and head, once in a quarter: move on what is due to be erased."""
    must(access.may_list(request.actor))
    refused = _moved(request) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return redirect("erasures")
    sections = [
        {
            "section": section,
            "verb": STEPS[section.status][0] if section.status in STEPS else "",
            "form": refused
            if refused is not None and request.POST.get("status") == section.status
            else AnswerForm()
            if section.status == Status.OFFERED
            else ChosenForm(),
        }
        for section in actions.list_all(by=request.actor)
    ]
    context = {"sections": sections, "offered": Status.OFFERED.value}
    status = HTTPStatus.OK if refused is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "erasure/erasures.html", context, status=status)


def _moved(request: SignedInRequest) -> ChosenForm | None:
    """Move on what was chosen; gives the form back when that was not possible."""
    status = request.POST.get("status", "")
    form = AnswerForm(request.POST) if status == Status.OFFERED else ChosenForm(request.POST)
    if form.is_valid() and status in STEPS:
        _, act, said = STEPS[status]
        data: dict[str, Any] = form.cleaned_data
        try:
            count = act(by=request.actor, **data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{count} {said}.")
            return None
    return form


@require_GET
def archive_offer(request: SignedInRequest) -> HttpResponse:
    """Coordinator of data protection and head: take the list of what was offered along, for the archive."""
    must(access.may_list(request.actor))
    body = "\ufeff" + csv_of(actions.list_offered(by=request.actor))
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="Angebot-an-das-Archiv.csv"'
    return answer


@require_GET
def erasure(request: SignedInRequest, erasure: UUID) -> HttpResponse:
    """Coordinator of data protection and head, before they put their name to it: see what goes and what stays."""
    sheet = actions.read(by=request.actor, erasure=_erasure(request, erasure))
    return render(request, "erasure/erasure.html", {"sheet": sheet, "back": reverse("erasures")})


@require_POST
def erasure_take_back(request: SignedInRequest, erasure: UUID) -> HttpResponse:
    """Coordinator of data protection and head: take a proposal or a release back."""
    try:
        actions.take_back(by=request.actor, erasure=_erasure(request, erasure))
        messages.success(request, "Zurückgenommen. Es wird nichts gelöscht.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("erasure", erasure=erasure)


@require_http_methods(["GET", "POST"])
def hold_new(request: SignedInRequest, erasure: UUID) -> HttpResponse:
    """Coordinator of data protection and head: say why a file must be kept."""
    one = _erasure(request, erasure)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            holds.set_hold(by=request.actor, family=one.thing, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("erasure", erasure=one.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Löschung ist ausgesetzt.")
            return redirect("erasure", erasure=one.id)
    context = {"form": form, "word": one.word, "back": reverse("erasure", args=[one.id])}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "holds/hold_new.html", context, status=status)


def _erasure(request: SignedInRequest, erasure: UUID) -> Erasure:
    rows = Erasure.objects.visible_to(request.actor).select_related("proposed_by", "released_by")
    return get_object_or_404(rows, id=erasure)
