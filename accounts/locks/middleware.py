"""Locks a session that nobody showed themselves at, and keeps what arrives while it is locked or over."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from accounts.drafts import views as drafts
from accounts.locks import actions, views
from accounts.middleware import (
    SignedInRequest,
    has_come_back,
    is_current,
    is_locked,
    is_strong,
    note_presence,
)
from protection import wall

type GetResponse = Callable[[HttpRequest], HttpResponse]

# Reachable while locked, beside the pages that need no signing in: the ways to show who one is.
WAYS_BACK = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "reopen"})

LOCK = "accounts.locks."


class LockMiddleware:
    """Answers every address with the lock page while a session is locked; what was sent becomes a draft.

    A session that is over is signed out by the next middleware; a text that arrives then is kept
    first. Only a session with a second factor keeps anything.
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
        """Answer instead of the page when the session is locked, or over with a text in hand."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        signed_in = cast("SignedInRequest", request)
        if not is_strong(signed_in):
            return None
        if not is_current(signed_in):
            return _over(signed_in) if _is_ours(signed_in, view) else None
        if is_locked(signed_in):
            return _locked(signed_in, view)
        if has_come_back(signed_in):
            with wall.standing_as(signed_in.actor):
                actions.reopen(by=signed_in.actor)
        note_presence(signed_in)
        return None


def _locked(request: SignedInRequest, view: Callable[..., HttpResponse]) -> HttpResponse | None:
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in WAYS_BACK:
        return None
    if not _is_ours(request, view):
        back = "" if request.method == "POST" else request.get_full_path()
        return views.lock_page(request, back=back or resolve_url("today"))
    return views.lock_page(request, kept=_kept(request))


def _over(request: SignedInRequest) -> HttpResponse:
    """Keep the text that arrives at the end of the day, and ask for signing in again."""
    kept = _kept(request)
    logout(request)
    if request.POST.get(drafts.KEEP) == drafts.QUIETLY:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    return redirect_to_login(kept.href)


def _kept(request: SignedInRequest) -> drafts.Kept:
    with wall.standing_as(request.actor):
        return drafts.keep_sent(request, proven=False)


def _is_ours(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    """Tell whether a form of our own was sent that may hold a text; those of the sign-in package carry
    secrets, those of the lock itself nothing.
    """
    return request.method == "POST" and not view.__module__.startswith(("allauth.", LOCK))
