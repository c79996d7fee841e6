"""Reads what an issuer says about a person, and believes none of it unchecked."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

# Signatures with two keys only: a secret shared with the issuer would let us speak in its name.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
)
REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
LEEWAY_SECONDS = 30
LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class SignOn:
    """The issuer of identities whose word is taken.

    `strong` are the values of `amr` and `acr` (OpenID Connect Core 1.0, 2) that say that two factors
    were shown there; none means that the own second factor is always asked for.
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    strong: frozenset[str] = frozenset()
    # Where the way to the issuer may lead on to; a form's target is held by the content policy.
    origins: tuple[str, ...] = ()

    @property
    def form_targets(self) -> list[str]:
        """Give the origins to which a form of ours may lead."""
        return [origin_of(self.issuer), *self.origins]


class NotBelievedError(Exception):
    """What the issuer said, or what came in its name, does not hold."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the issuer, and how they showed it.

    `issuer` and `subject` together are the identity (OpenID Connect Core 1.0, 5.7); nothing else of
    the token is kept. `proven_at` is a Unix time in seconds, 0 where the issuer does not say.
    """

    issuer: str
    subject: str
    is_strong: bool
    proven_at: float


def read(
    token: object,
    keys: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    strong: frozenset[str],
) -> Identity:
    """Check an id token and read who it is about.

    Source: OpenID Connect Core 1.0, 3.1.3.7: signature, issuer, audience, authorised party, times,
    nonce.

    Args:
        token: what the issuer's token address gave.
        keys: the issuer's public keys (RFC 7517).
        issuer: whose word is taken.
        client_id: how we are known there; the token must be for us.
        nonce: the word of this very sign-in; no other token carries it.
        strong: values of `amr` and `acr` that stand for two factors.

    Raises:
        NotBelievedError: any of it does not hold.
    """
    try:
        claims = jwt.decode(
            str(token),
            _key(str(token), keys),
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": list(REQUIRED)},
        )
    except (jwt.PyJWTError, LookupError, TypeError, ValueError) as wrong:
        raise NotBelievedError("token") from wrong
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise NotBelievedError("nonce")
    if claims.get("azp", client_id) != client_id or not _is_for_us_alone(claims):
        raise NotBelievedError("audience")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise NotBelievedError("subject")
    return Identity(
        issuer=issuer,
        subject=claims["sub"],
        is_strong=bool(_ways(claims) & strong),
        proven_at=_seconds(claims.get("auth_time")),
    )


def is_safe(address: str) -> bool:
    """Tell whether an address is encrypted on its way; on this machine it need not be."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def origin_of(address: str) -> str:
    """Give scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _key(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """Find the key that signed: by its name, and only among the issuer's."""
    kid = jwt.get_unverified_header(token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.key_type != "oct"]
    found = [key for key in known if key.key_id == kid]
    if len(found) != 1:
        raise LookupError(kid)
    return found[0]


def _is_for_us_alone(claims: Mapping[str, Any]) -> bool:
    """A token for several must name whom it was given to."""
    audience = claims["aud"]
    return isinstance(audience, str) or len(audience) == 1 or "azp" in claims


def _ways(claims: Mapping[str, Any]) -> set[str]:
    amr, acr = claims.get("amr"), claims.get("acr")
    ways = amr if isinstance(amr, list) else [amr]
    return {way for way in (*ways, acr) if isinstance(way, str)}


def _seconds(moment: object) -> float:
    usable = isinstance(moment, int | float) and not isinstance(moment, bool)
    return float(moment) if usable else 0.0  # type: ignore[arg-type]  # a number, as asked above
