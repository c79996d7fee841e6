"""Drafts on their way: kept when a page is locked or somebody asks for it, given back to the page they came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.drafts import actions, sheets
from accounts.drafts.models import Draft
from accounts.middleware import SignedInRequest
from audit import trail
from audit.deeds import NotPossibleError
from audit.forms import CSRF, Restored

type View = Callable[..., HttpResponse]

KEEP = "behalten"
QUIETLY = "leise"
# Never kept: what opens the door, what holds off forged requests, which button was pressed, and what
# somebody looked for (`q`): that is asked again quicker than found again.
SECRET = frozenset({CSRF, KEEP, "again", "code", "credential", "q"})
WAS_LOCKED = "Zu Ihrem Schutz war die Seite verschlossen. Ihr Text ist gesichert."
NOTHING_SENT = "Zu Ihrem Schutz war die Seite verschlossen. Es wurde nichts gesendet."
NOT_SENT = "Ihr Entwurf von {} Uhr steht hier. Gesendet ist er noch nicht."
NOT_HERE = "Ihr Text ist gesichert. Die Seite, für die er war, nimmt ihn so nicht mehr an."


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what was sent: where it goes on, and a sentence when it could not be kept."""

    href: str
    draft: Draft | None = None
    sentence: str = ""


@require_safe
def drafts(request: SignedInRequest) -> HttpResponse:
    """Everyone, after an interruption: find what was typed and not sent."""
    return render(request, "drafts/drafts.html", {"drafts": actions.read_own(by=request.actor)})


@require_POST
def discard(request: SignedInRequest, kept: UUID) -> HttpResponse:
    """The author: let a draft go."""
    draft = get_object_or_404(Draft.objects.visible_to(request.actor), id=kept)
    actions.discard(by=request.actor, draft=draft)
    messages.success(request, "Der Entwurf ist verworfen.")
    return redirect("drafts")


def serve(
    request: SignedInRequest, view: View, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> HttpResponse:
    """Call a page; give it back what was typed before, keep what is typed now, let go what it took."""
    given = request.GET.get(sheets.BACK)
    address = address_of(request)
    if given is not None:
        # Pages read their own words in an address; this one is ours.
        request.GET = cast("Any", _without_ours(request))
    if request.method == "POST" and KEEP in request.POST:
        return _keep(request)
    if request.method == "GET" and given is not None:
        return _give_back(request, given, address, lambda: view(request, *args, **kwargs))
    before = trail.deeds_done()
    answer = view(request, *args, **kwargs)
    taken = answer.status_code == HTTPStatus.FOUND and trail.deeds_done() > before
    if request.method == "POST" and taken:
        # What was kept just now waits for a proof of who one is; it was not taken.
        own = Draft.objects.visible_to(request.actor).filter(address=address)
        here = list(own.filter(kept_at__lt=request.actor.now))
        if here:
            actions.settle(by=request.actor, drafts=here)
    return answer


def keep_sent(request: SignedInRequest, *, proven: bool) -> Kept:
    """Keep what a form sent, inside the wall of its author."""
    address, fields = address_of(request), typed(request)
    if not any(value.strip() for values in fields.values() for value in values):
        # A button: it stands on the page from which it was pressed.
        return Kept(back_of(request) or resolve_url(settings.LOGIN_REDIRECT_URL))
    try:
        draft = actions.keep(by=request.actor, address=address, fields=fields, proven=proven)
    except NotPossibleError as refusal:
        return Kept(address, sentence=refusal.sentence)
    return Kept(_with(address, draft.id), draft)


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Give what was typed into the form that was sent, without what is nobody's to keep."""
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in SECRET and "password" not in name
    }


def address_of(request: HttpRequest) -> str:
    """Name the page of a form: its address, without our own word in it."""
    query = _without_ours(request).urlencode()
    return f"{request.path}?{query}" if query else request.path


def back_of(request: HttpRequest) -> str:
    """Give the own page from which something was sent, as far as the browser tells."""
    referer, own = request.headers.get("Referer", ""), f"{request.scheme}://{request.get_host()}/"
    return referer.removeprefix(own[:-1]) if referer.startswith(own) else ""


def _keep(request: SignedInRequest) -> HttpResponse:
    kept = keep_sent(request, proven=True)
    if request.POST[KEEP] == QUIETLY:
        at = sheets.time_of(kept.draft) if kept.draft else ""
        return JsonResponse({"at": at, "sentence": kept.sentence})
    if kept.sentence:
        messages.warning(request, kept.sentence)
    return redirect(kept.href)


def _give_back(
    request: SignedInRequest, given: str, address: str, page: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show a page with what was typed there; it is shown only, and nothing can be done by it."""
    draft = _own(request, given, address)
    if draft is None:
        return page()
    fields = actions.take_up(by=request.actor, draft=draft)
    request.method, request.POST = "POST", cast("Any", _restored(fields))
    if draft.proven:
        messages.info(request, NOT_SENT.format(sheets.time_of(draft)))
    else:
        messages.info(request, WAS_LOCKED)
    try:
        with trail.reading_only():
            answer = page()
    except trail.NothingButReadingError:
        answer = redirect(settings.LOGIN_REDIRECT_URL)
    if answer.status_code in {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}:
        answer.status_code = HTTPStatus.OK
        return answer
    if sheets.texts(fields):
        messages.info(request, NOT_HERE)
        return redirect(f"{reverse('drafts')}#{draft.id}")
    # A choice without a word: quicker made again than found again.
    actions.discard(by=request.actor, draft=draft)
    return answer


def _own(request: SignedInRequest, given: str, address: str) -> Draft | None:
    try:
        identity = UUID(given)
    except ValueError:
        return None
    own = Draft.objects.visible_to(request.actor).select_related("lock")
    return own.filter(id=identity, address=address).first()


def _restored(fields: Mapping[str, list[str]]) -> Restored:
    sent = Restored(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, values)
    return sent


def _without_ours(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    query.pop(sheets.BACK, None)
    return query


def _with(address: str, draft: UUID) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode({sheets.BACK: draft})}"
