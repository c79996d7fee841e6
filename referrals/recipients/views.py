"""The page on which a provider is told no more, and the one that shows what it sees."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError, must
from providers.register.models import Provider
from referrals.disclosures import actions as disclosures
from referrals.disclosures.access import OPEN, may_disclose
from referrals.disclosures.models import Disclosure
from referrals.families.models import Family
from referrals.recipients import actions
from referrals.shields import access as shields_access
from referrals.shields import actions as shields
from referrals.shields.forms import ProtectForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def disclosure_end(request: SignedInRequest, disclosure: UUID) -> HttpResponse:
    """District workers, when a provider needs it no longer: see what ends and what stays, end it."""
    rows = Disclosure.objects.visible_to(request.actor).select_related("provider", "carer")
    told = get_object_or_404(rows, id=disclosure)
    # For providers the family's row lies behind the wall.
    if not request.actor.is_office or not may_disclose(request.actor, told.family):
        raise PermissionDenied
    if request.method == "POST":
        try:
            disclosures.end(by=request.actor, disclosure=told)
            messages.success(request, f"Die Freigabe an {told.provider.name} ist beendet.")
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
        return redirect("family", family=told.family_id)
    if told.status not in OPEN:
        return redirect("disclosure", disclosure=told.id)
    sheet = actions.read_before_ending(by=request.actor, disclosure=told)
    context = {
        "sheet": sheet,
        "action": reverse("disclosure_end", args=[told.id]),
        "back": reverse("disclosure", args=[told.id]),
        "view_href": reverse("provider_view", args=[told.family_id, told.provider_id]),
        "aids": [(reverse("aid", args=[aid]), name) for aid, name in sheet.aids],
    }
    return render(request, "recipients/end.html", context)


@require_http_methods(["GET", "POST"])
def shield(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, or the lead: protect an address at once, or see how it is protected and
    who knows it already.
    """
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    seen = get_object_or_404(rows, id=family)
    must(shields_access.may_set(request.actor, seen))
    form = ProtectForm(request.POST or None, actor=request.actor, family=seen)
    if form.is_valid():
        try:
            shields.protect(by=request.actor, family=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            if refusal.field is None:  # somebody protected it meanwhile
                messages.info(request, refusal.sentence)
                return redirect("shield", family=seen.id)
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Anschrift von {seen.word} ist geschützt.")
            return redirect("shield", family=seen.id)
    sheet, known = actions.read_shield(by=request.actor, family=seen)
    context = {"sheet": sheet, "known": known, "form": form, "word": seen.word}
    context["back"] = reverse("family", args=[seen.id])
    template = "shields/shield.html" if sheet else "shields/protect.html"
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def disclosure_replace(request: SignedInRequest, disclosure: UUID) -> HttpResponse:
    """Whoever keeps the file, after an address was protected: tell a provider the same without it."""
    rows = Disclosure.objects.visible_to(request.actor).select_related("provider")
    told = get_object_or_404(rows, id=disclosure)
    if not request.actor.is_office or not may_disclose(request.actor, told.family):
        raise PermissionDenied
    try:
        actions.replace(by=request.actor, disclosure=told)
        messages.success(request, f"{told.provider.name} liest jetzt ein Blatt ohne die Angaben.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("shield", family=told.family_id)


@require_GET
def provider_view(request: SignedInRequest, family: UUID, provider: UUID) -> HttpResponse:
    """Whoever keeps the file, before a meeting or after a withdrawal: see what one provider sees."""
    kept = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    if not may_disclose(request.actor, kept):
        raise PermissionDenied
    house = get_object_or_404(Provider.objects.visible_to(request.actor), id=provider)
    sheet = actions.see_as(by=request.actor, family=kept, provider=house)
    context = {"sheet": sheet, "back": reverse("family", args=[kept.id])}
    return render(request, "recipients/view.html", context)
