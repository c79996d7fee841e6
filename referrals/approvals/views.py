"""Pages on which decisions are released or given back; they open no family."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.aids.models import Aid
from referrals.approvals import access, actions
from referrals.decisions import actions as decisions
from referrals.decisions.access import may_approve
from referrals.decisions.forms import HintForm
from referrals.decisions.models import Decision, Kind

UNPROCESSABLE = 422
COLUMNS = [("Vom", ""), ("Worum", ""), ("Stand", ""), ("Zeitraum", ""), ("Entschieden", "")]


@require_safe
def approvals(request: SignedInRequest, elsewhere: actions.Waiting = ()) -> HttpResponse:
    """Leads and head, daily: release what waits. Workers: see what waits and what came back."""
    actor = request.actor
    releases, writes = access.may_release(actor), access.may_lay_before(actor)
    if not (releases or writes):
        raise PermissionDenied
    waiting = actions.list_waiting(by=actor) if releases else ()
    own = actions.list_own(by=actor) if writes else ()
    context = {
        "releases": releases,
        "writes": writes,
        "waiting": [(card, _hrefs(card.id, card.aid)) for card in waiting],
        "elsewhere": tuple(elsewhere),
        "own": [(card, _hrefs(card.id, card.aid)) for card in own],
    }
    return render(request, "approvals/approvals.html", context)


@require_safe
def decision(request: SignedInRequest, decision: UUID) -> HttpResponse:
    """Author and approver: see what one decision says and where it stands."""
    seen = get_object_or_404(Decision.objects.visible_to(request.actor), id=decision)
    card = actions.read_decision(by=request.actor, decision=seen)
    hrefs = _hrefs(card.id, card.aid)
    reads_aid = Aid.objects.visible_to(request.actor).filter(id=card.aid).exists()
    ways = [(hrefs["aid"] if reads_aid else "", "Hilfe"), (reverse("approvals"), "Freigaben")]
    if not reads_aid:
        # The head knows a family by its Merkwort alone, and may be biased all the same.
        family = seen.aid.family_id
        ways += [
            (reverse("conflict_declare", args=[family]), "Ich kenne diese Familie"),
            (reverse("conflict_enter", args=[family]), "Befangenheit eintragen"),
        ]
    context = {"card": card, "hrefs": hrefs, "ways": ways}
    return render(request, "approvals/decision.html", context)


@require_safe
def of_aid(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """The office, now and then: see what was decided about one help, and what was given back."""
    seen = get_object_or_404(Aid.objects.visible_to(request.actor), id=aid)
    rows = [
        (
            reverse("decision", args=[line.id]),
            [
                (line.submitted, ""),
                (line.kind, ""),
                (line.status, line.status_kind or "quiet"),
                (line.period, ""),
                (line.decided or line.hint, ""),
            ],
        )
        for line in actions.read_of_aid(by=request.actor, aid=seen)
    ]
    context = {"word": seen.word, "columns": COLUMNS, "rows": rows}
    context |= {"ways": [(reverse("aid", args=[seen.id]), "Hilfe")]}
    return render(request, "approvals/of_aid.html", context)


@require_POST
def approve(request: SignedInRequest, decision: UUID) -> HttpResponse:
    """Leads and head: release one decision."""
    seen = get_object_or_404(Decision.objects.visible_to(request.actor), id=decision)
    try:
        decisions.approve(by=request.actor, decision=seen)
    except NotPossibleError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("decision", decision=seen.id)
    messages.success(request, "Die Entscheidung ist freigegeben.")
    return redirect("approvals")


@require_http_methods(["GET", "POST"])
def give_back(request: SignedInRequest, decision: UUID) -> HttpResponse:
    """Leads and head: give a decision back with a hint."""
    seen = get_object_or_404(
        Decision.objects.visible_to(request.actor).select_related("aid__family"), id=decision
    )
    if request.method == "GET" and not may_approve(request.actor, seen):
        raise PermissionDenied
    form = HintForm(request.POST or None)
    if form.is_valid():
        try:
            decisions.return_decision(by=request.actor, decision=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            messages.error(request, refusal.sentence)
            return redirect("decision", decision=seen.id)
        messages.success(request, "Die Entscheidung ist mit Ihrem Hinweis zurückgegeben.")
        return redirect("approvals")
    context = {"form": form, "word": seen.aid.word, "title": "Zurückgeben mit Hinweis"}
    context |= {"submit": "Zurückgeben", "back": reverse("decision", args=[seen.id])}
    context |= {"back_label": "Nicht zurückgeben"}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "aids/about_aid.html", context, status=status)


def _hrefs(decision: UUID, aid: UUID) -> dict[str, str]:
    """Give the addresses that a card leads to."""
    return {
        "decision": reverse("decision", args=[decision]),
        "approve": reverse("decision_approve", args=[decision]),
        "give_back": reverse("decision_return", args=[decision]),
        "withdraw": reverse("decision_withdraw", args=[decision]),
        "revise": reverse("decision_revise", args=[decision]),
        "aid": reverse("aid", args=[aid]),
    }


@require_safe
def revise(request: SignedInRequest, decision: UUID) -> HttpResponse:
    """The author, after a decision came back: go to the form that begins with its texts."""
    seen = get_object_or_404(Decision.objects.visible_to(request.actor), id=decision)
    if seen.kind != Kind.NEW:
        return redirect(f"{reverse('decision_new', args=[seen.aid_id])}?zu={seen.id}")
    matter = actions.find_matter(by=request.actor, decision=seen)
    return redirect("decision_propose", matter=matter)
