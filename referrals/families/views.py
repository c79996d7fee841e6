"""Pages about who works on a family; the page of a family itself stands above everything it shows."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from audit.forms import as_seen
from referrals.families import access, actions
from referrals.families.forms import WorkerForm
from referrals.families.models import Family, district_workers

UNPROCESSABLE = 422


def _family(request: SignedInRequest, family: UUID) -> Family:
    return get_object_or_404(
        Family.objects.visible_to(request.actor).select_related("lock", "worker"), id=family
    )


@require_http_methods(["GET", "POST"])
def second_worker(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The responsible worker or the lead, now and then: let a second worker work on a family."""
    seen = _family(request, family)
    if not (access.may_keep(request.actor, seen) or access.may_hand_over(request.actor, seen)):
        raise PermissionDenied
    first = {"worker": seen.second_worker_id}
    form = WorkerForm(
        request.POST or None,
        initial=first,
        able=district_workers(request.actor, seen.id),
        label="Zweite Fachkraft",
        required=False,
    )
    if form.is_valid():
        try:
            actions.set_second_worker(by=request.actor, family=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error("worker", refusal.sentence)
        else:
            messages.success(request, f"Eingetragen für {seen.word}.")
            return redirect("family", family=seen.id)
    return _page(request, seen, form, title="Zweite Fachkraft", submit="Eintragen")


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The lead, when somebody leaves or a family moves: make another worker responsible."""
    seen = _family(request, family)
    if not access.may_hand_over(request.actor, seen):
        raise PermissionDenied
    able = district_workers(request.actor, seen.id)
    form = WorkerForm(request.POST or None, able=able, label="Neue Fachkraft", required=True)
    form.fields["was"] = as_seen(seen.worker_id)
    if form.is_valid():
        try:
            actions.hand_over(by=request.actor, family=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error("worker", refusal.sentence)
            # Whoever presses once more has read the sentence.
            seen.refresh_from_db(fields=["worker"])
            form.data = {**request.POST.dict(), "was": seen.worker_id}
        else:
            messages.success(request, f"{seen.word} ist übergeben.")
            return redirect("families")
    return _page(request, seen, form, title="Familie übergeben", submit="Familie übergeben")


def _page(
    request: SignedInRequest,
    family: Family,
    form: WorkerForm,
    *,
    title: str,
    submit: str,
) -> HttpResponse:
    """Show a form about a family; its head speaks the Merkwort, so that nothing personal is read here."""
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "word": family.word,
        "back": reverse("family", args=[family.id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "families/about_family.html", context, status=status)
