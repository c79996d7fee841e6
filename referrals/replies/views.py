"""Pages about answers to people who ask what is kept."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.locks.views import must_prove_again
from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.replies import actions
from referrals.replies.flow import File
from referrals.replies.forms import LookForm, SentForm, Verdict
from referrals.replies.models import Reply
from referrals.subject_access.models import AccessRequest

SENT = "Die Aushändigung ist festgehalten. Das Ersuchen ist beantwortet."
BACK = "Die Auskunft ist zurückgegeben."
RELEASED = "Die Auskunft ist freigegeben. Die Datenschutzkoordination händigt sie aus."


@require_http_methods(["GET", "POST"])
def look(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """Another coordination or the head, before an answer goes out: look through it, give it on or back."""
    rows = AccessRequest.objects.visible_to(request.actor)
    found = get_object_or_404(rows.select_related("lock", "family"), id=asked)
    form = LookForm(request.POST or None)
    if form.is_valid():
        try:
            said = _said(request, found, form)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, said)
            return redirect("today")
    sheet = actions.look_through(by=request.actor, asked=found)
    context = {"sheet": sheet, "form": form, "back": reverse("today")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "replies/look.html", context, status=status)


@require_http_methods(["GET", "POST"])
def reply(request: SignedInRequest, asked: UUID) -> HttpResponse:
    """The coordination, once a request: open what was released, and note how it was handed out."""
    found = _reply(request, asked)
    form = SentForm(request.POST or None, initial={"on": request.actor.today})
    if form.is_valid():
        try:
            actions.hand_out(by=request.actor, reply=found, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, SENT)
            return redirect("access_request", asked=asked)
    sheet = actions.show(by=request.actor, reply=found)
    context = {"sheet": sheet, "form": form, "back": reverse("access_request", args=[asked])}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "replies/reply.html", context, status=status)


@require_safe
@must_prove_again
def file(request: SignedInRequest, asked: UUID, kind: str) -> HttpResponse:
    """The coordination, to hand it out: save one file; before it leaves one shows who one is."""
    found = _reply(request, asked)
    name, content = actions.open_file(by=request.actor, reply=found, kind=File(kind))
    kind_of = "application/json" if kind == File.RECORD else "application/pdf"
    named = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": str(named)}
    return HttpResponse(content, content_type=kind_of, headers=headers)


def _reply(request: SignedInRequest, asked: UUID) -> Reply:
    rows = Reply.objects.visible_to(request.actor)
    return get_object_or_404(rows.select_related("lock", "asked", "released_by"), asked_id=asked)


def _said(request: SignedInRequest, asked: AccessRequest, form: LookForm) -> str:
    if form.cleaned_data["verdict"] == Verdict.BACK:
        actions.give_back(by=request.actor, asked=asked, remark=form.cleaned_data["remark"])
        return BACK
    actions.release(by=request.actor, asked=asked)
    return RELEASED
