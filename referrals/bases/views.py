"""The page on which the ground for telling somebody something is kept."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.bases import actions, sums
from referrals.bases.forms import ConsentForm, KindForm, LawForm
from referrals.bases.models import Basis, Kind
from referrals.families import access
from referrals.families import actions as families
from referrals.families.models import Family

UNPROCESSABLE = 422
KEEP: Mapping[Kind, Callable[..., Basis]] = {
    Kind.LAW: actions.keep_law,
    Kind.CONSENT: actions.keep_consent,
    Kind.RELEASE: actions.keep_release,
}


@require_http_methods(["GET", "POST"])
def basis_new(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, before anything is told: keep the law, the consent or the release it rests on."""
    kept = get_object_or_404(
        Family.objects.visible_to(request.actor).select_related("lock"), id=family
    )
    if not access.may_keep(request.actor, kept):
        raise PermissionDenied
    kind = KindForm(request.GET).kind()
    form = _form(request, kept, kind)
    if form.is_valid():
        try:
            KEEP[kind](by=request.actor, family=kept, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("family", family=kept.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Die Grundlage steht in der Akte {kept.word}.")
            return redirect("family", family=kept.id)
    context = {
        "form": form,
        "word": kept.word,
        "kinds": [(Kind(one).label, f"?art={one}", one == kind) for one in Kind],
        "back": reverse("family", args=[kept.id]),
    }
    return render(
        request, "bases/basis_new.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _form(request: SignedInRequest, family: Family, kind: Kind) -> LawForm | ConsentForm:
    """Make the form of a kind; to choose who gave a consent, the people of the family are read."""
    data = request.POST or None
    if kind == Kind.LAW:
        return LawForm(data, actor=request.actor)
    sheet = families.read(by=request.actor, family=family)
    able = [
        person for person in sheet.people if sums.old_enough_to_consent(person.age, person.is_child)
    ]
    names = {person.id: person.name for person in able}
    people = family.people.filter(id__in=names)
    return ConsentForm(data, actor=request.actor, people=people, names=names)
