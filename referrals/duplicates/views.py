"""Pages on which people come into a file; before that the town is asked whether they are known."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.duplicates import actions as town
from referrals.families import access, actions
from referrals.families.forms import Codes, Household, NewPersonForm, PersonForm
from referrals.families.models import Family, NewPerson
from referrals.shields import actions as shields

UNPROCESSABLE = 422
# Stands among what is sent once the answer was read; whoever goes on is not asked again.
LOOKED = "looked"
NOT_LOOKED = (
    "Auf Doppelungen in der Stadt wurde nicht geprüft: Das waren viele Suchen in kurzer Zeit."
)


@require_http_methods(["GET", "POST"])
def family_new(request: SignedInRequest) -> HttpResponse:
    """District workers, some times a month: open the file of a family."""
    if not access.may_open(request.actor):
        raise PermissionDenied
    form = Household(request.actor, request.POST if request.method == "POST" else None)
    known = form.is_valid() and household_known(request, form)
    if form.is_valid() and not known:
        try:
            family = actions.open_family(by=request.actor, **form.cleaned())
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("family", family=form.cleaned()["id"])
        except NotPossibleError as refusal:
            form.family.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Familie ist angelegt. Ihr Merkwort ist {family.word}.")
            return redirect("family", family=family.id)
    context = {"form": form, "known": known, "back": reverse("families")}
    status = UNPROCESSABLE if form.errors or known else 200
    return render(request, "families/family_new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def person_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when a child is born or somebody moves in: add a person."""
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker")
    kept = get_object_or_404(rows, id=family)
    must(access.may_keep(request.actor, kept))
    today = request.actor.today
    form = NewPersonForm(request.POST or None, codes=Codes.on(today), today=today)
    known = form.is_valid() and person_known(request, form, kept)
    if form.is_valid() and not known:
        given = {"person": form.person(), "id": form.cleaned_data["id"]}
        try:
            shields.add_person(by=request.actor, family=kept, **given)
            messages.success(request, f"Die Person ist in der Akte {kept.word}.")
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
        return redirect("family", family=kept.id)
    context = {"form": form, "known": known, "back": reverse("family", args=[kept.id])}
    status = UNPROCESSABLE if form.errors or known else 200
    return render(request, "duplicates/person.html", {**context, "word": kept.word}, status=status)


def household_known(request: SignedInRequest, form: Household) -> Sequence[object]:
    """Ask the town before a family's file is opened; give the lines of the hint."""
    given = form.cleaned()
    people = [_asked(person, given["name"]) for person in given["people"]]
    return _known(request, people, but=given["id"])


def person_known(request: SignedInRequest, form: PersonForm, family: Family) -> Sequence[object]:
    """Ask the town before a person comes into a file; give the lines of the hint."""
    return _known(request, [_asked(form.person(), "")], family=family)


def _asked(person: NewPerson, name: str) -> tuple[str, str]:
    return person.last_name.strip() or name, person.born.isoformat() if person.born else ""


def _known(
    request: SignedInRequest,
    people: Sequence[tuple[str, str]],
    *,
    but: UUID | None = None,
    family: Family | None = None,
) -> Sequence[object]:
    if LOOKED in request.POST or not any(born for _, born in people):
        return ()
    found = town.ask(by=request.actor, people=people, but=but, family=family)
    if found is None:
        messages.info(request, NOT_LOOKED)
        return ()
    return found.known
