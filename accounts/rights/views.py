"""Pages about rights looked through each quarter, and about beginning again with two people."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.admissions.views import slips
from accounts.middleware import SignedInRequest
from accounts.models import Mandate, User
from accounts.rights import access, actions, sheets, sums
from accounts.rights.forms import VouchForm, WishForm
from accounts.rights.models import RightsMark, Wish
from audit.deeds import NotPossibleError

VOUCHED = "Festgehalten, einen Tag lang. Die IT gibt der Person jetzt eine neue Einladung."
BEGINS_ANEW = (
    "Mit dem Neubeginn enden alle Sitzungen und alle zweiten Faktoren der Person."
    " Danach gibt ihr die IT eine neue Einladung."
)


@require_GET
def rights(request: SignedInRequest) -> HttpResponse:
    """Leads, coordinators and the head each quarter: who has which role here; others: was it done."""
    if not (access.may_check(request.actor) or access.may_oversee(request.actor)):
        raise PermissionDenied
    sheet = sheets.rights(request.actor)
    columns = (("Ort", ""), ("Stand", ""), ("Am", ""))
    kinds = {"geprüft": "success", "offen": "warning"}
    rows = [
        ("", ((name, ""), (state, kinds[state]), (when, "")))
        for name, state, when in sheet.overview
    ]
    exceptions = sheets.exceptions(request.actor)
    context = {"sheet": sheet, "columns": columns, "rows": rows, "exceptions": exceptions}
    return render(request, "rights/rights.html", context)


@require_POST
def checked(request: SignedInRequest, place: UUID) -> HttpResponse:
    """Say, once a quarter, that the rights of a place are right."""
    found = next((one for one in sums.places_of(request.actor) if one.id == place), None)
    if found is None:
        raise PermissionDenied
    try:
        actions.check_rights(by=request.actor, place=found)
        messages.success(request, "Geprüft. Das steht jetzt im Nachweis.")
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("rights")


@require_http_methods(["GET", "POST"])
def mark(request: SignedInRequest, mandate: UUID) -> HttpResponse:
    """Ask the administration to change a role that is not right any more."""
    held = get_object_or_404(Mandate.objects.visible_to(request.actor), id=mandate)
    if not access.may_mark(request.actor, held):
        raise PermissionDenied
    form = WishForm(request.POST or None)
    if form.is_valid():
        try:
            actions.mark(by=request.actor, mandate=held, wish=Wish(form.cleaned_data["wish"]))
            messages.success(request, "Die Bitte liegt bei der IT.")
        except NotPossibleError as refusal:
            messages.info(request, refusal.sentence)
        return redirect("rights")
    words = {"title": "Rolle ändern lassen", "submit": "An die IT geben"}
    return _form(request, form, held.user, **words)


@require_POST
def settle(request: SignedInRequest, mark: UUID) -> HttpResponse:
    """The administration: say that a change is done."""
    found = get_object_or_404(RightsMark.objects.visible_to(request.actor), id=mark)
    try:
        actions.settle(by=request.actor, mark=found)
        messages.success(request, "Erledigt.")
    except NotPossibleError as refusal:
        messages.info(request, refusal.sentence)
    return redirect("rights")


@require_http_methods(["GET", "POST"])
def vouch(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Lead, coordinator or head: vouch for somebody who lost every second factor and stands there."""
    one = get_object_or_404(User.objects.visible_to(request.actor), id=person)
    if not access.may_vouch(request.actor, one):
        raise PermissionDenied
    form = VouchForm(request.POST or None)
    if form.is_valid():
        try:
            actions.vouch(by=request.actor, person=one)
            messages.success(request, VOUCHED)
        except NotPossibleError as refusal:
            messages.warning(request, refusal.sentence)
        return redirect("rights")
    words = {"title": "Für einen Neubeginn bürgen", "submit": "Bürgen", "note": BEGINS_ANEW}
    return _form(request, form, one, **words)


@require_POST
def ask_reset(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The administration: ask the person's lead or coordinator to vouch."""
    one = _administered(request, person)
    try:
        actions.ask_reset(by=request.actor, person=one)
        messages.success(request, "Die Leitung oder Koordination findet es unter „Heute“.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("access_of", person=one.id)


@require_POST
@sensitive_post_parameters()
def reset(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The administration: complete a new beginning and hand over the invitation."""
    one = _administered(request, person)
    try:
        token = actions.reset_access(by=request.actor, person=one)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("access_of", person=one.id)
    return slips(request, [(one, token)])


def _administered(request: SignedInRequest, person: UUID) -> User:
    found: User = get_object_or_404(User.objects.visible_to(request.actor), id=person)
    if not access.may_ask(request.actor, found):
        raise PermissionDenied
    return found


def _form(
    request: SignedInRequest, form: WishForm | VouchForm, person: User, **words: str
) -> HttpResponse:
    context = {"form": form, "name": person.display_name, "back": reverse("rights"), **words}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "rights/form.html", context, status=status)
