"""Pages on which enquiries are listed and answered: by coordinators, and by the office where they ask back."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.answers import actions
from referrals.answers.forms import (
    AnswerForm,
    DeclineForm,
    LaterForm,
    OfferForm,
    QuestionForm,
    ReplyForm,
)
from referrals.enquiries import access
from referrals.enquiries import actions as enquiries
from referrals.enquiries.flow import ANSWERABLE, CopyStatus
from referrals.enquiries.models import Copy

UNPROCESSABLE = 422


@require_safe
def enquiries_list(request: SignedInRequest) -> HttpResponse:
    """Both sides, daily: the office its enquiries with their answers, a coordinator what waits, by deadline."""
    if request.actor.coordinates:
        inbox = actions.list_copies(by=request.actor)
        return render(request, "answers/inbox.html", {"inbox": inbox})
    found = enquiries.list_own(by=request.actor)
    return render(request, "answers/office_list.html", {"enquiries": found})


@require_safe
def copy(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators, a few times a week: read one enquiry and choose how to answer."""
    found = _asked(request, copy)
    sheet = actions.read(by=request.actor, copy=found)
    return render(request, "answers/copy.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def offer(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators, after talking to the team: offer help in four fields."""
    return _answer(request, copy, OfferForm, actions.offer, "Hilfe anbieten")


@require_http_methods(["GET", "POST"])
def ask_back(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators, when something is unclear: ask the district worker."""
    return _answer(request, copy, QuestionForm, actions.ask_back, "Rückfrage stellen")


@require_http_methods(["GET", "POST"])
def offer_later(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators without free hours now: say from when it will be possible."""
    return _answer(request, copy, LaterForm, actions.offer_later, "Später möglich")


@require_http_methods(["GET", "POST"])
def decline(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators, when it does not go: name the reason."""
    return _answer(request, copy, DeclineForm, actions.decline, "Nicht möglich")


@require_http_methods(["GET", "POST"])
def answer_question(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """District workers, when a provider asked back: answer in one field."""
    found = _asking(request, copy)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_question(by=request.actor, copy=found, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("enquiry", enquiry=found.enquiry_id)
        except NotPossibleError as refusal:
            form.warn(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{found.provider.name} kann Ihre Antwort jetzt lesen.")
            return redirect("enquiry", enquiry=found.enquiry_id)
    sheet = actions.read_question(by=request.actor, copy=found)
    context = {
        "thread": sheet,
        "title": "Antwort schreiben",
        "submit": "Trotzdem senden" if form.warned else "Antwort senden",
        "preline": found.provider.name,
        "back": reverse("enquiry", args=[found.enquiry_id]),
    }
    return _page(request, form, context)


def _asking(request: SignedInRequest, copy: UUID) -> Copy:
    """Find a copy for whoever keeps the family's file."""
    rows = Copy.objects.visible_to(request.actor).select_related(
        "provider", "enquiry__matter__family"
    )
    found = get_object_or_404(rows, id=copy)
    # For providers the family's side of an enquiry lies behind the wall.
    if not (request.actor.is_office and access.may_choose(request.actor, found.enquiry.matter)):
        raise PermissionDenied
    return found


def _asked(request: SignedInRequest, copy: UUID) -> Copy:
    """Find a copy for a coordinator of the provider that was asked."""
    rows = Copy.objects.visible_to(request.actor).select_related("lock", "decline_reason")
    found = get_object_or_404(rows, id=copy)
    if not access.may_answer(request.actor, found):
        raise PermissionDenied
    return found


def _answer(
    request: SignedInRequest,
    copy: UUID,
    form_class: type[AnswerForm],
    act: Callable[..., object],
    verb: str,
) -> HttpResponse:
    """Show the form of one kind of answer, and give the answer."""
    found = _asked(request, copy)
    verb = _verb(form_class, found, verb)
    given = request.POST if request.method == "POST" else None
    today = request.actor.today
    form = form_class(given, today=today, initial=_initial(form_class, found, today))
    if form.is_valid():
        try:
            act(by=request.actor, copy=found, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("enquiries")
        except NotPossibleError as refusal:
            if refusal.field is None:
                messages.warning(request, refusal.sentence)
                return redirect("copy", copy=found.id)
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{verb}: Das liegt jetzt beim Jugendamt.")
            return redirect("enquiries")
    sheet = actions.read(by=request.actor, copy=found)
    context = {"title": verb, "submit": verb, "preline": sheet.word}
    told = {"lines": sheet.lines, "rows": sheet.need, "thread": sheet.thread}
    return _page(request, form, {**context, **told, "back": reverse("copy", args=[copy])})


def _page(request: SignedInRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "answers/answer.html", {"form": form, **context}, status=status)


def _verb(form_class: type[AnswerForm], copy: Copy, verb: str) -> str:
    """Whoever offered already changes the offer."""
    return (
        "Angebot ändern" if form_class is OfferForm and copy.status == CopyStatus.OFFERED else verb
    )


def _initial(form_class: type[AnswerForm], copy: Copy, today: date) -> dict[str, object]:
    """Fill in what was asked, so that an offer that follows it takes three taps."""
    initial: dict[str, object] = {"seen": copy.status}
    # A copy that takes no answer any more has lost its enquiry behind the wall.
    if form_class is OfferForm and copy.status in ANSWERABLE:
        initial["offered_from"] = max(copy.offered_from or copy.enquiry.start_on, today)
        initial["week_minutes"] = copy.offered_week_minutes or copy.enquiry.week_minutes
    return initial
