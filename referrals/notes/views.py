"""Pages on which something is noted, and on which notes find their family."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.confidences import actions as confidences
from referrals.confidences.models import ConfidedNote
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.notes import access, actions
from referrals.notes.forms import ChooseFamilyForm, FreeNoteForm, NoteForm, WhichForm
from referrals.notes.models import Note

UNPROCESSABLE = 422
WHOSE = "Bitte wählen Sie, aus welcher Familie es Ihnen anvertraut wurde."


@require_http_methods(["GET", "POST"])
def note_new(request: SignedInRequest) -> HttpResponse:
    """District workers and leads, many times a day: note in twenty seconds what was said or seen."""
    if not access.may_note(request.actor):
        raise PermissionDenied
    chosen = WhichForm(request.GET).family()
    family = (
        get_object_or_404(Family.objects.visible_to(request.actor), id=chosen) if chosen else None
    )
    form = _form(request, family)
    if form.is_valid():
        try:
            given = {**form.given(), **_fixed(family)}
            said = _keep(request, form, given)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return _after(given["family"])
        except NotPossibleError as refusal:
            form.add_error(
                "on" if refusal.field == "happened_at" else refusal.field, refusal.sentence
            )
        else:
            messages.success(request, said)
            return _after(given["family"])
    context = {
        "form": form,
        "word": family.word if family else "",
        "back": reverse("family", args=[family.id]) if family else reverse("notes"),
    }
    return render(
        request, "notes/note_new.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _keep(request: SignedInRequest, form: NoteForm, given: dict[str, Any]) -> str:
    """Keep an ordinary note, or seal it for its author; give the sentence that says so."""
    if not form.is_confided():
        actions.note(by=request.actor, **given)
        return "Die Notiz ist gespeichert."
    if given["family"] is None:
        raise NotPossibleError(WHOSE, field="family")
    given["confider"] = given.pop("who")
    del given["way"]
    confidences.confide(by=request.actor, **given)
    return "Das ist für Sie allein versiegelt."


def _after(family: Family | None) -> HttpResponse:
    return redirect("family", family=family.id) if family else redirect("notes")


def _form(request: SignedInRequest, family: Family | None) -> NoteForm:
    """Make the form: with the people of a family that is known, or with the families to choose from."""
    data, actor = request.POST or None, request.actor
    if family is None:
        return FreeNoteForm(data, actor=actor, names=families.name_own(by=actor))
    people = families.read(by=actor, family=family).people
    return NoteForm(data, actor=actor, people=[person.name for person in people])


def _fixed(family: Family | None) -> dict[str, Family]:
    return {"family": family} if family else {}


@require_GET
def notes(request: SignedInRequest) -> HttpResponse:
    """District workers and leads, at the end of the day: see which notes still have no family."""
    if not access.may_note(request.actor):
        raise PermissionDenied
    lines = [
        (line, reverse("note_family", args=[line.id]))
        for line in actions.list_unassigned(by=request.actor)
    ]
    context = {
        "unassigned": lines,
        "new_href": reverse("note_new"),
        "confided_href": reverse("confided"),
    }
    return render(request, "notes/notes.html", context)


@require_http_methods(["GET", "POST"])
def note_family(request: SignedInRequest, note: UUID) -> HttpResponse:
    """The author, once per note: say to which family a note belongs."""
    seen = get_object_or_404(Note.objects.visible_to(request.actor), id=note)
    if not access.may_file(request.actor, seen):
        raise PermissionDenied
    names = families.name_own(by=request.actor)
    form = ChooseFamilyForm(request.POST or None, actor=request.actor, names=names)
    if form.is_valid():
        try:
            actions.choose_family(by=request.actor, note=seen, **form.cleaned_data)
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, "Die Notiz steht in der Akte.")
        return redirect("notes")
    context = {"form": form, "back": reverse("notes")}
    return render(
        request, "notes/note_family.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def note_open(request: SignedInRequest, confided: UUID) -> HttpResponse:
    """The author of a confided note, rarely: make an ordinary note of it."""
    note = get_object_or_404(ConfidedNote.objects.visible_to(request.actor), id=confided)
    if request.method == "POST":
        actions.open_up(by=request.actor, confided=note)
        messages.success(request, "Die Notiz steht in der Akte.")
        return redirect("confided")
    sheet = confidences.read(by=request.actor, note=note)
    return render(request, "notes/note_open.html", {"sheet": sheet, "back": reverse("confided")})
