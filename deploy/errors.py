"""The pages shown when something is not there, not allowed, or does not work."""

import errno
import sys
from functools import cache
from http import HTTPStatus
from pathlib import Path

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
)
from django.template.loader import render_to_string
from psycopg.errors import InsufficientPrivilege

HERE = Path(__file__).resolve().parent

FULL = (errno.ENOSPC, errno.EDQUOT)
TRAIL = "audit_"
# Sentences shorter than this are quickly typed again and may be passwords or codes.
WORTH_KEEPING = 30


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read; 413 when it is too much at once."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    page = render_to_string("errors/400.html", {"too_much": too_much})
    status = HTTPStatus.CONTENT_TOO_LARGE if too_much else HTTPStatus.BAD_REQUEST
    return HttpResponse(page, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: one text for what does not exist and for what is not released to this person.

    The body is made without the request, so it is the same to the byte for everyone.
    """
    return HttpResponseNotFound(_nothing_here())


@cache
def _nothing_here() -> bytes:
    return render_to_string("errors/404.html").encode()


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal looks like a page that does not exist, so that it tells nothing."""
    return not_found(request)


def in_words(response: HttpResponse) -> HttpResponse:
    """405: an address behind a button was opened by itself; Django's own answer is an empty page."""
    if (
        response.status_code != HTTPStatus.METHOD_NOT_ALLOWED
        or response.streaming
        or response.content
    ):
        return response
    response.content = render_to_string("errors/405.html").encode()
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page read from disk, because the template engine may be what failed; 503 where something
    that everything needs is out of reach.
    """
    if _is_outage(sys.exception()):
        return unavailable()
    return HttpResponseServerError((HERE / "templates/500.html").read_bytes())


def unavailable() -> HttpResponse:
    """503: something that everything needs does not answer; nothing was stored."""
    page = (HERE / "templates/503.html").read_bytes()
    status = HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse(page, status=status, headers={"Retry-After": "120"})


def _is_outage(problem: BaseException | None) -> bool:
    """Tell whether the database is away, locked or full, the disk is full, or the trail takes no entry:
    nothing was stored, and the same works again as soon as it is back.
    """
    while problem is not None:
        if isinstance(problem, OperationalError | InterfaceError):
            return True
        if isinstance(problem, OSError) and problem.errno in FULL:
            return True
        if isinstance(problem, InsufficientPrivilege) and TRAIL in str(problem):
            return True
        problem = problem.__cause__ or problem.__context__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long: nothing was stored, and the typed text is given back."""
    body = render_to_string("errors/csrf.html", {"texts": own_texts(request)})
    return HttpResponseForbidden(body)


def own_texts(request: HttpRequest) -> list[str]:
    """The longer texts of the refused form, but only if the form was one of our own pages."""
    own = f"{request.scheme}://{request.get_host()}"
    # Without this check a foreign page could make its own words appear under our name.
    if request.headers.get("Origin") != own:
        return []
    secret = ("csrf", "password", "code")
    values = [
        value for name, value in request.POST.items() if not any(word in name for word in secret)
    ]
    return [str(value) for value in values if len(str(value)) >= WORTH_KEEPING]
