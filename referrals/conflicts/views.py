"""Pages about conflicts of interest."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import colleagues
from accounts.middleware import SignedInRequest
from accounts.models import User
from audit.deeds import NotPossibleError
from referrals.conflicts import access, actions
from referrals.conflicts.forms import BiasForm, EnterForm, LeadForm
from referrals.families.models import Family

UNPROCESSABLE = 422
DECLARED = (
    "Danke. Das ist festgehalten, und die Leitung weiß es. Sie sehen diese Familie nicht mehr."
)
DECLARED_ALONE = (
    "Danke. Das ist festgehalten. Sie sehen diese Familie nicht mehr. Ihre Leitung sieht sie selbst"
    " nicht: Bitte sagen Sie einer anderen Leitung, dass Sie befangen sind."
)

LIFTED = (
    "Die Person sieht die Familie wieder, soweit ihre Rolle das mit sich bringt.",
    "Sie kann wieder Aufgaben für die Familie übernehmen.",
    "Sprechen Sie vorher mit ihr: Der Grund muss vorbei sein.",
)


@require_http_methods(["GET", "POST"])
def conflict_declare(request: SignedInRequest, family: UUID) -> HttpResponse:
    """Everyone who sees a family, rarely: say that one knows it, and have nothing to do with it."""
    if not access.may_declare(request.actor, family):
        raise PermissionDenied
    form = BiasForm(request.POST or None)
    if form.is_valid():
        with suppress(NotPossibleError):  # sent twice at once: the first of both holds
            actions.declare(by=request.actor, family=family, **form.cleaned_data)
        known = access.is_answered_for(request.actor, family)
        messages.success(request, DECLARED if known else DECLARED_ALONE)
        return redirect("/")
    return _form(request, "conflicts/conflict_declare.html", form, family)


@require_http_methods(["GET", "POST"])
def conflict_enter(request: SignedInRequest, family: UUID) -> HttpResponse:
    """A lead, the head or a coordinator, rarely: say that somebody must have nothing to do with a family."""
    if not access.may_enter(request.actor, family):
        raise PermissionDenied
    people = User.objects.visible_to(request.actor).filter(colleagues(request.actor))
    able = people.exclude(id=request.actor.user_id).order_by("display_name")
    form = EnterForm(request.POST or None, able=able)
    if form.is_valid():
        try:
            actions.enter(by=request.actor, family=family, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Befangenheit ist eingetragen und gilt ab sofort.")
            return redirect("conflicts")
    return _form(request, "conflicts/conflict_enter.html", form, family)


@require_safe
def conflicts(request: SignedInRequest) -> HttpResponse:
    """Leads, the head, coordinators and data protection, rarely: see who is kept away from what, and
    lift it.
    """
    lines = [
        {
            "title": f"{line.person}: {line.word}",
            "text": f"{line.reason}, {line.since}",
            "verb": "Aufheben",
            "verb_href": reverse("conflict_lift", args=[line.id]),
        }
        for line in actions.list_all(by=request.actor)
    ]
    return render(request, "conflicts/conflicts.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def conflict_lift(request: SignedInRequest, conflict: UUID) -> HttpResponse:
    """Whoever answers for it, when the reason is over: let the person work on the family again."""
    if request.method == "GET":
        line = actions.read_before_lifting(by=request.actor, conflict=conflict)
        context = {
            "title": "Befangenheit aufheben",
            "about": f"{line.person}: {line.word}",
            "follows": (f"Eingetragen ist: {line.reason}, {line.since}.", *LIFTED),
            "back": reverse("conflicts"),
            "back_label": "Nicht aufheben",
            "danger": True,
        }
        return render(request, "pages/sure.html", context)
    actions.lift(by=request.actor, conflict=conflict)
    messages.success(request, "Die Befangenheit ist aufgehoben.")
    return redirect("conflicts")


@require_http_methods(["GET", "POST"])
def lead_elsewhere(request: SignedInRequest, family: UUID) -> HttpResponse:
    """The head, or another lead where no head may, rarely: put a family under another lead where its
    own must not know it.
    """
    found = actions.read_unled(by=request.actor, family=family)
    form = LeadForm(request.POST or None, teams=found.teams)
    if form.is_valid():
        try:
            actions.lead_elsewhere(by=request.actor, family=family, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(
                request, f"{found.word} steht jetzt unter dieser Leitung. Sagen Sie ihr Bescheid."
            )
            return redirect("today")
    context = {"form": form, "word": found.word, "back": reverse("today")}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "conflicts/lead_elsewhere.html", context, status=status)


def _form(request: SignedInRequest, template: str, form: BiasForm, family: UUID) -> HttpResponse:
    seen = Family.objects.visible_to(request.actor).filter(id=family).exists()
    # The head and finance know a family by its Merkwort only.
    office = reverse("family", args=[family]) if seen else "/"
    back = office if request.actor.is_office else reverse("aids")
    context = {"form": form, "back": back, "leads": bool(request.actor.leads)}
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)
