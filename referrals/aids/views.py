"""Pages about helps: the list, the first talk, who goes there; one help in one look stands above."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.aids import access, actions
from referrals.aids.flow import Status
from referrals.aids.forms import BeginForm, CarerForm
from referrals.aids.models import Aid, Share

UNPROCESSABLE = 422
COLUMNS = [("Merkwort", ""), ("Hilfeart", ""), ("Stand", ""), ("Träger", ""), ("Bis", "")]
NOT_TO_BEGIN = "Nur eine bewilligte Hilfe kann beginnen. Der Stand ist: {}."
EMPTY = "Keine laufenden Hilfen."


@require_safe
def aids(request: SignedInRequest) -> HttpResponse:
    """District workers and providers, daily: find a help."""
    if not access.may_list(request.actor):
        raise PermissionDenied
    everything = request.GET.get("stand") == "alle"
    lines = actions.list_aids(by=request.actor, running_only=not everything)
    rows = [
        (
            reverse("aid", args=[line.id]),
            [
                (line.word, ""),
                (line.type, ""),
                (line.status, line.kind or "quiet"),
                (line.providers, ""),
                (line.until, "warning" if line.is_over else ""),
            ],
        )
        for line in lines
    ]
    context = {"columns": COLUMNS, "rows": rows, "empty_list": EMPTY, "everything": everything}
    return render(request, "aids/aids.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: SignedInRequest, aid: UUID) -> HttpResponse:
    """Worker or provider, once for each help: say when the family was met for the first time."""
    seen = get_object_or_404(
        Aid.objects.visible_to(request.actor).select_related("aid_type", "worker"), id=aid
    )
    if not access.may_begin(request.actor, seen):
        raise PermissionDenied
    if request.method == "GET" and seen.status != Status.APPROVED:
        messages.warning(request, NOT_TO_BEGIN.format(Status(seen.status).label))
        return redirect("aid", aid=seen.id)
    form = BeginForm(request.POST or None, initial={"first_contact_on": request.actor.today})
    if form.is_valid():
        try:
            actions.begin(by=request.actor, aid=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Hilfe für {seen.word} läuft.")
            return redirect("aid", aid=seen.id)
    return _form(request, seen, form, title="Erstes Gespräch eintragen", submit="Hilfe beginnen")


@require_http_methods(["GET", "POST"])
def carer_new(request: SignedInRequest, share: UUID) -> HttpResponse:
    """A coordinator, when somebody leaves or is ill: name who goes to the family from now on."""
    own = get_object_or_404(Share.objects.visible_to(request.actor).select_related("aid"), id=share)
    if not access.may_name_carer(request.actor, own):
        raise PermissionDenied
    form = CarerForm(
        request.POST or None,
        actor=request.actor,
        provider=own.provider_id,
        family=own.aid.family_id,
        initial={"carer": own.carer_id},
    )
    if form.is_valid():
        try:
            actions.name_carer(by=request.actor, share=own, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            name = form.cleaned_data["carer"].display_name
            messages.success(request, f"{name} ist für {own.aid.word} benannt.")
            return redirect("aid", aid=own.aid_id)
    known = reverse("conflict_enter", args=[own.aid.family_id])
    words = {"title": "Fachkraft benennen", "submit": "Fachkraft benennen"}
    return _form(request, own.aid, form, **words, known=known)


def _form(
    request: SignedInRequest,
    aid: Aid,
    form: BeginForm | CarerForm,
    *,
    title: str,
    submit: str,
    known: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "word": aid.word,
        "back": reverse("aid", args=[aid.id]),
        "back_label": "Zurück zur Hilfe",
        "beside": known,
        "beside_label": "Doch, jemand kennt sie",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "aids/about_aid.html", context, status=status)
