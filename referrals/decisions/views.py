"""Pages on which decisions are laid before the approver, and taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.aids.models import Aid
from referrals.decisions import access, actions
from referrals.decisions.flow import Status
from referrals.decisions.forms import ChangeForm, ProposalForm
from referrals.decisions.models import Decision, Kind
from referrals.enquiries.models import Matter

UNPROCESSABLE = 422
TITLES = {
    Kind.EXTEND: "Hilfe verlängern",
    Kind.CHANGE: "Umfang ändern",
    Kind.ADD: "Träger dazunehmen",
}
TELL = "Einem weiteren Träger Unterlagen freigeben"
SUBMIT = "Zur Freigabe geben"
SENT = "Die Entscheidung liegt zur Freigabe vor."


@require_http_methods(["GET", "POST"])
def decision_propose(request: SignedInRequest, matter: UUID) -> HttpResponse:
    """Whoever keeps the file, after providers accepted: lay the new help before the approver."""
    seen = get_object_or_404(
        Matter.objects.visible_to(request.actor).select_related("family", "enquiry__aid_type"),
        id=matter,
    )
    proposal = actions.read_proposal(by=request.actor, matter=seen)
    texts = {name: getattr(proposal, name) for name in ("reason", "grounds", "notice")}
    form = ProposalForm(request.POST or None, actor=request.actor, initial=texts)
    if form.is_valid():
        try:
            made = actions.propose(by=request.actor, matter=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, refusal.sentence)
        else:
            messages.success(request, SENT)
            return redirect("decision", decision=made.id)
    context = {"form": form, "proposal": proposal, "submit": SUBMIT}
    context |= {"back": reverse("enquiry", args=[seen.enquiry_id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "decisions/propose.html", context, status=status)


@require_http_methods(["GET", "POST"])
def decision_new(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """Whoever keeps the file, when a help is to go on: extend, change, or take a provider in."""
    seen = get_object_or_404(Aid.objects.visible_to(request.actor).select_related("family"), id=aid)
    if not (request.actor.is_office and access.may_propose(request.actor, seen.family)):
        raise PermissionDenied
    revised = _revised(request, seen)
    kind = Kind(revised.kind) if revised else _kind(request.GET.get("art", ""))
    present = actions.read_terms(by=request.actor, aid=seen, revised=revised)
    form = ChangeForm(request.POST or None, actor=request.actor, kind=kind, present=present)
    if form.is_valid():
        try:
            made = actions.propose_change(
                by=request.actor, aid=seen, terms=form.terms(), shares=form.shares()
            )
        except NotPossibleError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            messages.success(request, SENT)
            return redirect("decision", decision=made.id)
    tell = reverse("disclosure_direct", args=[seen.family_id])
    context = {"form": form, "title": TITLES[kind], "word": seen.word, "submit": SUBMIT}
    context |= {"others": _others(kind, tell), "back": reverse("aid", args=[seen.id])}
    context |= {"nobody": not form.providers, "tell": tell}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "decisions/change.html", context, status=status)


@require_POST
def withdraw(request: SignedInRequest, decision: UUID) -> HttpResponse:
    """Whoever keeps the file, when something changed: take a decision back before its release."""
    seen = get_object_or_404(Decision.objects.visible_to(request.actor), id=decision)
    try:
        actions.withdraw_decision(by=request.actor, decision=seen)
    except NotPossibleError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Die Entscheidung ist zurückgezogen.")
    return redirect("decision", decision=seen.id)


def _others(kind: Kind, tell: str) -> list[tuple[str, str]]:
    """Give the other ways to change a help; only who was told of the family can join it."""
    others = [(f"?art={other}", title) for other, title in TITLES.items() if other != kind]
    return [*others, (tell, TELL)] if kind == Kind.ADD else others


def _kind(art: str) -> Kind:
    """An unknown word means the most frequent: an extension."""
    return Kind(art) if art in TITLES else Kind.EXTEND


def _revised(request: SignedInRequest, aid: Aid) -> Decision | None:
    """Find the returned decision that is revised, if the address names one of this help."""
    decisions = Decision.objects.visible_to(request.actor).select_related("lock")
    returned = decisions.filter(aid=aid, status=Status.RETURNED).exclude(kind=Kind.NEW)
    named = request.GET.get("zu", "")
    return next((decision for decision in returned if str(decision.id) == named), None)
