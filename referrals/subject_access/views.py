"""Pages about requests of people who ask what is kept about them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.subject_access import access, actions
from referrals.subject_access.forms import (
    ExtensionForm,
    IdentityForm,
    PlaceForm,
    RequestForm,
    RequestRefusalForm,
    ScopeForm,
)
from referrals.subject_access.models import AccessRequest

TAKEN = "Das Ersuchen ist aufgenommen. Die Datenschutzkoordination sieht es jetzt."
NOBODY = (
    "So gibt es keine Familie. Bitte prüfen Sie die Schreibweise oder fragen Sie nach dem Merkwort."
)
SEVERAL = "Das trifft auf mehrere Familien zu. Bitte fragen Sie nach dem Merkwort."


@require_safe
def requests(request: SignedInRequest) -> HttpResponse:
    """The coordination of data protection, weekly: see which requests are due."""
    lines = actions.list_all(by=request.actor)
    return render(request, "subject_access/requests.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def request_new(request: SignedInRequest) -> HttpResponse:
    """Everybody of the office, when somebody asks: take the request and hand it on."""
    if not access.may_register(request.actor):
        raise PermissionDenied
    form = RequestForm(request.POST or None, initial={"received_on": request.actor.today})
    if form.is_valid():
        try:
            actions.register(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("today")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, TAKEN)
            return redirect("today")
    context = {"form": form, "back": reverse("today")}
    return render(request, "subject_access/request_new.html", context, status=_status(form))


@require_safe
def one(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, until it is answered: see how a request stands, and take the next step."""
    sheet = actions.read(by=request.actor, asked=_asked(request, asked))
    return render(request, "subject_access/request.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def identify(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, once a request: say how the person was recognised."""
    found, form = _asked(request, asked), IdentityForm(request.POST or None)
    words = ("Identität prüfen", "Identität festhalten", "Die Prüfung ist festgehalten.")
    return _answered(request, found, form, actions.identify, words)


@require_http_methods(["GET", "POST"])
def place(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, once a request: find the family that it is about."""
    found, form = _asked(request, asked), PlaceForm(request.POST or None)
    if form.is_valid():
        try:
            hits = actions.place(by=request.actor, asked=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            if hits == 1:
                messages.success(request, "Die Familie ist zugeordnet.")
                return redirect("access_request_scope", asked=found.id)
            form.add_error(None, SEVERAL if hits else NOBODY)
    return _shown(request, found, form, ("Familie zuordnen", "Familie suchen"))


@require_http_methods(["GET", "POST"])
def clarify(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, once a request: say which person asks, as what, and for what."""
    found = _asked(request, asked)
    people = actions.read_people(by=request.actor, asked=found)
    form = ScopeForm(request.POST or None, people=people)
    words = ("Umfang klären", "Umfang festhalten", "Der Umfang ist festgehalten.")
    return _answered(request, found, form, actions.clarify, words)


@require_http_methods(["GET", "POST"])
def extend(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, rarely: put the answer off by two months."""
    found, form = _asked(request, asked), ExtensionForm(request.POST or None)
    words = ("Frist verlängern", "Um zwei Monate verlängern", "Die Frist ist verlängert.")
    return _answered(request, found, form, actions.extend, words)


@require_http_methods(["GET", "POST"])
def refuse(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, rarely: refuse the answer as a whole."""
    found, form = _asked(request, asked), RequestRefusalForm(request.POST or None)
    words = ("Auskunft ablehnen", "Auskunft ablehnen", "Die Ablehnung ist festgehalten.")
    return _answered(request, found, form, actions.refuse, words)


@require_POST
def withdraw(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, rarely: note that the person does not want to know any more."""
    found = _asked(request, asked)
    try:
        actions.withdraw(by=request.actor, asked=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Das Ersuchen ist zurückgenommen.")
    return redirect("access_request", asked=found.id)


def _asked(request: SignedInRequest, asked: UUID) -> AccessRequest:
    rows = AccessRequest.objects.visible_to(request.actor).select_related("lock", "family")
    found = get_object_or_404(rows, id=asked)
    # The second person sees a request on a page of its own.
    if not access.may_work_on(request.actor, found):
        raise PermissionDenied
    return found


def _answered(
    request: SignedInRequest,
    asked: AccessRequest,
    form: Form,
    deed: Callable[..., Any],
    words: tuple[str, str, str],
) -> HttpResponse:
    """Take a form by one deed and lead back to the request, or show the form."""
    if form.is_valid():
        try:
            deed(by=request.actor, asked=asked, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, words[2])
            return redirect("access_request", asked=asked.id)
    return _shown(request, asked, form, words[:2])


def _shown(
    request: SignedInRequest, asked: AccessRequest, form: Form, words: tuple[str, str]
) -> HttpResponse:
    title, submit = words
    context: Mapping[str, object] = {
        "form": form,
        "title": title,
        "submit": submit,
        "number": asked.number,
        "back": reverse("access_request", args=[asked.id]),
    }
    return render(request, "subject_access/form.html", context, status=_status(form))


def _status(form: Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
