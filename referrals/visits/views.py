"""Pages of a carer's day, and corrections of what was booked on it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit import clock
from audit.deeds import AlreadyDoneError, NotPossibleError
from providers.budgets.sums import hours_text
from referrals.hours import actions as hours
from referrals.hours.access import may_correct
from referrals.hours.forms import CorrectForm, SpentForm
from referrals.hours.models import TimeEntry
from referrals.visits import access, actions
from referrals.visits.forms import PlanForm
from referrals.visits.models import Visit

UNPROCESSABLE = 422


@require_GET
def my_day(request: SignedInRequest) -> HttpResponse:
    """Carers, several times a day, between two visits: say that a visit took place."""
    return render(request, "visits/day.html", {"sheet": actions.read_day(by=request.actor)})


@require_http_methods(["GET", "POST"])
def visit_new(request: SignedInRequest) -> HttpResponse:
    """Carers, weekly: plan visits with their families."""
    if not request.actor.providers:
        raise PermissionDenied
    initial = {"share": request.GET.get("share"), "on": request.actor.today}
    form = PlanForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_valid():
        try:
            visit = actions.plan_visit(by=request.actor, **form.planned())
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return _to_the_day(request)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            when = clock.moment_text(visit.starts_at)
            messages.success(request, f"{visit.share.aid.word}: Termin am {when} geplant.")
            return _to_the_day(request)
    context = {"form": form, "back": _to_the_day(request).url}
    return render(
        request, "visits/plan.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def visit(request: SignedInRequest, visit: UUID) -> HttpResponse:
    """Carers, when a visit went differently: book what really took place, or call it off."""
    found = _visit(request, visit)
    initial = {"on": clock.day(found.starts_at), "minutes": found.minutes}
    form = SpentForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_valid():
        try:
            entry = actions.hold_differently(by=request.actor, visit=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            word = found.share.aid.word
            messages.success(request, f"{word}: {hours_text(entry.minutes)} gebucht.")
            return _to_the_day(request, found)
    sheet = actions.read(by=request.actor, visit=found)
    context = {"form": form, "sheet": sheet, "back": _to_the_day(request, found).url}
    return render(
        request, "visits/visit.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_POST
def hold(request: SignedInRequest, visit: UUID) -> HttpResponse:
    """Carers, after each visit: it took place as planned."""
    return _do(request, visit, actions.hold, "Hat stattgefunden")


@require_POST
def miss(request: SignedInRequest, visit: UUID) -> HttpResponse:
    """Carers, before a closed door: nobody was met."""
    return _do(request, visit, actions.miss, "Nicht angetroffen")


@require_POST
def undo(request: SignedInRequest, visit: UUID) -> HttpResponse:
    """Carers, after a slip: take the booking of a visit back."""
    return _do(request, visit, actions.undo, "Zurückgenommen, der Termin ist wieder offen")


@require_POST
def cancel(request: SignedInRequest, visit: UUID) -> HttpResponse:
    """Carers, when a visit falls through beforehand: call it off."""
    return _do(request, visit, actions.cancel, "Termin abgesagt")


@require_http_methods(["GET", "POST"])
def correct(request: SignedInRequest, entry: UUID) -> HttpResponse:
    """Carers and coordinators, some times a month: correct what was booked."""
    booked = get_object_or_404(
        TimeEntry.objects.visible_to(request.actor).select_related("share", "kind"), id=entry
    )
    if not may_correct(request.actor, booked):
        raise PermissionDenied
    form = CorrectForm(request.POST or None)
    if form.is_valid():
        try:
            actions.correct(by=request.actor, entry=booked, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Stunden sind berichtigt. Beides bleibt sichtbar.")
            return redirect(f"{reverse('hours')}?month={booked.on:%Y-%m}")
    sheet = hours.read_entry(by=request.actor, entry=booked)
    form.initial = {"note": sheet.note}
    context = {"form": form, "sheet": sheet}
    return render(
        request, "hours/correct.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _do(
    request: SignedInRequest, visit: UUID, act: Callable[..., object], done: str
) -> HttpResponseRedirect:
    found = _visit(request, visit)
    try:
        act(by=request.actor, visit=found)
    except NotPossibleError as refusal:
        messages.warning(request, f"{found.share.aid.word}: {refusal.sentence}")
    else:
        messages.success(request, f"{found.share.aid.word}: {done}.")
    return _to_the_day(request, found)


def _visit(request: SignedInRequest, visit: UUID) -> Visit:
    near = ("share__aid", "carer", "lock", "entry")
    found = get_object_or_404(
        Visit.objects.visible_to(request.actor).select_related(*near), id=visit
    )
    if not access.may_book(request.actor, found.share):
        raise PermissionDenied
    return found


def _to_the_day(request: SignedInRequest, visit: Visit | None = None) -> HttpResponseRedirect:
    """Lead back to the visit on the page of the day; coordinators have the month instead."""
    if not request.actor.cares_at:
        return HttpResponseRedirect(reverse("hours"))
    anchor = f"#termin-{visit.id}" if visit else ""
    return HttpResponseRedirect(reverse("my_day") + anchor)
