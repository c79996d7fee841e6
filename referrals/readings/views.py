"""Pages over the trail."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.families.models import Family
from referrals.readings import actions
from referrals.readings.forms import PlaceForm, TrailForm
from referrals.readings.models import SealCheck

if TYPE_CHECKING:
    from referrals.readings.sheets import TrailSheet


@require_GET
def trail(request: SignedInRequest) -> HttpResponse:
    """The officer, weekly and when somebody asks: see who did or read what."""
    form = TrailForm(request.GET, actor=request.actor)
    place = PlaceForm(request.GET).chosen()
    sheet = actions.read_trail(by=request.actor, **form.chosen(), **place)
    context = {
        "form": form,
        "list_href": reverse("trail"),
        **_listed(request, sheet),
    }
    return render(request, "readings/trail.html", context)


@require_GET
def thing(request: SignedInRequest, thing: UUID) -> HttpResponse:
    """The officer, when a person asks what happened to their data: everything about one thing."""
    place = PlaceForm(request.GET).chosen()
    try:
        sheet = actions.read_thing(by=request.actor, thing=thing, **place)
    except NotPossibleError as refused:
        messages.info(request, refused.sentence)
        return redirect(f"{reverse('access_logs')}?akte={thing}")
    context = {"thing": str(thing), **_listed(request, sheet)}
    return render(request, "readings/thing.html", context)


@require_GET
def my_readings(request: SignedInRequest) -> HttpResponse:
    """Everyone, now and then: see the traces that one's own reading left in thirty days."""
    place = PlaceForm(request.GET).chosen()
    sheet = actions.read_own(by=request.actor, **place)
    return render(request, "readings/my_readings.html", _listed(request, sheet))


@require_GET
def family_readings(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The responsible worker, now and then: see who else read a family of hers, and by which right."""
    seen = get_object_or_404(Family.objects.visible_to(request.actor), id=family)
    place = PlaceForm(request.GET).chosen()
    sheet = actions.read_others(by=request.actor, family=seen, **place)
    context = {
        "word": seen.word,
        "back": reverse("family", args=[seen.id]),
        **_listed(request, sheet),
    }
    return render(request, "readings/of_family.html", context)


@require_POST
def check_seal(request: SignedInRequest) -> HttpResponse:
    """The officer: have the seal checked now."""
    try:
        check = actions.ask_check(by=request.actor)
    except NotPossibleError as refused:
        messages.warning(request, refused.sentence)
        return redirect("trail")
    return redirect("seal_check", check=check.id)


@require_GET
def seal_check(request: SignedInRequest, check: UUID) -> HttpResponse:
    """The officer, after asking: see how far the check is, and what it found."""
    checks = SealCheck.objects.visible_to(request.actor).select_related("asked_by")
    sheet = actions.read_check(by=request.actor, check=get_object_or_404(checks, id=check))
    return render(request, "readings/check.html", {"sheet": sheet})


def _listed(request: SignedInRequest, sheet: "TrailSheet") -> dict[str, Any]:
    """Give a page of entries with the addresses of the pages beside it."""
    return {
        "sheet": sheet,
        "newer": _address(request, "after", sheet.newer),
        "older": _address(request, "before", sheet.older),
    }


def _address(request: SignedInRequest, name: str, key: int | None) -> str:
    if key is None:
        return ""
    query = request.GET.copy()
    for old in ("before", "after"):
        query.pop(old, None)
    query[name] = str(key)
    return f"{request.path}?{query.urlencode()}"
