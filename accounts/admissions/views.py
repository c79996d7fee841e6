"""Pages on which the administration, and coordinators for their own people, let in and let go."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access
from accounts import actions as accounts
from accounts.admissions import actions, sheets
from accounts.admissions.forms import AccountForm, FilterForm, ListForm, RoleForm, SearchForm
from accounts.middleware import SignedInRequest
from accounts.models import User
from accounts.single_sign_on import sheets as identities
from audit.deeds import NotPossibleError

PEOPLE = (("Name", ""), ("Rolle und Ort", ""), ("Telefon", ""), ("Stand", ""), ("Angemeldet", ""))
LINES = (
    *(("Zeile", ""), ("Name", ""), ("Anmeldename", ""), ("Telefon", ""), ("Rolle", "")),
    *(("Ort", ""), ("Was geschieht", "")),
)
WAITS = "Die Rolle ist vorgeschlagen. Sie gilt, sobald eine zweite Person sie bestätigt."


@require_http_methods(["GET", "POST"])
def accesses(request: SignedInRequest) -> HttpResponse:
    """The administration, some times a week: find a person, let somebody in or out."""
    if not access.may_administer(request.actor):
        raise PermissionDenied
    return _people(request, title="Zugänge", here="accesses")


@require_http_methods(["GET", "POST"])
def staff(request: SignedInRequest) -> HttpResponse:
    """A provider's coordinators, some times a month: their own people, and nobody else's."""
    if access.may_administer(request.actor) or not access.may_admit(request.actor):
        raise PermissionDenied
    return _people(request, title="Mitarbeitende", here="staff")


def _people(request: SignedInRequest, *, title: str, here: str) -> HttpResponse:
    search, chosen = SearchForm(request.POST or None), FilterForm(request.GET, actor=request.actor)
    form = search if request.method == "POST" else chosen
    wanted = form.cleaned_data if form.is_valid() else {}
    lines = sheets.people(request.actor, wanted)
    context = {
        "title": title,
        "here": reverse(here),
        "search": search,
        "chosen": chosen,
        "label": "1 Person" if len(lines) == 1 else f"{len(lines)} Personen",
        "columns": PEOPLE,
        "rows": [(reverse("access_of", args=[line.id]), line.cells) for line in lines],
    }
    status = _status(search) if request.method == "POST" else HTTPStatus.OK
    return render(request, "admissions/people.html", context, status=status)


@require_http_methods(["GET", "POST"])
def account_new(request: SignedInRequest) -> HttpResponse:
    """Open an account with its first role; the invitation follows on the person's page."""
    _must_admit(request)
    form = AccountForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            made = actions.admit(by=request.actor, colleague=form.colleague)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Der Zugang ist angelegt. Es fehlt noch die Einladung.")
            return redirect("access_of", person=made.id)
    context = {"form": form, "back": list_of(request)}
    return render(request, "admissions/new.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def person(request: SignedInRequest, person: UUID) -> HttpResponse:
    """One person's access: invite, give and end roles, end the access."""
    one = person_of(request, person)
    form = RoleForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            holds = actions.give_or_nominate(by=request.actor, person=one, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Die Rolle ist eingetragen." if holds else WAITS)
            return redirect("access_of", person=one.id)
    sheet = sheets.person(request.actor, one)
    identity = identities.identity(request.actor, one)
    context = {"sheet": sheet, "form": form, "identity": identity, "back": list_of(request)}
    return render(request, "admissions/person.html", context, status=_status(form))


@require_POST
@sensitive_post_parameters()
def invite(request: SignedInRequest, person: UUID) -> HttpResponse:
    """Issue an invitation and show it once, to print and hand over in person."""
    one = person_of(request, person)
    try:
        token = accounts.invite(by=request.actor, person=one)
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("access_of", person=one.id)
    return slips(request, [(one, token)])


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def account_list(request: SignedInRequest) -> HttpResponse:
    """Let in a whole list of people, at the beginning or in a new year: look at it, then all or none."""
    _must_admit(request)
    form = ListForm(request.POST or None, request.FILES or None, actor=request.actor)
    if form.is_valid() and not request.FILES:
        try:
            invited = actions.admit_all(by=request.actor, colleagues=form.colleagues)
        except NotPossibleError as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return slips(request, [(one.person, one.token) for one in invited])
    context = {
        "form": form,
        "text": "" if form.errors or not form.is_bound else form.cleaned_data["text"],
        "count": len(form.colleagues),
        "is_older": form.is_older,
        "columns": LINES,
        "rows": [("", line.cells) for line in form.lines],
        "back": list_of(request),
    }
    return render(request, "admissions/list.html", context, status=_status(form))


def slips(request: SignedInRequest, invited: Sequence[tuple[User, str]]) -> HttpResponse:
    """Show invitations once, each as a slip to hand over in person."""
    made = [
        sheets.slip(
            one,
            request.build_absolute_uri(reverse("invitation", args=[one.id, token])),
            request.actor.now,
        )
        for one, token in invited
    ]
    return render(request, "admissions/slips.html", {"slips": made, "back": list_of(request)})


def _must_admit(request: SignedInRequest) -> None:
    if not access.may_admit(request.actor):
        raise PermissionDenied


def person_of(request: SignedInRequest, person: UUID) -> User:
    """Find a person whose access this actor looks after."""
    _must_admit(request)
    seen = User.objects.visible_to(request.actor).filter(access.admitted_by(request.actor))
    found: User = get_object_or_404(seen, id=person)
    return found


def list_of(request: SignedInRequest) -> str:
    """Name the list of people from which somebody came."""
    return reverse("accesses" if access.may_administer(request.actor) else "staff")


def _status(form: Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
