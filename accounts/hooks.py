"""The one receiver of signals: what the sign-in package reports goes into the trail; and what lies above
is told when an access ends.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import events
from accounts.actor import Actor
from accounts.middleware import (
    FACTORS,
    SECOND_FACTOR,
    SEEN_AT,
    SIGNED_IN_AT,
    SignedInRequest,
    actor_for,
    clock_actor,
    is_locked,
)
from accounts.models import User
from audit import trail
from protection import wall


@receiver(user_logged_in)
def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Begin the session's time and record who came in."""
    by = actor_for(request, user)
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = by.now.timestamp()
    _record(events.SIGNED_IN, by)


@receiver(user_logged_out)
def signed_out(*, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Record who left."""
    if user is not None:
        _record(events.SIGNED_OUT, actor_for(request, user))


@receiver(user_login_failed)
def sign_in_failed(*, credentials: Mapping[str, Any], **_: Any) -> None:
    """Record that somebody tried in vain; a name that nobody has is not kept, it may be a password."""
    _record_attempt(events.SIGN_IN_FAILED, str(credentials.get("username", "")))


def sign_in_stopped(username: str) -> None:
    """Record that the limit of attempts stopped somebody."""
    _record_attempt(events.SIGN_IN_STOPPED, username)


@receiver(authenticator_added)
def factor_added(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Record the new factor; whoever just enrolled it has shown it in this session."""
    if authenticator.type in FACTORS:
        shown = {"id": authenticator.pk, "type": authenticator.type}
        record_authentication(request, user, SECOND_FACTOR, **shown)
    _record(events.FACTOR_ADDED, actor_for(request, user), kind=authenticator.type)


@receiver(authenticator_reset)
def codes_renewed(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Record that the recovery codes were made anew."""
    _record(events.CODES_RENEWED, actor_for(request, user))


@receiver(authentication_failed)
def factor_failed(
    *, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Record that a second factor did not fit, on the way in or on the way back into a locked session."""
    locked = request.user.is_authenticated and is_locked(cast("SignedInRequest", request))
    event = events.REOPEN_FAILED if locked else events.FACTOR_FAILED
    _record(event, actor_for(request, user), kind=authenticator.type)


@receiver(password_changed)
def own_password_changed(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Record that somebody changed their password."""
    _record(events.PASSWORD_CHANGED, actor_for(request, user))


def _record(event: trail.Event, by: Actor, *, about: User | None = None, **facts: str) -> None:
    with wall.standing_as(by):
        trail.record(event, by=by, about=[about or by.user], facts=facts)


def _record_attempt(event: trail.Event, username: str) -> None:
    by = clock_actor()
    person = User.objects.filter(username=username).first()
    with wall.standing_as(by):
        trail.record(event, by=by, about=[person] if person else [])


type Ending = Callable[[Actor, User], None]

_ending: list[Ending] = []


def end_along(ending: Ending) -> None:
    """Let the families, which lie above, end what somebody has there together with the access."""
    _ending[:] = [ending]


def ends_along() -> tuple[Ending, ...]:
    """Give what ends together with an access, beyond roles and sessions."""
    return tuple(_ending)
