"""A page is one transaction, seen by the database as the person who asks; and headers for every answer."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.actor import Actor
from accounts.drafts import views as drafts
from accounts.rests.middleware import keep_out
from deploy import errors
from protection import wall
from protection.keys import KeyProviderDownError
from referrals.purposes.middleware import entering

if TYPE_CHECKING:
    from accounts.middleware import SignedInRequest

type GetResponse = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class OneTransactionMiddleware:
    """Opens the transaction and the wall, calls the page, and keeps recorded refusals.

    Refusals become pages inside, so that their trace is committed; any other exception rolls everything back.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return errors.in_words(self.get_response(request))

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Stand as the actor while the page is made; sign-in pages stay outside."""
        actor = getattr(request, "actor", None)
        if not isinstance(actor, Actor) or view.__module__.startswith("allauth."):
            return None
        if _reads_ahead(request):
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        try:
            return self._in_one_transaction(request, actor, view, args, kwargs)
        except KeyProviderDownError:
            return errors.unavailable()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002  # Django's hook
        """Say in words that keys are out of reach also where a page of the sign-in package asked for them."""
        return errors.unavailable() if isinstance(exception, KeyProviderDownError) else None

    @staticmethod
    def _in_one_transaction(
        request: HttpRequest,
        actor: Actor,
        view: Callable[..., HttpResponse],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
    ) -> HttpResponse:
        with wall.standing_as(actor):
            try:
                signed_in = cast("SignedInRequest", request)
                is_open = not getattr(view, "login_required", True)
                kept_out = keep_out(signed_in, is_open=is_open)
                led = kept_out or entering(request, kwargs)
                return led or drafts.serve(signed_in, view, args, kwargs)
            except (PermissionDenied, Http404):
                return errors.not_found(request)


def _reads_ahead(request: HttpRequest) -> bool:
    """A browser that fetches pages nobody looks at would leave false readings in the trail."""
    return request.method == "HEAD" or request.headers.get("Sec-Purpose", "").startswith("prefetch")


class HeadersMiddleware:
    """Adds the headers that Django does not: nothing is kept, nothing is shared."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
