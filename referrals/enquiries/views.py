"""Pages on which the district worker writes an enquiry and sees what leaves the house."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from providers.register.models import Provider
from referrals.enquiries import access, actions
from referrals.enquiries.flow import Status
from referrals.enquiries.forms import EnquiryForm, NewEnquiryForm, ProvidersForm
from referrals.enquiries.models import Matter
from referrals.families.models import Family
from referrals.shields.access import is_shielded

UNPROCESSABLE = 422
NEXT = "Wer kommt in Frage"


def _kept(request: SignedInRequest, enquiry: UUID) -> Matter:
    """Find the office's side of an enquiry for whoever keeps the family's file."""
    rows = Matter.objects.visible_to(request.actor).select_related(
        *("family__lock", "enquiry__lock", "enquiry__aid_type", "enquiry__space"),
        "enquiry__worker",
    )
    matter = get_object_or_404(rows, enquiry_id=enquiry)
    if not access.may_choose(request.actor, matter):
        raise PermissionDenied
    return matter


@require_http_methods(["GET", "POST"])
def enquiry_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """District workers, some times a month: write an enquiry, pre-filled from the family."""
    rows = Family.objects.visible_to(request.actor).select_related("lock")
    kept = get_object_or_404(rows, id=family)
    if not access.may_send(request.actor, kept):
        raise PermissionDenied
    back = reverse("family", args=[kept.id])
    given = _given(request, kept)
    if request.method != "POST":
        sheet = actions.prepare(by=request.actor, family=kept)
        first = {name: getattr(sheet, name) for name in ("age_bands", "children", "languages")}
        form = NewEnquiryForm(**given, initial={**first, "space": sheet.space})
        return _page(request, form, f"für {kept.word}", back)
    form = NewEnquiryForm(request.POST, **given)
    if form.is_valid():
        try:
            actions.draft(by=request.actor, family=kept, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("enquiry", enquiry=form.cleaned_data["id"])
        except NotPossibleError as refusal:
            form.warn(refusal.field, refusal.sentence)
        else:
            return redirect("enquiry", enquiry=form.cleaned_data["id"])
    return _page(request, form, f"für {kept.word}", back)


@require_http_methods(["GET", "POST"])
def enquiry_change(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers, before sending: change a draft."""
    matter = _kept(request, enquiry)
    back = reverse("enquiry", args=[enquiry])
    if matter.enquiry.status != Status.DRAFT:
        return redirect(back)
    given = _given(request, matter.family)
    if request.method != "POST":
        sheet = actions.read_text(by=request.actor, matter=matter)
        form = EnquiryForm(**given, initial=sheet.values)
        return _page(request, form, matter.enquiry.word, back)
    form = EnquiryForm(request.POST, **given)
    if form.is_valid():
        try:
            actions.change(by=request.actor, enquiry=matter.enquiry, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.warn(refusal.field, refusal.sentence)
        else:
            return redirect(back)
    return _page(request, form, matter.enquiry.word, back)


def _given(request: SignedInRequest, family: Family) -> dict[str, Any]:
    """Say for a form what day it is, and whether the family's space is kept back."""
    return {"today": request.actor.today, "is_protected": is_shielded(family)}


def _page(request: SignedInRequest, form: EnquiryForm, preline: str, back: str) -> HttpResponse:
    submit = f"Trotzdem weiter: {NEXT}" if form.warned else f"Weiter: {NEXT}"
    context = {"form": form, "preline": preline, "back": back, "submit": submit}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "enquiries/enquiry_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def enquiry_send(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers, before every sending: see exactly what leaves the house, and send it."""
    matter = _kept(request, enquiry)
    known = Provider.objects.visible_to(request.actor)
    form = ProvidersForm(request.POST or request.GET, offered=known)
    back = redirect("enquiry", enquiry=enquiry)
    if not form.is_valid():
        for error in form.errors.get("providers", []):
            messages.warning(request, str(error))
        return back
    wanted = form.cleaned_data["providers"]
    if request.method != "POST":
        return _preview(request, matter, wanted)
    digest = form.cleaned_data["digest"]
    try:
        actions.send(by=request.actor, enquiry=matter.enquiry, providers=wanted, digest=digest)
        messages.success(request, f"Die Anfrage {matter.enquiry.word} ist gesendet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        if refusal.field == "digest":
            return _preview(request, _kept(request, enquiry), wanted, UNPROCESSABLE)
    return back


def _preview(
    request: SignedInRequest, matter: Matter, wanted: list[Provider], status: int = 200
) -> HttpResponse:
    """Show what leaves the house as it stands now."""
    sheet = actions.preview(by=request.actor, matter=matter, providers=wanted)
    context = {"sheet": sheet, "chosen": [str(provider.id) for provider in wanted]}
    return render(request, "enquiries/preview.html", context, status=status)


@require_POST
def enquiry_close(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers, when nobody could help: end the enquiry, so that it is counted."""
    matter = _kept(request, enquiry)
    try:
        actions.close(by=request.actor, enquiry=matter.enquiry)
        messages.success(request, f"Die Anfrage {matter.enquiry.word} ist ohne Träger beendet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("enquiry", enquiry=enquiry)
