"""Makes the actor of a request, and forces the second factor in this very session."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actor import Actor
from accounts.models import User
from audit import clock

type GetResponse = Callable[[HttpRequest], HttpResponse]

SIGNED_IN_AT = "signed_in_at"
SECOND_FACTOR = "mfa"
DEMO = "demo"
# The word of the issuer of single sign-on, and its word that two factors were shown there.
AT_ISSUER, SECOND_FACTOR_AT_ISSUER = "at_issuer", "second_factor_at_issuer"
FRESH_SECONDS = 300
SEEN_AT = "seen_at"
DEVICE = "device"
# How exact the time of the last request is kept: a page that is read changes a session once a minute at most.
PRESENCE_SECONDS = 60
# What browsers of phones say of themselves.
PHONES = ("Mobile", "Android", "iPhone")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

# Reachable with a password alone, and only while the person has no second factor yet.
ENROLMENT = frozenset(
    (
        *("mfa_index", "mfa_add_webauthn", "mfa_activate_totp"),
        *("account_reauthenticate", "account_logout"),
    )
)


class Device(models.TextChoices):
    """What kind of device a session runs on; each has its own time until it locks."""

    DESK = "desk", "Dienst-PC"
    PHONE = "phone", "Diensthandy"
    FOREIGN = "foreign", "Fremdes Gerät"


class SignedInRequest(HttpRequest):
    """A request of a person who signed in: it carries the actor."""

    actor: Actor


class ActorMiddleware:
    """Reads the clock once and makes `request.actor`; strangers have none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            cast("SignedInRequest", request).actor = actor_for(request, request.user)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lets nobody further who has not shown a second factor in this session.

    Whoever has none yet is led to enrolment. A session that began before the factor was enrolled ends: it must not
    add a factor of its own beside it. After the longest time a session may last, it ends too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],  # noqa: ARG002  # Django's signature
        kwargs: Mapping[str, Any],  # noqa: ARG002  # Django's signature
    ) -> HttpResponse | None:
        """Answer instead of the page when the session is too old or too weak for it."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        signed_in = cast("SignedInRequest", request)
        if not is_current(signed_in):
            return _signed_out(request)
        if is_strong(signed_in):
            return None
        if get_adapter().is_mfa_enabled(request.user, FACTORS):
            return _signed_out(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in ENROLMENT else redirect("mfa_index")


def actor_for(request: HttpRequest, user: User) -> Actor:
    """Give the actor of this request, or make the one of a person who is just coming in."""
    known = getattr(request, "actor", None)
    if isinstance(known, Actor) and known.user_id == user.id:
        return known
    return Actor.of(user, now=clock.read(), request_id=uuid4())


def clock_actor() -> Actor:
    """Give the actor in whose name is recorded what strangers try."""
    return Actor.clock(clock.read())


def is_strong(request: SignedInRequest) -> bool:
    """Tell whether a second factor was shown in this session; in the demo its own sign-in counts."""
    return any(record.get("method") in _enough() for record in _records(request))


def shown_at_issuer(request: HttpRequest, person: AbstractBaseUser | None) -> bool:
    """Tell whether the issuer said, in this session, that the person showed two factors there."""
    records = get_authentication_records(request, person)
    return any(record.get("method") == SECOND_FACTOR_AT_ISSUER for record in records)


def is_fresh(request: SignedInRequest) -> bool:
    """Tell whether the person proved within the last five minutes who they are."""
    since = request.actor.now.timestamp() - FRESH_SECONDS
    return any(record.get("at", 0) >= since for record in _records(request))


def is_current(request: SignedInRequest) -> bool:
    """Tell whether the session is younger than the longest a session may last."""
    began = request.session.get(SIGNED_IN_AT)
    oldest = request.actor.now.timestamp() - settings.SESSION_COOKIE_AGE
    return isinstance(began, float) and began >= oldest


def device_of(request: SignedInRequest) -> Device:
    """Give the kind of device that the person named; until they did, it is a phone or a foreign one."""
    said = request.session.get(DEVICE)
    if said in Device.values:
        return Device(said)
    agent = request.headers.get("User-Agent", "")
    return Device.PHONE if any(mark in agent for mark in PHONES) else Device.FOREIGN


def seconds_left(request: SignedInRequest) -> int:
    """Say how long the session stays open without another request; nothing or less: it is locked.

    Counted from the last request that was noted or from the last factor shown, whichever is later.
    """
    last = max(_seen_at(request), _proven_at(request))
    return int(last + _idle_seconds(request) - request.actor.now.timestamp())


def is_locked(request: SignedInRequest) -> bool:
    """Tell whether nobody showed themselves at this session for longer than its device allows."""
    return seconds_left(request) <= 0


def has_come_back(request: SignedInRequest) -> bool:
    """Tell whether the session was locked until a factor was shown just now."""
    return _seen_at(request) + _idle_seconds(request) <= request.actor.now.timestamp()


def note_presence(request: SignedInRequest) -> None:
    """Note that a request came, once a minute at most: the session may lock a minute early, never late."""
    now = request.actor.now.timestamp()
    if now - _seen_at(request) >= PRESENCE_SECONDS:
        request.session[SEEN_AT] = now


def comes_from_this_machine(request: HttpRequest) -> bool:
    """Trust only the connection itself, and nothing that came through a proxy."""
    forwarded = {"HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_VIA"}
    if forwarded & request.META.keys():
        return False
    return ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback


def _seen_at(request: SignedInRequest) -> float:
    # A session begins with signing in; the first page after it may come much later.
    seen = request.session.get(SEEN_AT) or request.session.get(SIGNED_IN_AT)
    return float(seen) if isinstance(seen, float | int) else 0.0


def _proven_at(request: SignedInRequest) -> float:
    """Say when a factor was last shown; the password alone opens no locked page."""
    enough = _enough()
    shown = (
        record.get("at", 0.0) for record in _records(request) if record.get("method") in enough
    )
    return max(shown, default=0.0)


def _idle_seconds(request: SignedInRequest) -> int:
    return int(settings.LOCK_MINUTES[device_of(request).value]) * 60


def _enough() -> set[str]:
    known = {SECOND_FACTOR, SECOND_FACTOR_AT_ISSUER}
    return known | {DEMO} if settings.DEMO else known


def _records(request: SignedInRequest) -> list[dict[str, Any]]:
    # Without the person the list is always empty, and everybody would go round in circles.
    return get_authentication_records(request, request.actor.user)


def _signed_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("account_login")
