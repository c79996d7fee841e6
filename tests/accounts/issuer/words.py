"""What the issuer says: the truth, or what a test told it to say."""

import json
from collections.abc import Iterable
from typing import Any

import jwt
from allauth.core.internal import jwkkit
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

# Who sits there, claims that are said instead of the true ones (None: left out), and the signature.
TOLD: dict[str, Any] = {}
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def tell(**words: Any) -> None:
    """Begin again, with these words."""
    TOLD.clear()
    TOLD.update({"who": "k-4711", "claims": {}, "signature": "right", **words})


class Issuer(DefaultOIDCAdapter):
    """Knows people under a name of the town's own."""

    def get_user_sub(self, client: Client, user: AbstractBaseUser) -> str:  # noqa: ARG002  # the package's hook
        """Give the subject."""
        return str(user.get_username())

    def get_user_by_sub(
        self,
        client: Client,  # noqa: ARG002  # the package's hook
        sub: str,
    ) -> AbstractBaseUser | None:
        """Find a person by the subject."""
        people: Any = get_user_model().objects
        found: AbstractBaseUser | None = people.filter(username=sub).first()
        return found

    def populate_id_token(
        self,
        id_token: dict[str, Any],
        client: Client,  # noqa: ARG002  # the package's hook
        scopes: Iterable[str],  # noqa: ARG002  # the package's hook
        **kwargs: Any,  # noqa: ARG002  # the package's hook
    ) -> None:
        """Say what was told."""
        id_token.update(TOLD["claims"])
        for name in [name for name, value in id_token.items() if value is None]:
            del id_token[name]


def bent(body: bytes) -> bytes:
    """Sign the id token otherwise, if that was told."""
    how, said = TOLD["signature"], json.loads(body)
    if how == "right" or "id_token" not in said:
        return body
    claims = jwt.decode(said["id_token"], options={"verify_signature": False})
    kid = {"kid": jwt.get_unverified_header(said["id_token"])["kid"]}
    public, _ = jwkkit.load_jwk_from_pem(Issuer().get_signing_key().pem)
    if how == "none":
        token = jwt.encode(claims, "", algorithm="none", headers=kid)
    elif how == "shared":
        token = jwt.encode(claims, public["n"], algorithm="HS256", headers=kid)
    else:
        token = jwt.encode(claims, STRANGER, algorithm="RS256", headers=kid)
    return json.dumps({**said, "id_token": token}).encode()
