"""The first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.middleware import SignedInRequest
from referrals.agenda import access, actions
from referrals.approvals.actions import Waiting
from referrals.intakes.access import may_list, may_take


@require_safe
def today(request: SignedInRequest, elsewhere: Waiting = ()) -> HttpResponse:
    """Everyone, many times a day: see what waits, and go to its very spot with one verb."""
    actor = request.actor
    if access.has_day(actor):
        return redirect("my_day")
    if not access.has_agenda(actor):
        return redirect("account")
    context = {
        "sheet": actions.read(by=actor, elsewhere=elsewhere),
        "take_href": reverse("intake_new") if may_take(actor) else "",
        "intakes_href": reverse("intakes") if may_list(actor) else "",
    }
    return render(request, "agenda/today.html", context)
