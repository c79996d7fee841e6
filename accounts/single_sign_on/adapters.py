"""Talks to the issuer: where its pages are, who came back from there; and to the sign-in package."""

import secrets
from typing import Any

import requests
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.middleware import shown_at_issuer
from accounts.models import User
from accounts.single_sign_on import access, sums
from accounts.single_sign_on.sums import Identity, NotBelievedError

SIGN_IN, BIND = "login", "connect"
PLACES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
TROUBLE = (requests.RequestException, OAuth2Error, LookupError, TypeError, ValueError)


class Issuer(OpenIDConnectOAuth2Adapter):
    """The one issuer of the settings; what its own description says must fit."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, access.issuer().issuer)

    def get_provider(self) -> "Town":
        """Give the one provider there is."""
        return Town(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002  # the package's hook
        """Come back to our own address."""
        return request.build_absolute_uri(reverse("sign_on_return"))

    def check(self) -> None:
        """Read the issuer's description.

        Raises:
            NotBelievedError: it cannot be reached, names another issuer, or places that are not encrypted.
        """
        try:
            said = self.openid_config
            safe = all(sums.is_safe(said[place]) for place in PLACES)
        except TROUBLE as trouble:
            raise NotBelievedError("issuer") from trouble
        if said.get("issuer") != access.issuer().issuer or not safe:
            raise NotBelievedError("issuer")

    def keys(self) -> Any:
        """Fetch the public keys; they change, so they are never kept."""
        with requests.Session() as session:
            answer = session.get(self.openid_config["jwks_uri"], timeout=5, allow_redirects=False)
            answer.raise_for_status()
            return answer.json()


class Town(OpenIDConnectProvider):
    """How we are known at the issuer: always with PKCE (RFC 7636), asking for nothing but the identity."""

    def __init__(self, request: HttpRequest) -> None:
        known = access.issuer()
        ours = {"server_url": known.issuer.rstrip("/"), "oauth_pkce_enabled": True}
        app = SocialApp(
            provider=self.id,
            provider_id=known.issuer,
            name=known.name,
            client_id=known.client_id,
            secret=known.client_secret,
            settings=ours,
        )
        super().__init__(request, app=app)

    def get_oauth2_adapter(self, request: HttpRequest) -> Issuer:
        """Give the issuer."""
        return Issuer(request)


def go(request: HttpRequest, process: str, back: str | None = None) -> HttpResponse:
    """Lead the browser to the issuer, with a state, a nonce and a challenge of this one sign-in.

    Raises:
        NotBelievedError: the issuer cannot be reached.
    """
    Issuer(request).check()
    nonce = secrets.token_urlsafe(32)
    answer: HttpResponse = Town(request).redirect(
        request,
        process,
        next_url=back,
        data={"nonce": nonce},
        scope=["openid"],
        auth_params={"nonce": nonce},
    )
    return answer


def come_back(request: HttpRequest) -> tuple[str, str | None, Identity]:
    """Read who came back from the issuer: why, where to go on, who.

    Raises:
        NotBelievedError: this browser did not ask, or the answer does not hold.
    """
    asked = request.GET.get("state", "")
    state = statekit.unstash_state(request, provider_id=access.issuer().issuer, state_id=asked)
    if state is None:
        raise NotBelievedError("state")
    if "code" not in request.GET:
        raise NotBelievedError("cancelled")
    issuer = Issuer(request)
    issuer.check()
    try:
        client = issuer.get_client(request, Town(request).app)
        verifier = state.get("pkce_code_verifier")
        given = issuer.get_access_token_data(request, None, client, pkce_code_verifier=verifier)
        keys = issuer.keys()
    except TROUBLE as trouble:
        raise NotBelievedError("code") from trouble
    known = access.issuer()
    identity = sums.read(
        given.get("id_token"),
        keys,
        issuer=known.issuer,
        client_id=known.client_id,
        nonce=state["data"]["nonce"],
        strong=known.strong,
    )
    return state["process"], state.get("next"), identity


def person_of(identity: Identity) -> User | None:
    """Find the person to whom an identity is bound, by issuer and subject and nothing else."""
    bound = SocialAccount.objects.filter(provider=identity.issuer, uid=identity.subject)
    found: User | None = User.objects.filter(id__in=bound.values("user")).first()
    return found


class SecondFactorStage(AuthenticateStage):
    """Asks for the own second factor, unless the issuer said of this very sign-in that two were shown."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if shown_at_issuer(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
