"""Pages on which a household's address is protected and opened, and on which people come and move."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError, must
from referrals.families import access as families
from referrals.families.forms import MoveForm
from referrals.families.models import Family
from referrals.shields import access, actions
from referrals.shields.forms import StrengthenForm
from referrals.shields.models import Shield

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def shield_strengthen(request: SignedInRequest, shield: UUID) -> HttpResponse:
    """Whoever keeps the file, when danger grew: protect an address more strictly."""
    found = _shield(request, shield)
    form = StrengthenForm(request.POST or None, level=found.level)
    if form.is_valid():
        try:
            actions.strengthen(by=request.actor, shield=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Der Schutz von {found.family.word} ist verstärkt.")
            return redirect("shield", family=found.family_id)
    words = {"title": "Schutz verstärken", "submit": "Schutz verstärken"}
    back = reverse("shield", args=[found.family_id])
    return _page(request, found.family, form, back=back, **words)


@require_POST
def shield_renew(request: SignedInRequest, shield: UUID) -> HttpResponse:
    """Whoever keeps the file, every two years: note that the registry renewed its lock."""
    found = _shield(request, shield)
    try:
        actions.renew(by=request.actor, shield=found)
        messages.success(request, f"Der Schutz von {found.family.word} ist verlängert.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("shield", family=found.family_id)


@require_POST
def address_show(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Named people, before they drive there or call: open the address once; the opening is recorded."""
    seen = _family(request, family)
    sheet = actions.show(by=request.actor, family=seen)
    context = {"sheet": sheet, "back": reverse("family", args=[seen.id])}
    return render(request, "shields/shown.html", context)


@require_POST
def shield_show(request: SignedInRequest, shield: UUID) -> HttpResponse:
    """Named people who do not see the family: open its address once; the opening is recorded."""
    rows = Shield.objects.visible_to(request.actor).standing().select_related("family")
    found = get_object_or_404(rows, id=shield)
    sheet = actions.show(by=request.actor, family=found.family)
    context = {"sheet": sheet, "back": reverse("addresses_named")}
    return render(request, "shields/shown.html", context)


@require_http_methods(["GET", "POST"])
def move(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when a household moved: enter the new address."""
    kept = _kept(request, family)
    form = MoveForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            actions.move(by=request.actor, family=kept, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die neue Anschrift steht in der Akte {kept.word}.")
            return redirect("family", family=kept.id)
    return _page(request, kept, form, title="Umzug eintragen", submit="Anschrift festhalten")


def _kept(request: SignedInRequest, family: UUID) -> Family:
    """Find a family whose file this person keeps."""
    seen = _family(request, family)
    must(families.may_keep(request.actor, seen))
    return seen


def _family(request: SignedInRequest, family: UUID) -> Family:
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    return get_object_or_404(rows, id=family)


def _shield(request: SignedInRequest, shield: UUID) -> Shield:
    """Find a shield that this person may change."""
    rows = Shield.objects.visible_to(request.actor).standing().select_related("family__team")
    found = get_object_or_404(rows, id=shield)
    must(access.may_set(request.actor, found.family))
    return found


def _page(
    request: SignedInRequest,
    family: Family,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: str = "",
) -> HttpResponse:
    """Show a form about a family; its head speaks the Merkwort, so that nothing personal is read here."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "word": family.word,
        "back": back or reverse("family", args=[family.id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "families/about_family.html", context, status=status)
