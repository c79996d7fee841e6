"""Pages on which it is kept what may be said to whom on the telephone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.calls import access, actions
from referrals.calls.forms import WordForm
from referrals.calls.models import Word
from referrals.families import actions as families
from referrals.families.models import Family

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def call_word(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, when a court decided or a family asks for it: keep what may be said."""
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    seen = get_object_or_404(rows, id=family)
    must(access.may_word(request.actor, seen))
    sheet = families.read(by=request.actor, family=seen)
    names = {person.id: person.name for person in sheet.people}
    people = seen.people.filter(id__in=names).select_related("family")
    form = WordForm(request.POST or None, people=people, names=names)
    if form.is_valid():
        try:
            actions.keep_word(by=request.actor, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("family", family=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Festgehalten für {seen.word}.")
            return redirect("family", family=seen.id)
    context = {"form": form, "title": "Am Telefon", "submit": "Festhalten", "word": seen.word}
    context["back"] = reverse("family", args=[seen.id])
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "families/about_family.html", context, status=status)


@require_POST
def call_word_end(request: SignedInRequest, word: UUID) -> HttpResponse:
    """Whoever keeps the file, when an order was lifted: end what was kept about calls."""
    rows = Word.objects.visible_to(request.actor).select_related("person__family")
    found = get_object_or_404(rows, id=word)
    must(access.may_word(request.actor, found.person.family))
    try:
        actions.end_word(by=request.actor, word=found)
        messages.success(request, "Beendet. Die Zeile am Telefon ist neu berechnet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("family", family=found.person.family_id)
