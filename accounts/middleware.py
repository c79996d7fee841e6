"""Makes the actor of a request, and forces the second factor in this very session."""

from collections.abc import Callable
from typing import cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from accounts.actor import Actor
from accounts.models import User
from audit import clock

type GetResponse = Callable[[HttpRequest], HttpResponse]


class SignedInRequest(HttpRequest):
    """A request of a person who signed in: it carries the actor."""

    actor: Actor


class ActorMiddleware:
    """Reads the clock once and makes `request.actor`; strangers have none."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            signed_in = cast("SignedInRequest", request)
            user = cast("User", request.user)
            signed_in.actor = Actor.of(user, now=clock.read(), request_id=uuid4())
        return self.get_response(request)
