"""Pages on which a provider is told something about a family, takes it on, or is told no more."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from providers.register.models import Provider
from referrals.bases.models import Basis
from referrals.disclosures import access, actions
from referrals.disclosures.forms import AcceptForm, DisclosureForm, ProviderForm, RefuseForm
from referrals.disclosures.models import Disclosure, Package
from referrals.enquiries.models import Copy, Matter
from referrals.families.models import Family

UNPROCESSABLE = 422
FOLLOWS = "Sie sind ausgewählt. Die Unterlagen folgen, sobald das Jugendamt sie freigibt."


@require_http_methods(["GET", "POST"])
def disclosure_new(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """District workers, after the choice: choose what the provider needs, see it, and let it go."""
    rows = Copy.objects.visible_to(request.actor).select_related(
        "provider", "enquiry__lock", "enquiry__matter__family__lock"
    )
    found = get_object_or_404(rows, id=copy)
    # For providers the family's side of an enquiry lies behind the wall.
    if not request.actor.is_office:
        raise PermissionDenied
    told = Disclosure.objects.visible_to(request.actor).filter(copy=found, status__in=access.OPEN)
    if told.exists():
        if request.method == "POST":
            messages.info(request, f"{found.provider.name} hat zu dieser Anfrage schon Unterlagen.")
        return redirect("disclosure", disclosure=told[0].id)
    back = reverse("enquiry", args=[found.enquiry_id])
    family = found.enquiry.matter.family
    return _tell(request, family, found.provider, {"copy": found}, back)


@require_http_methods(["GET", "POST"])
def disclosure_direct(request: SignedInRequest, family: UUID) -> HttpResponse:
    """District workers, now and then: tell a provider that already helps something more."""
    rows = Family.objects.visible_to(request.actor).select_related("lock")
    kept = get_object_or_404(rows, id=family)
    if not access.may_disclose(request.actor, kept):
        raise PermissionDenied
    back = reverse("family", args=[kept.id])
    form = ProviderForm(request.POST or request.GET or None, actor=request.actor)
    if not form.is_valid():
        context = {"form": form, "word": kept.word, "back": back}
        return render(request, "disclosures/provider.html", context)
    provider = form.cleaned_data["provider"]
    return _tell(request, kept, provider, {"family": kept, "provider": provider}, back)


def _tell(
    request: SignedInRequest, family: Family, provider: Provider, to: dict[str, Any], back: str
) -> HttpResponse:
    """Ask for ground and package, show what would be told, and tell it when it was seen."""
    by = request.actor
    sheet = actions.prepare(by=by, family=family, provider=provider)
    rows = Basis.objects.visible_to(by).filter(family=family).select_related("family__lock")
    grounds = {str(row.id): row for row in rows}
    given = request.POST or (request.GET if "package" in request.GET else None)
    only = sheet.grounds[0][0] if len(sheet.grounds) == 1 else None
    first = {"basis": only, "package": Package.AID if "copy" in to else None}
    form = DisclosureForm(given, grounds=grounds, words=sheet.grounds, initial=first)
    context: dict[str, Any] = {"sheet": sheet, "form": form, "back": back}
    if form.is_valid():
        told: dict[str, Any] = {"basis": form.cleaned_data["basis"], "fields": form.chosen}
        try:
            if request.method == "POST":
                return _told(request, to, {**told, "digest": form.cleaned_data["digest"]}, back)
            told |= {"provider": provider, "copy": to.get("copy")}
            context["preview"] = actions.preview(by=by, **told)
            context["given"] = [(k, v) for k, values in request.GET.lists() for v in values]
            return render(request, "disclosures/preview.html", context)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect(back)
        except NotPossibleError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
    context["chosen"] = provider.id if "family" in to else ""
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "disclosures/disclosure_form.html", context, status=status)


def _told(
    request: SignedInRequest, to: dict[str, Any], told: dict[str, Any], back: str
) -> HttpResponse:
    act = actions.disclose if "copy" in to else actions.disclose_directly
    disclosure = act(by=request.actor, **to, **told)
    messages.success(request, f"Die Unterlagen zu {disclosure.word} sind freigegeben.")
    return redirect(back)


@require_safe
def disclosure_of_copy(request: SignedInRequest, copy: UUID) -> HttpResponse:
    """Coordinators who were chosen: go on to the family's sheet, when it is there."""
    found = get_object_or_404(Copy.objects.visible_to(request.actor), id=copy)
    told = Disclosure.objects.visible_to(request.actor).filter(copy=found).first()
    if told:
        return redirect("disclosure", disclosure=told.id)
    messages.info(request, FOLLOWS)
    return redirect("copy", copy=found.id)


def _disclosure(request: SignedInRequest, disclosure: UUID) -> Disclosure:
    rows = Disclosure.objects.visible_to(request.actor).select_related("lock", "provider", "carer")
    if request.actor.is_office:
        rows = rows.select_related("family")
    return get_object_or_404(rows, id=disclosure)


@require_http_methods(["GET", "POST"])
def disclosure(request: SignedInRequest, disclosure: UUID) -> HttpResponse:
    """Coordinators before they take a family on, the named carer before a visit: read the sheet, accept."""
    told = _disclosure(request, disclosure)
    given = request.POST if request.method == "POST" else None
    form = AcceptForm(given, actor=request.actor, told=told)
    if given is not None and not access.may_accept(request.actor, told):
        raise PermissionDenied
    if form.is_valid():
        try:
            actions.accept(by=request.actor, disclosure=told, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Sie haben {told.word} übernommen.")
            return redirect("disclosure", disclosure=told.id)
    sheet = actions.read(by=request.actor, disclosure=told)
    status = UNPROCESSABLE if form.errors else 200
    context = {"sheet": sheet, "form": form}
    return render(request, "disclosures/disclosure.html", context, status=status)


@require_http_methods(["GET", "POST"])
def disclosure_refuse(request: SignedInRequest, disclosure: UUID) -> HttpResponse:
    """Coordinators who cannot take the family on after all: name the reason."""
    told = _disclosure(request, disclosure)
    if not access.may_accept(request.actor, told):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = RefuseForm(given, actor=request.actor)
    if form.is_valid():
        try:
            actions.refuse(by=request.actor, disclosure=told, **form.cleaned_data)
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, f"{told.word}: Das Jugendamt sieht, dass es nicht geht.")
        return redirect("enquiries")
    back = reverse("disclosure", args=[told.id])
    context = {"form": form, "title": "Nicht übernehmen", "word": told.word, "back": back}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "disclosures/refuse.html", context, status=status)


@require_POST
def enquiry_withdraw(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers, when help is not needed any more: take an enquiry back with all it told."""
    rows = Matter.objects.visible_to(request.actor).select_related("enquiry")
    matter = get_object_or_404(rows, enquiry_id=enquiry)
    try:
        actions.withdraw_enquiry(by=request.actor, enquiry=matter.enquiry)
        messages.success(request, f"Die Anfrage {matter.enquiry.word} ist zurückgezogen.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("enquiry", enquiry=enquiry)


@require_safe
def received(request: SignedInRequest) -> HttpResponse:
    """Coordinators and carers, daily: the families their provider was told about."""
    if not request.actor.providers:
        raise PermissionDenied
    families = actions.list_received(by=request.actor)
    return render(request, "disclosures/received.html", {"families": families})
