"""Pages on which the district worker compares answers and keeps whom the family chose."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.choices import actions
from referrals.choices.actions import Choice
from referrals.choices.forms import ChoiceForm, Offered
from referrals.enquiries import access
from referrals.enquiries.models import Copy, Matter

UNPROCESSABLE = 422
NOTHING_TO_CHOOSE = "Hier gibt es jetzt nichts auszuwählen. Der Stand ist: {status}."
OVER = (
    "Das Stundenkontingent des Trägers reicht nicht aus. Die Anfrage geht trotzdem hinaus; "
    "die Bereichsleitung ist informiert."
)


def _matter(request: SignedInRequest, enquiry: UUID) -> Matter:
    rows = Matter.objects.visible_to(request.actor).select_related(
        *("lock", "family__lock", "enquiry__lock", "enquiry__aid_type", "enquiry__space"),
        "enquiry__worker",
    )
    return get_object_or_404(rows, enquiry_id=enquiry)


@require_safe
def enquiry(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers, after every answer: compare, ask further providers, go on to the choice."""
    matter = _matter(request, enquiry)
    sheet = actions.read(by=request.actor, matter=matter)
    return render(request, "choices/enquiry.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
def enquiry_choose(request: SignedInRequest, enquiry: UUID) -> HttpResponse:
    """District workers with the family: keep one provider, or several jointly, and the family's wish."""
    matter = _matter(request, enquiry)
    if not access.may_choose(request.actor, matter):
        raise PermissionDenied
    sheet = actions.read(by=request.actor, matter=matter)
    if not sheet.may_choose:
        messages.info(request, NOTHING_TO_CHOOSE.format(status=sheet.status))
        return redirect("enquiry", enquiry=enquiry)
    offers = [Offered(a.id, a.provider, a.week_minutes) for a in sheet.answers if a.is_offer]
    given = request.POST if request.method == "POST" else None
    first = {f"chosen_{key}": True for key in request.GET.getlist("copy")}
    form = ChoiceForm(given, offers=offers, initial=first)
    if form.is_valid() and _chosen(request, matter, form):
        return redirect("enquiry", enquiry=enquiry)
    rows = [
        {
            "provider": answer.provider,
            "lines": answer.lines,
            "chosen": form[f"chosen_{answer.id}"],
            "hours": form[f"hours_{answer.id}"],
        }
        for answer in sheet.answers
        if answer.is_offer
    ]
    context = {"sheet": sheet, "form": form, "rows": rows}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "choices/choose.html", context, status=status)


def _chosen(request: SignedInRequest, matter: Matter, form: ChoiceForm) -> bool:
    """Do the choice; tell whether it was possible, and whether a contingent does not suffice."""
    picked = form.cleaned_data["picked"]
    copies = Copy.objects.visible_to(request.actor).filter(enquiry=matter.enquiry)
    found = copies.in_bulk([key for key, _, _ in picked])
    choices = [Choice(found[key], minutes, is_lead=lead) for key, minutes, lead in picked]
    wish = form.cleaned_data["wish"]
    try:
        actions.choose(by=request.actor, enquiry=matter.enquiry, choices=choices, wish=wish)
    except NotPossibleError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    messages.success(request, f"Die Auswahl zur Anfrage {matter.enquiry.word} ist festgehalten.")
    if copies.filter(over=True).exists():
        messages.warning(request, OVER)
    return True
