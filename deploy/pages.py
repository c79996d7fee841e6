"""The two pages every person may read, signed in or not: accessibility and about."""

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.middleware import SignedInRequest
from accounts.roles import Role


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


# The first page of each role, the most pressing work first; a person with several roles starts with the first that fits.
FIRST_PAGES = (
    (Role.CASEWORKER, "families"),
    (Role.TEAM_LEAD, "approvals"),
    (Role.HEAD, "approvals"),
    (Role.COORDINATOR, "enquiries"),
    (Role.CARER, "my_day"),
    (Role.PLANNER, "reports"),
    (Role.DPO, "trail"),
)


@require_safe
def today(request: SignedInRequest) -> HttpResponse:
    """Lead everyone to the page where their day begins."""
    for role, page in FIRST_PAGES:
        if request.actor.has(role):
            return redirect(page)
    return redirect("account")
