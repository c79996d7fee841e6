"""Pages of coming in with an account of the town: to the issuer and back, and binding it once."""

from http import HTTPStatus
from typing import cast
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import may_administer
from accounts.middleware import (
    AT_ISSUER,
    SECOND_FACTOR_AT_ISSUER,
    SignedInRequest,
    clock_actor,
    is_current,
    is_fresh,
    is_locked,
    is_strong,
)
from accounts.models import User
from accounts.single_sign_on import access, actions, adapters
from accounts.single_sign_on.forms import SubjectForm
from accounts.single_sign_on.sums import Identity, NotBelievedError
from audit.deeds import NotPossibleError
from protection import wall

NOT_IN = "Mit diesem Konto kommen Sie hier nicht herein. Bitte fragen Sie Ihre IT."
OUT_OF_REACH = "Dieser Weg ist gerade nicht erreichbar. Bitte nehmen Sie Passkey oder Passwort."


@login_not_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """From the door to the issuer: whoever has an account of the town, each morning."""
    _must_be_on()
    try:
        return adapters.go(request, adapters.SIGN_IN, get_next_redirect_url(request))
    except NotBelievedError:
        messages.warning(request, OUT_OF_REACH)
        return redirect("account_login")


@login_not_required
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the issuer: let in whoever is bound to this identity, or bind the own access to it."""
    _must_be_on()
    try:
        process, back, identity = adapters.come_back(request)
    except NotBelievedError as wrong:
        return _refused(request, str(wrong))
    if process == adapters.BIND:
        return _bound(request, identity)
    return _let_in(request, identity, back)


@require_POST
def bind_own(request: SignedInRequest) -> HttpResponse:
    """Bind the own access, once: after showing the own factors, and the account at the issuer."""
    _must_be_on()
    if not is_fresh(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('account')}")
    try:
        return adapters.go(request, adapters.BIND)
    except NotBelievedError:
        messages.warning(request, OUT_OF_REACH)
        return redirect("account")


@require_POST
def release_own(request: SignedInRequest) -> HttpResponse:
    """Let the own account at the issuer go."""
    _must_be_on()
    return _release(request, request.actor.user, reverse("account"))


@require_http_methods(["GET", "POST"])
def enter(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The administration, once for a new person: enter under which name the issuer knows them."""
    one = _administered(request, person)
    if not access.may_enter(request.actor, one):
        raise PermissionDenied
    form = SubjectForm(request.POST or None)
    if form.is_valid():
        try:
            actions.bind(by=request.actor, person=one, **form.cleaned_data)
        except NotPossibleError as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Der Zugang ist verbunden.")
            return redirect("access_of", person=one.id)
    context = {
        "form": form,
        "title": f"Mit {access.issuer().name} verbinden",
        "name": one.display_name,
        "submit": "Verbinden",
        "back": reverse("access_of", args=[one.id]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "rights/form.html", context, status=status)


@require_POST
def release(request: SignedInRequest, person: UUID) -> HttpResponse:
    """The administration: let the account of a person go, for example after it was entered wrongly."""
    one = _administered(request, person)
    return _release(request, one, reverse("access_of", args=[one.id]))


def _let_in(request: HttpRequest, identity: Identity, back: str | None) -> HttpResponse:
    person = adapters.person_of(identity)
    if person is None or not person.is_active:
        return _refused(request, "inactive" if person else "unknown", person)
    if request.user.is_authenticated:
        logout(request)
    # An old session at the issuer is no fresh proof: what counts is when the person showed it there.
    proven_at = min(identity.proven_at, clock_actor().now.timestamp())
    method = SECOND_FACTOR_AT_ISSUER if identity.is_strong else AT_ISSUER
    record_authentication(request, person, method, at=proven_at)
    answer: HttpResponse = perform_login(request, person, redirect_url=back)
    return answer


def _bound(request: HttpRequest, identity: Identity) -> HttpResponse:
    """Bind what the issuer just said to whoever asked for it and still sits there."""
    actor = getattr(request, "actor", None)
    if actor is None or not _still_there(request):
        return _refused(request, "binding")
    try:
        actions.bind(by=actor, person=actor.user, subject=identity.subject)
        messages.success(request, "Ihr Zugang ist verbunden.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("account")


def _still_there(request: HttpRequest) -> bool:
    ours = cast("SignedInRequest", request)
    return is_current(ours) and is_strong(ours) and not is_locked(ours) and is_fresh(ours)


def _refused(request: HttpRequest, reason: str, person: User | None = None) -> HttpResponse:
    """Say one sentence and nothing else, whatever the reason was; the reason is recorded."""
    by = clock_actor()
    with wall.standing_as(by):
        actions.note_refusal(by=by, reason=reason, person=person)
    messages.warning(request, NOT_IN)
    return redirect("account" if request.user.is_authenticated else "account_login")


def _release(request: SignedInRequest, person: User, back: str) -> HttpResponse:
    if not is_fresh(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={back}")
    try:
        actions.release(by=request.actor, person=person)
        messages.success(request, "Die Verbindung ist gelöst.")
    except NotPossibleError as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(back)


def _administered(request: SignedInRequest, person: UUID) -> User:
    _must_be_on()
    found: User = get_object_or_404(User.objects.visible_to(request.actor), id=person)
    if not may_administer(request.actor, found):
        raise PermissionDenied
    return found


def _must_be_on() -> None:
    if settings.SIGN_ON is None:
        raise Http404
