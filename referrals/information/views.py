"""Pages about what families are told of their data."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError, must
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.information import access, actions
from referrals.information.forms import InformationForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def information(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, at the first talk: hand out the information, and note who got it."""
    seen = _family(request, family)
    names = {one.id: one.name for one in families.read(by=request.actor, family=seen).people}
    people = seen.people.filter(id__in=names)
    first = {"given_on": request.actor.today}
    form = InformationForm(request.POST or None, people=people, names=names, initial=first)
    if form.is_valid():
        try:
            actions.give(by=request.actor, family=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("information", family=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Festgehalten.")
            return redirect("information", family=seen.id)
    sheet = actions.read(by=request.actor, family=seen)
    context = {"sheet": sheet, "form": form, "back": reverse("family", args=[seen.id])}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "information/information.html", context, status=status)


@require_GET
def information_paper(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Whoever keeps the file, before a talk: print the version that holds today."""
    name, pdf = actions.print_text(by=request.actor, family=_family(request, family))
    response = HttpResponse(pdf, content_type="application/pdf")
    named = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response


def _family(request: SignedInRequest, family: UUID) -> Family:
    rows = Family.objects.visible_to(request.actor).select_related("lock", "worker", "team")
    seen = get_object_or_404(rows, id=family)
    must(access.may_inform(request.actor, seen))
    return seen
