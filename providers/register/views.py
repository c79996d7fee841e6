"""Pages of the register."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.middleware import SignedInRequest
from providers.register import sheets


@require_GET
def town(request: SignedInRequest) -> HttpResponse:
    """Everyone, when they look for help nearby: see who works where, and call."""
    if not request.actor.roles:
        raise Http404
    return render(request, "register/town.html", {"sheet": sheets.town(request.actor)})
