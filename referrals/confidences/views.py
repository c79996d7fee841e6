"""The list of what a worker has sealed, what its author may do with it, and opening as two."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.confidences import access, actions
from referrals.confidences.forms import RefusalForm, ReleaseForm, UnsealingForm
from referrals.confidences.models import ConfidedNote, Unsealing
from referrals.families.models import Family

UNPROCESSABLE = 422
OF_A_REQUEST = ("unsealing_agree", "unsealing_refuse", "unsealing_take_back")
OF_A_NOTE = ("confided_keep", "confided_open", "confided_release")


@require_GET
def confided(request: SignedInRequest) -> HttpResponse:
    """Whoever sealed something, once a year: see whether it must stay sealed."""
    if not access.may_list(request.actor):
        raise PermissionDenied
    own, received = actions.list_own(by=request.actor)
    lines = [(line, *(reverse(page, args=[line.id]) for page in OF_A_NOTE)) for line in own]
    return render(request, "confidences/confided.html", {"own": lines, "received": received})


@require_POST
def confided_keep(request: SignedInRequest, confided: UUID) -> HttpResponse:
    """The author, once a year and note: say that it stays sealed."""
    note = get_object_or_404(ConfidedNote.objects.visible_to(request.actor), id=confided)
    actions.keep(by=request.actor, note=note)
    messages.success(request, "Das bleibt versiegelt. In einem Jahr werden Sie wieder gefragt.")
    return redirect("confided")


@require_http_methods(["GET", "POST"])
def confided_release(request: SignedInRequest, confided: UUID) -> HttpResponse:
    """The author, rarely: give one colleague the part that a lawful purpose needs."""
    actor = request.actor
    note = get_object_or_404(ConfidedNote.objects.visible_to(request.actor), id=confided)
    sheet = actions.read(by=actor, note=note)
    form = ReleaseForm(request.POST or None, actor=actor, note=note, text=sheet.text)
    if form.is_valid():
        try:
            actions.release(by=actor, note=note, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("confided")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Person kann diesen Teil jetzt lesen.")
            return redirect("confided")
    context = {"form": form, "word": sheet.word, "back": reverse("confided")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "confidences/release.html", context, status=status)


@require_http_methods(["GET", "POST"])
def unsealing_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The lead, when a worker left and a child may be in danger: ask that two people open it."""
    seen = get_object_or_404(
        Family.objects.visible_to(request.actor).select_related("lock"), id=family
    )
    if not access.may_know_of(request.actor, seen):
        raise PermissionDenied
    form = UnsealingForm(request.POST or None)
    if form.is_valid():
        try:
            actions.ask_unsealing(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("unsealings")
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Bereichsleitung und Kinderschutzfachkraft sehen das jetzt.")
            return redirect("unsealings")
    context = {"form": form, "word": seen.word, "back": reverse("family", args=[seen.id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "confidences/unsealing_new.html", context, status=status)


@require_GET
def unsealings(request: SignedInRequest) -> HttpResponse:
    """The head and the child protection experts, very rarely: agree to open what is sealed."""
    if not access.may_list_unsealings(request.actor):
        raise PermissionDenied
    lines = [
        (line, *(reverse(page, args=[line.id]) for page in OF_A_REQUEST))
        for line in actions.list_unsealings(by=request.actor)
    ]
    return render(request, "confidences/unsealings.html", {"asked": lines})


@require_POST
def unsealing_agree(request: SignedInRequest, unsealing: UUID) -> HttpResponse:
    """The head or a child protection expert: agree; the second of the two opens it."""
    asked = get_object_or_404(Unsealing.objects.visible_to(request.actor), id=unsealing)
    agreed = actions.agree(by=request.actor, unsealing=asked)
    messages.success(
        request,
        "Geöffnet. Die zuständige Fachkraft und die Kinderschutzfachkraft finden es unter „Heute“."
        if agreed.opened_at
        else "Ihre Zustimmung ist festgehalten. Es fehlt noch eine zweite Person.",
    )
    return redirect("unsealings")


@require_POST
def unsealing_take_back(request: SignedInRequest, unsealing: UUID) -> HttpResponse:
    """The head or a child protection expert, hardly ever: agree no more, before the second agreed."""
    asked = get_object_or_404(Unsealing.objects.visible_to(request.actor), id=unsealing)
    actions.take_back(by=request.actor, unsealing=asked)
    messages.success(request, "Ihre Zustimmung ist zurückgenommen. Geöffnet wurde nichts.")
    return redirect("unsealings")


@require_http_methods(["GET", "POST"])
def unsealing_refuse(request: SignedInRequest, unsealing: UUID) -> HttpResponse:
    """The head or a child protection expert: say no and why; nobody is asked any more."""
    asked = get_object_or_404(
        Unsealing.objects.visible_to(request.actor).select_related("family"), id=unsealing
    )
    if not access.may_agree(request.actor, asked):
        raise PermissionDenied
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.refuse_unsealing(by=request.actor, unsealing=asked, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Abgelehnt. Wer darum gebeten hat, sieht es unter „Heute“.")
            return redirect("unsealings")
    context = {"form": form, "word": asked.family.word, "back": reverse("unsealings")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "confidences/unsealing_refuse.html", context, status=status)
