"""Pages for an emergency: find and open the card, review what others opened, keep the roster."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.locks.views import must_prove_again
from accounts.middleware import SignedInRequest
from accounts.models import OnCall
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.emergencies import access, actions
from referrals.emergencies.forms import EmergencyForm, OnCallForm, ReviewForm
from referrals.emergencies.models import Emergency

NO_HIT = "Kein Treffer. Bitte prüfen Sie die Schreibweise, oder rufen Sie die Teamleitung an."
SEVERAL = (
    "Das passt auf mehrere Familien. Bitte geben Sie einen anderen Vornamen oder die Straße an."
)


STANDS_OPEN = "Diese Karte haben Sie schon offen. Es gilt, was Sie beim ersten Mal angegeben haben."


@require_http_methods(["GET", "POST"])
@must_prove_again
def emergency_new(request: SignedInRequest) -> HttpResponse:
    """Whoever is on call or stands before a door at night: find a family and open its card."""
    if not access.may_begin(request.actor):
        raise PermissionDenied
    form = EmergencyForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            found = actions.begin(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("emergency", emergency=form.cleaned_data["id"])
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            if page := _page_of(request, found):
                return page
            form.add_error(None, SEVERAL if found.several else NO_HIT)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "back": reverse("emergencies")}
    return render(request, "emergencies/emergency_new.html", context, status=status)


def _page_of(request: SignedInRequest, found: actions.Found) -> HttpResponse | None:
    """Lead to what was found: the own family, or the card."""
    if found.own:
        return redirect("family", family=found.own.id)
    if found.was_open:
        messages.info(request, STANDS_OPEN)
    return redirect("emergency", emergency=found.emergency.id) if found.emergency else None


@require_safe
def emergency(request: SignedInRequest, emergency: UUID) -> HttpResponse:
    """Whoever opened it, for some hours: read the emergency card."""
    found = _emergency(request, emergency)
    if not access.may_read(request.actor, found):
        raise PermissionDenied
    card = actions.read_card(by=request.actor, emergency=found)
    return render(request, "emergencies/card.html", {"card": card})


@require_POST
def emergency_end(request: SignedInRequest, emergency: UUID) -> HttpResponse:
    """Whoever opened it: close the card before its hour."""
    actions.end(by=request.actor, emergency=_emergency(request, emergency))
    messages.success(request, "Die Notfallkarte ist geschlossen.")
    return redirect("emergencies")


@require_safe
def emergencies(request: SignedInRequest) -> HttpResponse:
    """Leads and the coordination of data protection, each morning: see what was opened."""
    if not access.may_list(request.actor):
        raise PermissionDenied
    context = {
        "lines": actions.list_them(by=request.actor),
        "may_begin": access.may_begin(request.actor),
        "may_look_after": access.may_look_after(request.actor),
        "may_see_roster": access.may_see_roster(request.actor),
    }
    return render(request, "emergencies/emergencies.html", context)


@require_http_methods(["GET", "POST"])
def emergency_review(request: SignedInRequest, emergency: UUID) -> HttpResponse:
    """Leads, the coordination of data protection, the head: say whether it was in order."""
    found = _emergency(request, emergency)
    if not access.may_review(request.actor, found):
        raise PermissionDenied
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            actions.review(by=request.actor, emergency=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Prüfung ist festgehalten.")
            return redirect("emergencies")
    context = {
        "form": form,
        "line": actions.read_one(by=request.actor, emergency=found),
        "back": reverse("emergencies"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "emergencies/review.html", context, status=status)


@require_http_methods(["GET", "POST"])
def roster(request: SignedInRequest) -> HttpResponse:
    """Everybody who works with families sees who is on call; leads and the head enter it."""
    actor = request.actor
    if not access.may_see_roster(actor):
        raise PermissionDenied
    form = None
    if access.may_keep_roster(actor):
        form = OnCallForm(request.POST or None, actor=actor)
        if form.is_valid():
            try:
                actions.put_on_call(by=actor, **form.cleaned_data)
                messages.success(request, "Die Bereitschaft ist eingetragen.")
                return redirect("roster")
            except AlreadyDoneError as done:
                messages.info(request, done.sentence)
                return redirect("roster")
            except NotPossibleError as refusal:
                form.add_error(refusal.field, refusal.sentence)
    elif request.method == "POST":
        raise PermissionDenied
    context = {"lines": actions.read_roster(by=actor), "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    return render(request, "emergencies/roster.html", context, status=status)


@require_POST
def on_call_end(request: SignedInRequest, on_call: UUID) -> HttpResponse:
    """Leads and the head: take somebody off the roster."""
    if not access.may_keep_roster(request.actor):
        raise PermissionDenied
    found = get_object_or_404(OnCall.objects.visible_to(request.actor), id=on_call)
    try:
        actions.end_on_call(by=request.actor, on_call=found)
        messages.success(request, "Die Bereitschaft ist beendet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("roster")


def _emergency(request: SignedInRequest, emergency: UUID) -> Emergency:
    rows = Emergency.objects.visible_to(request.actor).select_related("family", "lock", "person")
    return get_object_or_404(rows, id=emergency)
