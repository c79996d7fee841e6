"""Pages about access logs."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.access_logs import access, actions
from referrals.access_logs.forms import AccessLogForm
from referrals.access_logs.models import AccessLog


@require_http_methods(["GET", "POST"])
def access_logs(request: SignedInRequest) -> HttpResponse:
    """Officer, head and coordination of data protection, when somebody asks who read a file: ask for its log."""
    must(access.may_list(request.actor))
    first = {"word": request.GET.get("akte", ""), "until_on": request.actor.today}
    form = AccessLogForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            asked = actions.ask(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("access_logs")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            word = asked.family.word
            messages.success(request, f"{word}: Eine zweite Person hat drei Tage, um zuzustimmen.")
            return redirect("access_logs")
    lines = actions.list_all(by=request.actor)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "access_logs/list.html", {"lines": lines, "form": form}, status=status)


@require_POST
def access_log_answer(request: SignedInRequest, log: UUID) -> HttpResponse:
    """The second person, within three days: open the log, or not."""
    found = _seen(request, log)
    if not access.may_answer(request.actor, found):
        raise PermissionDenied
    agreed = request.POST.get("answer") == "yes"
    try:
        actions.answer(by=request.actor, log=found, agreed=agreed)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "Das Papier wird erstellt." if agreed else "Abgelehnt.")
    return redirect("access_logs")


@require_POST
def access_log_withdraw(request: SignedInRequest, log: UUID) -> HttpResponse:
    """Whoever asked: take the request back while it waits."""
    found = _seen(request, log)
    if not access.may_withdraw(request.actor, found):
        raise PermissionDenied
    actions.withdraw(by=request.actor, log=found)
    messages.success(request, "Zurückgenommen.")
    return redirect("access_logs")


@require_GET
def access_log(request: SignedInRequest, log: UUID) -> HttpResponse:
    """The two who opened it: read the paper."""
    found = _seen(request, log)
    if not access.may_read(request.actor, found):
        raise PermissionDenied
    try:
        name, pdf = actions.read(by=request.actor, log=found)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("access_logs")
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response


def _seen(request: SignedInRequest, log: UUID) -> AccessLog:
    rows = AccessLog.objects.visible_to(request.actor).select_related("lock", "family")
    return get_object_or_404(rows, id=log)
