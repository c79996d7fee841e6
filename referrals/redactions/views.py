"""Pages about what an answer shows and blackens."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.redactions import access, actions
from referrals.redactions.forms import AdviceForm, ItemForm
from referrals.redactions.models import Item
from referrals.subject_access.models import AccessRequest


@require_POST
def collect(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, once a request: gather what the file holds."""
    found = _asked(request, asked)
    try:
        actions.collect(by=request.actor, asked=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("access_request", asked=found.id)
    return redirect("access_items", asked=found.id)


@require_safe
def items(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, for an hour or two: read what was collected, sentence by sentence."""
    sheet = actions.read_items(by=request.actor, asked=_asked(request, asked))
    return render(request, "redactions/items.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def item(request: SignedInRequest, item: UUID) -> HttpResponse:
    """The coordination, where the rules are wrong: blacken more, or less with a reason."""
    rows = Item.objects.visible_to(request.actor).select_related("lock", "asked", "about")
    found = get_object_or_404(rows, id=item)
    sheet = actions.read_item(by=request.actor, item=found)
    parts = [(part.at, part.text, part.code) for part in sheet.parts if not part.fixed]
    form = ItemForm(request.POST or None, parts=parts)
    back = reverse("access_items", args=[found.asked_id])
    if form.is_valid():
        try:
            actions.decide(by=request.actor, item=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect(f"{back}#nr-{found.number}")
    context = {"sheet": sheet, "form": form, "back": back, "preline": f"Angabe {sheet.number}"}
    return render(request, "redactions/item.html", context, status=_status(form))


@require_POST
def submit(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, when everything was read: hand the answer to the second person."""
    found = _asked(request, asked)
    try:
        actions.submit(by=request.actor, asked=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Die Auskunft liegt zur zweiten Durchsicht.")
    return redirect("access_request", asked=found.id)


@require_http_methods(["GET", "POST"])
def advise(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, rarely: note that a lawyer looked at what is refused."""
    found, form = _asked(request, asked), AdviceForm(request.POST or None)
    if form.is_valid():
        try:
            actions.advise(by=request.actor, asked=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die rechtliche Prüfung ist festgehalten.")
            return redirect("access_request", asked=found.id)
    context = {
        "form": form,
        "title": "Rechtliche Prüfung",
        "submit": "Prüfung festhalten",
        "number": found.number,
        "back": reverse("access_request", args=[found.id]),
    }
    return render(request, "subject_access/form.html", context, status=_status(form))


@require_POST
def take_back(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, now and then: look through it once more before it is out."""
    found = _asked(request, asked)
    try:
        actions.take_back(by=request.actor, asked=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("access_request", asked=found.id)


def _asked(request: SignedInRequest, asked: UUID) -> AccessRequest:
    rows = AccessRequest.objects.visible_to(request.actor).select_related("lock", "family")
    found = get_object_or_404(rows, id=asked)
    if not access.may_hand_in(request.actor, found):
        raise PermissionDenied
    return found


def _status(form: Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
