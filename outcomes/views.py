"""Pages of reports."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from outcomes import access, actions
from outcomes.forms import HintForm, PrepareForm, ReleaseForm
from outcomes.models import Report

INVALID = 422


@require_http_methods(["GET", "POST"])
def reports(request: SignedInRequest) -> HttpResponse:
    """The office, a few times a year: find a report; planning and head: have one counted."""
    if not access.may_list(request.actor):
        raise Http404
    form = PrepareForm(request.POST or None, today=request.actor.today)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.prepare(by=request.actor, **form.cleaned_data)
            return redirect("report", report=made.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
    lines = actions.list_all(by=request.actor)
    shown = form if access.may_prepare(request.actor) else None
    context = {"lines": lines, "form": shown}
    return render(request, "outcomes/reports.html", context, status=INVALID if form.errors else 200)


@require_GET
def report(request: SignedInRequest, report: UUID) -> HttpResponse:
    """The office: read a report; the head: look at it and release it."""
    return _page(request, _report(request, report), HintForm())


@require_POST
def release(request: SignedInRequest, report: UUID) -> HttpResponse:
    """The head: release what somebody else had counted."""
    found, form = _report(request, report), ReleaseForm(request.POST)
    form.full_clean()
    try:
        actions.release(by=request.actor, report=found, **form.cleaned_data)
        messages.success(request, "Der Bericht ist freigegeben. Das PDF wird erstellt.")
    except NotPossibleError as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, refusal.sentence)
            return _page(request, found, HintForm(), status=INVALID, release=form)
        messages.warning(request, refusal.sentence)
    return redirect("report", report=report)


@require_POST
def give_back(request: SignedInRequest, report: UUID) -> HttpResponse:
    """The head: return a report with a hint; whoever had it counted: take it back."""
    found = _report(request, report)
    form = HintForm(request.POST, is_own=found.prepared_by_id == request.actor.user_id)
    if form.is_valid():
        try:
            actions.return_report(by=request.actor, report=found, **form.cleaned_data)
            messages.success(request, "Der Bericht ist zurückgegeben.")
            return redirect("report", report=report)
        except NotPossibleError as refusal:
            if refusal.field not in form.fields:
                messages.warning(request, refusal.sentence)
                return redirect("report", report=report)
            form.add_error(refusal.field, refusal.sentence)
    return _page(request, found, form, status=INVALID)


@require_GET
def table_file(request: SignedInRequest, report: UUID) -> HttpResponse:
    """The office: take the numbers of a released report into a spreadsheet."""
    found = _report(request, report)
    try:
        content = "\ufeff" + actions.export(by=request.actor, report=found)
    except NotPossibleError as refusal:
        return _not_yet(request, found, refusal)
    return _file(content.encode(), "text/csv; charset=utf-8", f"Ergebnisse-{found.year}.csv")


@require_GET
def paper(request: SignedInRequest, report: UUID) -> HttpResponse:
    """The office: open the PDF of a released report."""
    found = _report(request, report)
    try:
        content = actions.open_paper(by=request.actor, report=found)
    except NotPossibleError as refusal:
        return _not_yet(request, found, refusal)
    return _file(content, "application/pdf", f"Ergebnisse-{found.year}.pdf")


def _report(request: SignedInRequest, report: UUID) -> Report:
    rows = Report.objects.visible_to(request.actor).select_related("prepared_by", "released_by")
    return get_object_or_404(rows.defer("tables", "labels"), id=report)


def _page(
    request: SignedInRequest,
    found: Report,
    form: HintForm,
    status: int = 200,
    release: ReleaseForm | None = None,
) -> HttpResponse:
    sheet = actions.read(by=request.actor, report=found)
    context = {"sheet": sheet, "form": form, "release": release or ReleaseForm()}
    return render(request, "outcomes/report.html", context, status=status)


def _not_yet(request: SignedInRequest, found: Report, refusal: NotPossibleError) -> HttpResponse:
    messages.warning(request, refusal.sentence)
    return redirect("report", report=found.id)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    named = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response
