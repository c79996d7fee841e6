"""Pages of the service as a whole: what everybody may read, and what several parts fill together."""

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.middleware import SignedInRequest
from outcomes import waiting as reports
from referrals.agenda import views as agenda
from referrals.approvals import views as decisions


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


def today(request: SignedInRequest) -> HttpResponse:
    """Everyone, many times a day: what waits on the way of a family, and the reports that wait."""
    return agenda.today(request, elsewhere=reports.waiting(request.actor))


def approvals(request: SignedInRequest) -> HttpResponse:
    """Leads and head, daily: the decisions that wait for release, and the reports."""
    return decisions.approvals(request, elsewhere=reports.to_release(request.actor))


def release() -> str:
    """The version of the installed program, or the word for an unpacked source tree."""
    try:
        return version("hilfenetz")
    except PackageNotFoundError:
        return "Entwicklungsstand"
