"""Pages about hours; the list and corrections stand above, where visits are known too."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from providers.budgets.sums import hours_text
from providers.codes.models import Code, List
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.hours import access, actions
from referrals.hours.forms import BookForm, TeamForm

UNPROCESSABLE = 422
COLUMNS = (("Tag", ""), ("Stunden", "num"), ("Art", ""), ("Träger", ""), ("", ""))


@require_http_methods(["GET", "POST"])
def hours_new(request: SignedInRequest) -> HttpResponse:
    """Carers, several times a week: book hours for a family that no visit was planned for."""
    if not request.actor.providers:
        raise PermissionDenied
    initial = {"share": request.GET.get("share")}
    form = BookForm(request.POST or None, actor=request.actor, initial=initial)
    if form.is_valid():
        try:
            entry = actions.book(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect(_home(request))
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            word = form.cleaned_data["share"].aid.word
            messages.success(request, f"{word}: {hours_text(entry.minutes)} gebucht.")
            return redirect(_home(request))
    context = {"form": form, "title": "Stunden buchen", "back": reverse(_home(request))}
    return render(request, "hours/book.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def hours_team(request: SignedInRequest) -> HttpResponse:
    """Carers, weekly: book work without a family."""
    own = {"id__in": request.actor.providers}
    provider = get_object_or_404(
        Provider.objects.visible_to(request.actor).filter(**own).order_by("name")[:1]
    )
    kind = Code.objects.of(List.HOUR_KIND, request.actor.today).get(code="unspecific")
    form = TeamForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            entry = actions.book_unspecific(
                by=request.actor, provider=provider, kind=kind, **form.cleaned_data
            )
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect(_home(request))
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Ohne Familie: {hours_text(entry.minutes)} gebucht.")
            return redirect(_home(request))
    context = {"form": form, "title": "Team (ohne Familie)", "back": reverse(_home(request))}
    return render(request, "hours/book.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_GET
def aid_hours(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """District workers, before a talk: see how far the approved hours of a help are used."""
    if not access.may_follow(request.actor):
        raise PermissionDenied
    found = get_object_or_404(Aid.objects.visible_to(request.actor), id=aid)
    sheet = actions.read_aid(by=request.actor, aid=found)
    context = {"sheet": sheet, "columns": COLUMNS, "back": reverse("hours")}
    return render(request, "hours/aid.html", context)


def _home(request: SignedInRequest) -> str:
    return "my_day" if request.actor.cares_at else "hours"
