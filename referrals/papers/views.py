"""Pages of care plans on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.papers import actions
from referrals.papers.forms import AudienceForm
from referrals.papers.models import Audience, Paper
from referrals.plans.models import Version


@require_http_methods(["GET", "POST"])
def papers(request: SignedInRequest, version: UUID) -> HttpResponse:
    """Everyone who shares a help, after a meeting: ask for the plan as PDF, and open it."""
    seen = _version(request, version)
    if request.method == "POST":
        form = AudienceForm(request.POST)
        audience = form.cleaned_data["audience"] if form.is_valid() else Audience.APART
        actions.order(by=request.actor, version=seen, audience=audience)
        messages.success(request, "Das PDF wird erstellt.")
        return redirect("papers", version=seen.id)
    sheet = actions.show(by=request.actor, version=seen)
    context = {"sheet": sheet, "form": AudienceForm()}
    return render(request, "papers/papers.html", context)


@require_GET
def preview(request: SignedInRequest, version: UUID) -> HttpResponse:
    """Everyone who shares a help, before printing: look at the paper."""
    seen = _version(request, version)
    apart = request.GET.get("fassung") == "getrennt"
    page = actions.preview(
        by=request.actor,
        version=seen,
        stylesheets=[static("print/plan.css"), static("print/preview.css")],
        back=reverse("papers", args=[seen.id]),
        audience=Audience.APART if apart else Audience.EVERYBODY,
    )
    return HttpResponse(page)


@require_GET
def paper(request: SignedInRequest, paper: UUID) -> HttpResponse:
    """Whoever asked for a PDF: open it, or learn that it is not there yet."""
    rows = ("lock", "version__plan__aid")
    asked = Paper.objects.visible_to(request.actor).select_related(*rows)
    found = get_object_or_404(asked, id=paper)
    try:
        printed = actions.open_paper(by=request.actor, paper=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("papers", version=found.version_id)
    response = HttpResponse(printed.content, content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=printed.name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response


def _version(request: SignedInRequest, version: UUID) -> Version:
    rows = ("lock", "author", "decided_by", "edited_by", "plan__aid__aid_type", "plan__aid__lock")
    return get_object_or_404(
        Version.objects.visible_to(request.actor).select_related(*rows), id=version
    )
