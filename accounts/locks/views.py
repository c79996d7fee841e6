"""The locked page and the ways back; asking again before something grave."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.drafts import views as drafts
from accounts.forms import ConfirmCodeForm, ConfirmPasskeyForm
from accounts.locks import sheets
from accounts.locks.forms import DeviceForm
from accounts.middleware import (
    DEMO,
    DEVICE,
    Device,
    SignedInRequest,
    comes_from_this_machine,
    is_fresh,
    seconds_left,
)

LOCKED = "Zu Ihrem Schutz ist die Seite verschlossen. Bitte entsperren Sie."
LOCKED_WITH_TEXT = (
    "Zu Ihrem Schutz ist die Seite verschlossen. Ihr Text ist gesichert. Bitte entsperren Sie."
)
NEXT = "next"


def lock_page(
    request: SignedInRequest, *, back: str = "", kept: drafts.Kept | None = None
) -> HttpResponse:
    """The same page for every address of a locked session: whose it is, how it opens, no content."""
    sentence = LOCKED
    if kept is not None:
        back = kept.href
        sentence = kept.sentence or (LOCKED_WITH_TEXT if kept.draft else drafts.NOTHING_SENT)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.headers.get("X-Quiet"):
        return HttpResponse(status=HTTPStatus.LOCKED)
    sheet = sheets.lock(request.actor, back=back, sentence=sentence)
    context: dict[str, Any] = {"sheet": sheet}
    if sheet.has_passkey:
        context["passkey_form"] = ConfirmPasskeyForm(user=request.actor.user)
        context["js_data"] = {"request_options": begin_authentication(request.actor.user)}
    if sheet.has_code:
        context["code_form"] = ConfirmCodeForm(user=request.actor.user)
    return render(request, "locks/locked.html", context, status=HTTPStatus.LOCKED)


@require_http_methods(["GET", "POST"])
def reopen(request: SignedInRequest) -> HttpResponse:
    """In the example town, where nobody has a passkey: open the locked page, or say once more who one is."""
    if not (settings.DEMO and comes_from_this_machine(request)):
        raise Http404
    back = _own(request, request.POST.get(NEXT) or request.GET.get(NEXT, ""))
    if request.method == "POST":
        record_authentication(request, request.actor.user, DEMO, reauthenticated=True)
        return redirect(back)
    return render(request, "locks/confirm.html", {"back": back})


@require_POST
def still_here(request: SignedInRequest) -> HttpResponse:
    """The script of an open page: say that somebody types here, and learn how long it stays open."""
    return JsonResponse({"seconds": seconds_left(request)})


@require_POST
def device(request: SignedInRequest) -> HttpResponse:
    """Everyone, once after signing in: say what kind of device this is, so that it locks in good time."""
    form = DeviceForm(request.POST)
    if form.is_valid():
        chosen = Device(form.cleaned_data["device"])
        request.session[DEVICE] = chosen.value
        minutes = settings.LOCK_MINUTES[chosen.value]
        messages.success(
            request, f"{chosen.label}: Die Seite wird nach {minutes} Minuten Pause verschlossen."
        )
    return redirect(_own(request, request.POST.get(NEXT, "")))


type _Page[**P] = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def must_prove_again[**P](view: _Page[P]) -> _Page[P]:
    """Open a page only to whoever showed within the last five minutes who they are.

    For bulk exports, subject access and emergency access (ASVS 7.5.3), not for own lists and
    papers. Whoever is led away comes back to the page; what they sent waits for them as a draft.
    """

    @wraps(view)
    def asked(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = drafts.address_of(request)
        if request.method == "POST":
            back = drafts.keep_sent(request, proven=True).href
        return redirect(f"{_way_to_prove(request)}?{urlencode({NEXT: back})}")

    return asked


def _way_to_prove(request: SignedInRequest) -> str:
    """Choose the quickest way to show who one is: passkey, code, password."""
    if settings.DEMO:
        return reverse("reopen")
    ways = sheets.lock(request.actor, back="", sentence="")
    if ways.has_passkey:
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("mfa_reauthenticate" if ways.has_code else "account_reauthenticate")


def _own(request: SignedInRequest, back: str) -> str:
    """Lead only to pages of this service."""
    own = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if own else resolve_url(settings.LOGIN_REDIRECT_URL)
