"""Pages about the own access; in the example town also the page to become one of its people."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from allauth.account import views as sign_in_views
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.signals import on_user_logged_in as list_session
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, sheets
from accounts.absences import sheets as absences
from accounts.forms import AbsenceForm, BePersonForm, InvitationForm
from accounts.middleware import (
    DEMO,
    SignedInRequest,
    actor_for,
    comes_from_this_machine,
    device_of,
    is_fresh,
)
from accounts.models import User
from accounts.nominations import sheets as nominations
from accounts.rests import sheets as rests
from accounts.single_sign_on import sheets as identities
from audit.deeds import NotPossibleError

LEFT = "Sie vertreten {}. Bitte finden Sie dafür jemand anderen und sagen Sie es der Leitung."
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """The door: name and password, or a passkey; in the example town the choice of a person."""
    if settings.DEMO:
        return demo_people(request)
    name = settings.SIGN_ON.name if settings.SIGN_ON else ""
    return sign_in_views.LoginView.as_view(extra_context={"sign_on": name})(request)


@login_not_required
@require_http_methods(["GET", "POST"])
def demo_people(request: HttpRequest) -> HttpResponse:
    """Let whoever tries out the example town be one of its people; it does not exist anywhere else."""
    if not (settings.DEMO and comes_from_this_machine(request)):
        raise Http404
    if request.method != "POST":
        return render(request, "demo/people.html", {"places": sheets.people_one_can_be()})
    form = BePersonForm(request.POST)
    if not form.is_valid():
        raise Http404
    _become(request, form.cleaned_data["person"])
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))


@require_http_methods(["GET", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """The own page of everyone, opened now and then: see sessions and factors, say that one is away."""
    form = AbsenceForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            actions.set_absence(by=request.actor, person=request.actor.user, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Ihre Abwesenheit ist eingetragen.")
            _say_who_is_left(request, form.cleaned_data["until_on"])
            return redirect("account")
    sheet = sheets.account(request.actor, request.session.session_key)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {
        "sheet": sheet,
        "form": form,
        "device": sheets.device(device_of(request)),
        "identity": identities.identity(request.actor, request.actor.user),
        "nominations": nominations.own(request.actor),
        "rest": rests.own(request.actor),
    }
    return render(request, "accounts/account.html", context, status=status)


def _say_who_is_left(request: SignedInRequest, until_on: date) -> None:
    """Tell a deputy who goes away for whom nobody stands in now."""
    if names := absences.stood_in_for(request.actor, until_on):
        messages.warning(request, LEFT.format(" und ".join(names)))


@require_POST
def end_absence(request: SignedInRequest) -> HttpResponse:
    """Say that one is back, once after each absence."""
    try:
        actions.end_absence(by=request.actor, person=request.actor.user)
        messages.success(request, "Willkommen zurück. Ihre Vertretung ist beendet.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("account")


@require_POST
def end_session(request: SignedInRequest, session: int) -> HttpResponse:
    """End an own session on another device, for example a lost phone."""
    actions.end_session(by=request.actor, session=session)
    messages.success(request, "Die Sitzung ist beendet.")
    return redirect("account")


@require_safe
def without_password(request: HttpRequest) -> HttpResponse:
    """Say to people of the example town that they have no password to change."""
    messages.info(request, "Für diesen Zugang gibt es kein Passwort.")
    return redirect("account")


@require_safe
def second_factors(request: SignedInRequest) -> HttpResponse:
    """The own second factors; whoever has none is led here after the password."""
    sheet = sheets.factors(request.actor)
    return render(request, "accounts/second_factors.html", {"sheet": sheet})


@require_safe
def to_second_factors(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # every view has it
    """Stand in for pages of the sign-in package that we do not have."""
    return redirect("mfa_index")


@require_POST
def remove_factor(request: SignedInRequest, factor: int) -> HttpResponse:
    """Remove an own second factor, for example of an old phone."""
    if not is_fresh(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('mfa_index')}")
    try:
        actions.remove_factor(by=request.actor, factor=factor)
        messages.success(request, "Der zweite Faktor ist entfernt.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("mfa_index")


@login_not_required
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, person: UUID, token: str) -> HttpResponse:
    """Set the first password; whoever was invited opens it once."""
    invited = User.objects.active().filter(id=person).first()
    if invited is None or not default_token_generator.check_token(invited, token):
        raise Http404
    form = InvitationForm(request.POST or None, person=invited)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "accounts/invitation.html", {"form": form}, status=status)
    by, password = actor_for(request, invited), form.cleaned_data["password"]
    actions.accept_invitation(by=by, token=token, password=password)
    messages.success(request, "Ihr Passwort ist gesetzt. Bitte melden Sie sich an.")
    return redirect("account_login")


def _become(request: HttpRequest, person: User) -> None:
    """Sign in as a person of the example town; the session keeps that no second factor was shown."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, DEMO)
    login(request, person, backend=BACKEND)
    list_session(sender=User, request=request)
