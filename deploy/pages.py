"""The two pages every person may read, signed in or not: accessibility and about."""

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Statement required by the BITVNRW: how far the service can be used by everyone."""
    return render(request, "pages/accessibility.html", {"office": settings.OFFICE})


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this service is, what protects the data in it, whose work it stands on."""
    facts = [("Version", release()), ("Lizenz", "EUPL-1.2"), ("Betrieb", settings.OFFICE.name)]
    return render(request, "pages/about.html", {"office": settings.OFFICE, "facts": facts})


def release() -> str:
    """The version of the installed program, or the word for an unpacked source tree."""
    try:
        return version("hilfenetz")
    except PackageNotFoundError:
        return "Entwicklungsstand"
