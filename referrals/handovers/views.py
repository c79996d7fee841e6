"""Pages about handing over what somebody leaves."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.locks.views import must_prove_again
from accounts.middleware import SignedInRequest
from audit.deeds import NotPossibleError
from referrals.handovers import access, actions
from referrals.handovers.forms import CaseloadForm


@require_GET
def handovers(request: SignedInRequest) -> HttpResponse:
    """Leads and coordinators, when somebody goes or moves: see who leaves something behind."""
    sheet = actions.list_leavers(by=request.actor)
    return render(request, "handovers/list.html", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
@must_prove_again
def handover(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Leads and coordinators: hand over everything of one person, or some of it, to a colleague; a
    whole caseload is opened by nobody who only found the page open.
    """
    sheet = actions.read(by=request.actor, person=person)
    form = CaseloadForm(
        request.POST or None,
        actor=request.actor,
        person=person,
        choices=[
            *sheet.things,
            *((id_, f"{name} (zweite Fachkraft)") for id_, name in sheet.second),
        ],
    )
    if form.is_valid():
        families = access.may_hand_families(request.actor)
        hand = actions.hand_families if families else actions.hand_shares
        try:
            hand(by=request.actor, person=person, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else "to", refusal.sentence
            )
        else:
            messages.success(request, f"Übergeben an {form.cleaned_data['to'].display_name}.")
            return redirect("handovers")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "handovers/person.html", {"sheet": sheet, "form": form}, status=status)
