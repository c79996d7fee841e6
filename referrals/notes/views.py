"""Pages on which something is noted, and on which notes find their family."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.notes import access, actions
from referrals.notes.forms import ChooseFamilyForm, FreeNoteForm, NoteForm, WhichForm
from referrals.notes.models import Note

UNPROCESSABLE = 422


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
            actions.note(by=request.actor, **given)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return _after(given["family"])
        except NotPossibleError as refusal:
            form.add_error(
                "on" if refusal.field == "happened_at" else refusal.field, refusal.sentence
            )
        else:
            messages.success(request, "Die Notiz ist gespeichert.")
            return _after(given["family"])
    context = {
        "form": form,
        "word": family.word if family else "",
        "back": reverse("family", args=[family.id]) if family else reverse("notes"),
    }
    return render(
        request, "notes/note_new.html", context, status=UNPROCESSABLE if form.errors else 200
    )


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
    context = {"unassigned": lines, "new_href": reverse("note_new")}
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
