"""Pages about what is wrong and what is not used any more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.corrections import access, actions
from referrals.corrections.flow import FLOW, Status
from referrals.corrections.forms import DisputeForm, LiftForm, RestrictForm, SettleForm, UseForm
from referrals.corrections.models import Dispute, Restriction
from referrals.families import actions as families
from referrals.families.models import Family

UNPROCESSABLE = 422


@require_GET
def corrections(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file: see what is disputed or restricted, and how long an answer has time."""
    sheet = actions.read(by=request.actor, family=_family(request, family))
    return render(request, "corrections/corrections.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def dispute_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when somebody says that something is wrong: keep it in their words."""
    seen = _family(request, family)
    names = {one.id: one.name for one in families.read(by=request.actor, family=seen).people}
    form = DisputeForm(
        request.POST or None,
        things=actions.choose(by=request.actor, family=seen),
        people=seen.people.filter(id__in=names),
        names=names,
        initial={"received_on": request.actor.today},
    )
    if form.is_valid():
        try:
            actions.dispute(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("corrections", family=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Vermerkt. Die Angabe gilt ab sofort überall als bestritten.")
            return redirect("corrections", family=seen.id)
    title = "Jemand bestreitet eine Angabe"
    return _form(request, seen, form, title=title, submit="Als bestritten vermerken")


@require_http_methods(["GET", "POST"])
def dispute(request: SignedInRequest, dispute: UUID) -> HttpResponse:
    """Whoever keeps the file, within a month: read what is disputed and say what became of it."""
    rows = Dispute.objects.visible_to(request.actor)
    found = get_object_or_404(
        rows.select_related("lock", "family__lock", "person__lock"), id=dispute
    )
    sheet = actions.read_dispute(by=request.actor, dispute=found)
    steps = [status for status in Status if FLOW.allows(found.status, status)]
    form = SettleForm(request.POST or None, steps=steps, is_fact=sheet.may_correct)
    if form.is_valid():
        try:
            actions.settle(by=request.actor, dispute=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Entschieden. Bitte sagen Sie es der Person.")
            return redirect("dispute", dispute=found.id)
    context = {"sheet": sheet, "form": form if steps else None}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "corrections/dispute.html", context, status=status)


@require_POST
def dispute_told(request: SignedInRequest, dispute: UUID) -> HttpResponse:
    """Whoever keeps the file, after a correction: note that those who were told know of it."""
    rows = Dispute.objects.visible_to(request.actor).select_related("family")
    found = get_object_or_404(rows, id=dispute)
    return _done(
        request,
        lambda: actions.tell(by=request.actor, dispute=found),
        "Notiert: Die Empfänger wissen es.",
        reverse("dispute", args=[found.id]),
    )


@require_http_methods(["GET", "POST"])
def restriction_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when somebody asks for it: use something no more without erasing it."""
    seen = _family(request, family)
    things = [one for one in actions.choose(by=request.actor, family=seen) if one.is_text]
    form = RestrictForm(request.POST or None, things=things)
    if form.is_valid():
        try:
            actions.restrict(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("corrections", family=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(
                request, "Eingeschränkt. Die Angabe steht ab sofort auf keiner Seite mehr."
            )
            return redirect("corrections", family=seen.id)
    return _form(request, seen, form, title="Angabe einschränken", submit="Einschränken")


@require_http_methods(["GET", "POST"])
def restriction(request: SignedInRequest, restriction: UUID) -> HttpResponse:
    """Whoever keeps the file, rarely: read something restricted for one of the uses the law leaves."""
    found = _restriction(request, restriction)
    sheet = actions.read_restriction(by=request.actor, restriction=found)
    form, text = UseForm(request.POST or None), ""
    if form.is_valid():
        text = actions.use(by=request.actor, restriction=found, **form.cleaned_data)
    context = {"sheet": sheet, "form": form, "text": text}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "corrections/restriction.html", context, status=status)


@require_http_methods(["GET", "POST"])
def restriction_lift(request: SignedInRequest, restriction: UUID) -> HttpResponse:
    """Whoever keeps the file, when the reason is gone: use something again."""
    found = _restriction(request, restriction)
    must(access.may_correct(request.actor, found.family))
    form = LiftForm(request.POST or None)
    if form.is_valid():
        try:
            actions.lift(by=request.actor, restriction=found, **form.cleaned_data)
            messages.success(request, "Aufgehoben. Die Angabe wird wieder verwendet.")
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
        return redirect("corrections", family=found.family_id)
    title = "Einschränkung aufheben"
    return _form(request, found.family, form, title=title, submit="Wieder verwenden")


def _family(request: SignedInRequest, family: UUID) -> Family:
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    seen = get_object_or_404(rows, id=family)
    must(access.may_correct(request.actor, seen))
    return seen


def _restriction(request: SignedInRequest, restriction: UUID) -> Restriction:
    rows = Restriction.objects.visible_to(request.actor).select_related("lock", "family__lock")
    return get_object_or_404(rows, id=restriction)


def _form(
    request: SignedInRequest, family: Family, form: Any, *, title: str, submit: str
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "word": family.word}
    context["back"] = reverse("corrections", args=[family.id])
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "families/about_family.html", context, status=status)


def _done(request: SignedInRequest, act: Any, sentence: str, to: str) -> HttpResponse:
    try:
        act()
        messages.success(request, sentence)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(to)
