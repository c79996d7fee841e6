"""Pages between two meetings: the list of plans, how goals went, ratings, points for the next meeting."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from providers.register.models import Provider
from referrals.plans import access
from referrals.plans import actions as plans_actions
from referrals.plans.flow import IN_WORK
from referrals.plans.forms import DaysForm
from referrals.plans.models import Plan, Version
from referrals.reviews import actions
from referrals.reviews.forms import PointForm, RatingForm, SettleForm

UNPROCESSABLE = 422


@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    """Everyone who shares helps, every week: see which plan is to be looked at again, and open it."""
    return render(request, "reviews/plans.html", {"sheet": actions.list_plans(by=request.actor)})


@require_GET
def plan(request: SignedInRequest, plan: UUID) -> HttpResponse:
    """Everyone who shares a help, before a meeting: see how its goals went over the versions."""
    sheet = actions.read(by=request.actor, plan=_plan(request, plan))
    return render(request, "reviews/plan.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def carry_on(request: SignedInRequest, plan: UUID) -> HttpResponse:
    """The worker, at each review: carry the plan on into its next version, or go on with a begun one."""
    found = _plan(request, plan)
    if not access.may_write(request.actor, found):
        raise PermissionDenied
    begun = found.versions.filter(status__in=IN_WORK).first()
    if begun and request.method == "GET":
        return redirect("version", version=begun.id)
    form = DaysForm(request.POST or None, initial={"meeting_on": request.actor.today})
    if form.is_valid():
        try:
            made = plans_actions.carry_on(by=request.actor, plan=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            return redirect("version", version=made.id)
    context = {
        "form": form,
        "title": "Plan fortschreiben",
        "preline": found.aid.word,
        "submit": "Plan fortschreiben",
        "note": "Offene Ziele und vorgemerkte Punkte kommen in die neue Fassung. Die jetzige gilt weiter.",
        "back": reverse("plan", args=[found.id]),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reviews/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def point_new(request: SignedInRequest, plan: UUID) -> HttpResponse:
    """Providers and the worker, as it comes to mind: mark a point for the next meeting."""
    found, form = _plan(request, plan), PointForm(request.POST or None)
    if not access.may_mark(request.actor, found):
        raise PermissionDenied
    if form.is_valid():
        try:
            actions.mark_point(by=request.actor, plan=found, **form.cleaned_data)
            messages.success(request, "Der Punkt ist für das Gespräch vorgemerkt.")
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
        except NotPossibleError as refusal:
            form.add_error(refusal.field or "text", refusal.sentence)
        if not form.errors:
            return redirect("plan", plan=found.id)
    context = {
        "form": form,
        "title": "Punkt vormerken",
        "preline": f"Hilfeplan {found.aid.word}",
        "submit": "Für das Gespräch vormerken",
        "back": reverse("plan", args=[found.id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reviews/form.html", context, status=status)


@require_POST
def goal_rate(request: SignedInRequest, version: UUID, goal: UUID) -> HttpResponse:
    """People of a provider, in one tap: say how they see a goal."""
    seen = get_object_or_404(Version.objects.visible_to(request.actor), id=version)
    if not access.may_rate(request.actor, seen):
        raise PermissionDenied
    rated = get_object_or_404(seen.plan.goals.filter(wordings__version=seen), id=goal)
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            actions.rate(by=request.actor, version=seen, goal=rated, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
    else:
        messages.warning(request, "Bitte wählen Sie eines der fünf Wörter.")
    return redirect(_goals(seen))


@require_POST
def version_open(request: SignedInRequest, version: UUID, provider: UUID) -> HttpResponse:
    """The worker, after a provider joined a help: open the plan in force to it at once."""
    seen = get_object_or_404(Version.objects.visible_to(request.actor), id=version)
    joined = get_object_or_404(Provider.objects.visible_to(request.actor), id=provider)
    if not access.may_write(request.actor, seen.plan):
        raise PermissionDenied
    try:
        actions.open_version(by=request.actor, version=seen, provider=joined)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, f"{joined.name} kann den Plan jetzt lesen.")
    return redirect("plan", plan=seen.plan_id)


@require_http_methods(["GET", "POST"])
def goal_settle(request: SignedInRequest, version: UUID, goal: UUID) -> HttpResponse:
    """The worker, at a review: note what became of a goal."""
    seen = get_object_or_404(Version.objects.visible_to(request.actor), id=version)
    settled = get_object_or_404(seen.plan.goals.filter(wordings__version=seen), id=goal)
    if not access.may_write(request.actor, seen.plan):
        raise PermissionDenied
    form = SettleForm(request.POST or None, initial={"status": settled.status})
    if form.is_valid():
        try:
            actions.settle_goal(by=request.actor, goal=settled, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error("status", refusal.sentence)
        else:
            return redirect(_goals(seen))
    sheet = plans_actions.read(by=request.actor, version=seen)
    blocks = [block for block in sheet.goals if block.id == settled.id]
    context = {
        "form": form,
        "rows": [row for one in blocks for row in (("Ziel", one.text), *one.ratings)],
        "title": f"Stand von Ziel {settled.number}",
        "preline": f"Hilfeplan {seen.plan.aid.word}",
        "submit": "Stand festhalten",
        "back": _goals(seen),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reviews/form.html", context, status=status)


def _plan(request: SignedInRequest, plan: UUID) -> Plan:
    seen = Plan.objects.visible_to(request.actor).select_related("aid__lock")
    return get_object_or_404(seen, id=plan)


def _goals(version: Version) -> str:
    return reverse("version", args=[version.id]) + "#ziele"
