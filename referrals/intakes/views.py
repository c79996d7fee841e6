"""Pages about first contacts: take one, look at it with a second person, say what becomes of it; count counselling."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.duplicates.views import household_known
from referrals.families import actions as families
from referrals.families.forms import Household
from referrals.intakes import access, actions
from referrals.intakes.forms import (
    CloseForm,
    ConfirmForm,
    ContactForm,
    JoinForm,
    RaiseForm,
    TakeForm,
)
from referrals.intakes.models import Intake

UNPROCESSABLE = 422
RAISED = "Der Hinweis ist erhöht. Bitte holen Sie eine zweite Fachkraft dazu."
NEAR = (
    "lock",
    "channel",
    "reporter_category",
    "space",
    "team",
    "taken_by",
    "confirmed_by",
    "family",
)


@require_safe
def intakes(request: SignedInRequest) -> HttpResponse:
    """District workers and leads, daily: see what came in and what waits for a second person."""
    if not access.may_list(request.actor):
        raise PermissionDenied
    may_take = access.may_take(request.actor)
    context = {
        "list": actions.list_current(by=request.actor),
        "new_href": reverse("intake_new") if may_take else "",
        "count_href": reverse("contact_new") if may_take else "",
    }
    return render(request, "intakes/intakes.html", context)


@require_http_methods(["GET", "POST"])
def intake_new(request: SignedInRequest) -> HttpResponse:
    """District workers, once a day: take a first contact while the telephone is still in the hand."""
    if not access.may_take(request.actor):
        raise PermissionDenied
    form = TakeForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            actions.take(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("intake", intake=form.cleaned_data["id"])
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Meldung ist aufgenommen.")
            return redirect("intake", intake=form.cleaned_data["id"])
    back, submit = reverse("intakes"), "Meldung speichern"
    words = {"title": "Meldung aufnehmen", "submit": submit, "back": back}
    return _form(request, form, keeps=True, **words)


@require_safe
def intake(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """Whoever acts on a first contact: read it, and go on from here."""
    sheet = actions.read(by=request.actor, intake=_seen(request, intake))
    ways = ("confirm", "raise", "family", "join", "close", "reopen")
    hrefs = {way: reverse(f"intake_{way}", args=[intake]) for way in ways}
    family = reverse("family", args=[sheet.family]) if sheet.family else ""
    feedback = reverse("intake_feedback", args=[intake]) if sheet.may_feed_back else ""
    context = {"sheet": sheet, "hrefs": hrefs, "family_href": family, "feedback_href": feedback}
    return render(request, "intakes/intake.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """A second qualified person, on the own device: look at a possible danger and sign."""
    seen = _seen(request, intake)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.confirm(by=request.actor, intake=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            if not form.cleaned_data["assessment"]:
                messages.warning(request, refusal.sentence)
                return redirect("intake", intake=seen.id)
            # Somebody else was quicker: what this person wrote stays on the page.
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Die Meldung ist zu zweit eingeschätzt.")
            return redirect("intake", intake=seen.id)
    elif not access.may_confirm(request.actor, seen):
        raise PermissionDenied
    return _about(request, seen, form, title="Zu zweit einschätzen", submit="Unterschreiben")


@require_http_methods(["GET", "POST"])
def raise_danger(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """Whoever reads an open first contact and sees more danger in it: raise the hint, and say why."""
    seen = _seen(request, intake)
    form = RaiseForm(request.POST if request.method == "POST" else None, intake=seen)
    if request.method != "POST" and not (seen.graver and access.may_raise(request.actor, seen)):
        messages.warning(request, "Der Hinweis auf Gefährdung kann hier nicht erhöht werden.")
        return redirect("intake", intake=seen.id)
    if form.is_valid():
        try:
            actions.raise_danger(by=request.actor, intake=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, RAISED)
            return redirect("intake", intake=seen.id)
    return _about(request, seen, form, title="Hinweis auf Gefährdung erhöhen", submit="Erhöhen")


@require_http_methods(["GET", "POST"])
def open_family(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """The team's district workers: open the file of the family that a first contact is about."""
    seen = _decided(request, intake)
    form = Household(request.actor, request.POST if request.method == "POST" else None)
    known = form.is_valid() and household_known(request, form)
    if form.is_valid() and not known:
        try:
            family = actions.open_family(by=request.actor, intake=seen, **form.cleaned())
        except NotPossibleError as refusal:
            form.family.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Familie ist angelegt. Ihr Merkwort ist {family.word}.")
            return redirect("family", family=family.id)
    sheet = actions.read(by=request.actor, intake=seen)
    back = reverse("intake", args=[seen.id])
    context = {"form": form, "known": known, "sheet": sheet, "back": back}
    status = UNPROCESSABLE if form.errors or known else 200
    return render(request, "intakes/family.html", context, status=status)


@require_http_methods(["GET", "POST"])
def join_family(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """Whoever keeps a family that is known already: put a first contact to it."""
    seen = _decided(request, intake)
    names = families.name_own(by=request.actor)
    form = JoinForm(request.POST or None, actor=request.actor, names=names)
    if form.is_valid():
        family = form.cleaned_data["family"]
        try:
            actions.join_family(by=request.actor, intake=seen, family=family)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Meldung steht bei {family.word}.")
            return redirect("family", family=family.id)
    return _about(request, seen, form, title="Zu bekannter Familie", submit="Zuordnen")


@require_http_methods(["GET", "POST"])
def close(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """The team's district workers: close a first contact that leads to no family's file."""
    seen = _decided(request, intake)
    if request.method != "POST" and seen.waits_for_second:
        messages.warning(request, actions.FIRST_TWO)
        return redirect("intake", intake=seen.id)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.close(by=request.actor, intake=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Meldung ist abgeschlossen.")
            return redirect("intakes")
    return _about(request, seen, form, title="Meldung abschließen", submit="Abschließen")


@require_POST
def reopen(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """The team's district workers and the lead: open a closed first contact again."""
    seen = _seen(request, intake)
    try:
        actions.reopen(by=request.actor, intake=seen)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Die Meldung ist wieder offen.")
    return redirect("intake", intake=seen.id)


@require_http_methods(["GET", "POST"])
def contact_new(request: SignedInRequest) -> HttpResponse:
    """District workers, daily: count counselling of someone who stays anonymous."""
    if not access.may_take(request.actor):
        raise PermissionDenied
    form = ContactForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            actions.count_contact(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("contact_new")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(
                request, "Die Beratung ist gezählt. Zur Person ist nichts gespeichert."
            )
            return redirect("contact_new")
    title = "Anonyme Beratung zählen"
    return _form(request, form, title=title, submit="Zählen", back=reverse("intakes"))


def _seen(request: SignedInRequest, intake: UUID) -> Intake:
    return get_object_or_404(
        Intake.objects.visible_to(request.actor).select_related(*NEAR), id=intake
    )


def _decided(request: SignedInRequest, intake: UUID) -> Intake:
    """Find a first contact about which this person decides."""
    seen = _seen(request, intake)
    if not access.may_decide(request.actor, seen):
        raise PermissionDenied
    return seen


def _about(
    request: SignedInRequest, intake: Intake, form: forms.Form, **words: Any
) -> HttpResponse:
    """Show a form about a first contact, below what was told."""
    sheet = actions.read(by=request.actor, intake=intake)
    back = reverse("intake", args=[intake.id])
    return _form(request, form, sheet=sheet, back=back, **words)


def _form(request: SignedInRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "intakes/form.html", {"form": form, **context}, status=status)
