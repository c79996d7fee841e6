"""The page on which somebody who reported by profession is told what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.middleware import SignedInRequest
from audit.deeds import AlreadyDoneError, NotPossibleError
from referrals.feedbacks import actions
from referrals.feedbacks.forms import FeedbackForm
from referrals.intakes.access import may_feed_back
from referrals.intakes.models import Intake

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def feedback(request: SignedInRequest, intake: UUID) -> HttpResponse:
    """Who took a report, once: answer three questions, then read the sentences out on the telephone."""
    rows = Intake.objects.visible_to(request.actor).select_related("reporter_category")
    seen = get_object_or_404(rows, id=intake)
    if not may_feed_back(request.actor, seen):
        raise PermissionDenied
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        try:
            actions.give(by=request.actor, intake=seen, **form.cleaned_data)
        except AlreadyDoneError as done:
            messages.info(request, done.sentence)
            return redirect("intake_feedback", intake=seen.id)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Rückmeldung ist festgehalten.")
            return redirect("intake_feedback", intake=seen.id)
    context = {
        "form": form,
        "sheet": actions.read(by=request.actor, intake=seen),
        "back": reverse("intake", args=[seen.id]),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "feedbacks/feedback.html", context, status=status)
