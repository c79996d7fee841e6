"""Pages on which two people protect a household less, and on which a named carer opens its address."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.aids.models import Aid
from referrals.easings import actions
from referrals.easings.forms import LessForm, NamingForm
from referrals.shields import access
from referrals.shields.models import Change, Naming, Shield

UNPROCESSABLE = 422
PROPOSED = "Der Vorschlag wartet auf eine zweite Person."


@require_GET
def addresses_named(request: SignedInRequest) -> HttpResponse:
    """People of the office, when somebody calls: the addresses they are named for, also of families
    they do not see.
    """
    lines = actions.list_named(by=request.actor)
    return render(request, "shields/named.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def shield_less(request: SignedInRequest, shield: UUID) -> HttpResponse:
    """The lead, when danger is over: propose to protect an address less."""
    found = _shield(request, shield)
    must(access.may_propose_less(request.actor, found.family))
    form = LessForm(request.POST or None, level=found.level)
    if form.is_valid():
        try:
            actions.propose_less(by=request.actor, shield=found, **form.cleaned_data)
            messages.success(request, PROPOSED)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        if not form.errors:
            return redirect("shield", family=found.family_id)
    return _page(request, found, form, title="Schutz verringern oder beenden")


@require_http_methods(["GET", "POST"])
def naming_new(request: SignedInRequest, shield: UUID) -> HttpResponse:
    """Whoever keeps the file, or the lead: propose who else may open the address."""
    found = _shield(request, shield)
    must(access.may_propose_naming(request.actor, found.family))
    form = NamingForm(request.POST or None, actor=request.actor, shield=found)
    if form.is_valid():
        try:
            actions.propose_naming(by=request.actor, shield=found, **form.cleaned_data)
            messages.success(request, PROPOSED)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        if not form.errors:
            return redirect("shield", family=found.family_id)
    return _page(request, found, form, title="Person benennen")


@require_POST
def change_confirm(request: SignedInRequest, change: UUID) -> HttpResponse:
    """The second person: agree to what was proposed about a protected address."""
    found = _change(request, change)
    try:
        actions.confirm(by=request.actor, change=found)
        messages.success(request, f"Bestätigt für {found.shield.family.word}.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("shield", family=found.shield.family_id)


@require_POST
def change_decline(request: SignedInRequest, change: UUID) -> HttpResponse:
    """The second person, or who proposed it: leave a protected address as it is."""
    found = _change(request, change)
    try:
        actions.decline(by=request.actor, change=found)
        messages.success(request, f"Es bleibt, wie es ist: {found.shield.family.word}.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("shield", family=found.shield.family_id)


@require_POST
def naming_end(request: SignedInRequest, naming: UUID) -> HttpResponse:
    """Whoever keeps the file, or the lead: end at once that somebody may open the address."""
    rows = Naming.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("shield__family__team"), id=naming)
    must(access.may_set(request.actor, found.shield.family))
    try:
        actions.unname(by=request.actor, naming=found)
        messages.success(request, f"Beendet für {found.shield.family.word}.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("shield", family=found.shield.family_id)


@require_POST
def aid_address(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """A named carer, before driving there: open the protected address once; the opening is recorded."""
    seen = get_object_or_404(Aid.objects.visible_to(request.actor), id=aid)
    sheet = actions.show_outside(by=request.actor, aid=seen)
    context = {"sheet": sheet, "back": reverse("aid", args=[seen.id])}
    return render(request, "shields/shown.html", context)


def _shield(request: SignedInRequest, shield: UUID) -> Shield:
    rows = Shield.objects.visible_to(request.actor).standing().select_related("family__team")
    return get_object_or_404(rows, id=shield)


def _change(request: SignedInRequest, change: UUID) -> Change:
    """Find a proposal that this person may decide on, or take back."""
    rows = Change.objects.visible_to(request.actor).select_related("shield__family__team")
    found = get_object_or_404(rows, id=change)
    own = found.proposed_by_id == request.actor.user_id
    must(own or access.may_decide(request.actor, found))
    return found


def _page(
    request: SignedInRequest, shield: Shield, form: forms.Form, *, title: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": "Vorschlagen",
        "word": shield.family.word,
        "back": reverse("shield", args=[shield.family_id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "families/about_family.html", context, status=status)
