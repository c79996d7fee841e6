"""The page on which a provider is told no more, and the one that shows what it sees."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from providers.register.models import Provider
from referrals.disclosures import actions as disclosures
from referrals.disclosures.access import OPEN, may_disclose
from referrals.disclosures.models import Disclosure
from referrals.families.models import Family
from referrals.recipients import actions


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
