"""Where the sign-in package asks us: no sign-up, no mail, sealed seeds, sealed sessions."""

import base64
import os
import re
from functools import cache
from typing import Any, cast
from uuid import UUID, uuid5

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.signing import JSONSerializer
from django.http import HttpRequest
from django.urls import reverse

from accounts import hooks, sums
from accounts.middleware import SignedInRequest, is_fresh
from protection import keys

PURPOSE = UUID("6f1f4a52-0c5e-4b51-9d57-5ec0ffac7025")
STAGE = "allauth.mfa.stages.AuthenticateStage"
WRONG_CODE = "Der Code passt nicht. Bitte geben Sie den Code ein, der jetzt angezeigt wird."
TOO_OFT = "Das waren zu viele Versuche. Bitte warten Sie eine Viertelstunde."


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in with name and password; people are let in by others, never by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dieser Zugang ist beendet.",
        "enter_current_password": "Das ist nicht Ihr jetziges Passwort.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Das Passwort passt nicht.",
        "invalid_login": "Anmeldename und Passwort passen nicht zusammen.",
        "too_many_login_attempts": TOO_OFT,
        "rate_limited": TOO_OFT,
        "username_password_mismatch": "Anmeldename und Passwort passen nicht zusammen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the package's hook
        """Nobody signs up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: no mail of ours carries anything about access."""

    def add_message(self, request: HttpRequest, level: int, *_: Any, **kwargs: Any) -> None:
        """Show only sentences that were written out; the package's own greetings are left out."""
        sentence = kwargs.get("message")
        if sentence:
            messages.add_message(request, level, str(sentence))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Stop who tried too often, and record it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            hooks.sign_in_stopped(str(credentials.get("username", "")))
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002  # the package's hook
        """Count attempts by name alone: under another host name they would begin again."""
        return str(credentials.get("username", "")).lower()

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before factors change, unless the person came in within the last five minutes."""
        if is_fresh(cast("SignedInRequest", context.request)):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_login_stages(self) -> list[str]:
        """Ask for the own second factor unless the issuer of single sign-on said enough."""
        ours = {STAGE: "accounts.single_sign_on.adapters.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # the package's hook
        """Go back to the own page."""
        return reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds of second factors lie sealed in the database, bound to their purpose and their person."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Richten Sie zuerst einen zweiten Faktor ein.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a seed under the key that lies outside the database.

        Args:
            text: the seed of a code app or of recovery codes.

        Returns:
            The envelope in base64; AES-256-GCM, bound to purpose and person.
        """
        return base64.b64encode(keys.provider().wrap(_bound_to_person(), text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed.

        Raises:
            keys.EnvelopeBrokenError: it was changed, or belongs to another person.
        """
        envelope = base64.b64decode(encrypted_text)
        return keys.provider().unwrap_many([(_bound_to_person(), envelope)])[0].decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture for the code app on white, so that it can be read in the dark too."""
        ground = r'\g<0><rect width="100%" height="100%" fill="#fff"/>'
        return re.sub("<svg[^>]*>", ground, super().build_totp_svg(url), count=1)

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # the package's hook
    ) -> str:
        """Suggest a name for a new passkey."""
        others = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Passkey {others + 1}"


class SealedSessionSerializer:
    """Seals what a session remembers: the table of sessions holds no text that can be read.

    AES-256-GCM under a key derived from the secret key (HKDF-SHA256, RFC 5869).
    """

    def dumps(self, obj: Any) -> bytes:
        """Close a session."""
        nonce = os.urandom(keys.NONCE)
        return nonce + _session_cipher(settings.SECRET_KEY).encrypt(
            nonce, JSONSerializer().dumps(obj), b"session"
        )

    def loads(self, data: bytes) -> Any:
        """Open a session; one that does not open counts as empty."""
        nonce, closed = data[: keys.NONCE], data[keys.NONCE :]
        text = _session_cipher(settings.SECRET_KEY).decrypt(nonce, closed, b"session")
        return JSONSerializer().loads(text)


@cache
def _session_cipher(secret: str) -> AESGCM:
    derived = HKDF(SHA256(), keys.DATA_KEY, salt=None, info=b"hilfenetz session v1")
    return AESGCM(derived.derive(secret.encode()))


def _bound_to_person() -> UUID:
    """Name the place of a seed: the purpose and the person who signs in or is signed in."""
    request = context.request
    stage = getattr(request, "_login_stage", None)
    user = stage.login.user if stage else request.user
    return place_of_seed(user.pk)


def place_of_seed(person: UUID) -> UUID:
    """Name the place of a person's seeds: the purpose and the person."""
    return uuid5(PURPOSE, str(person))


class GuessedPasswordValidator:
    """Refuses a password that is tried first: patterns, rows of the keyboard, names, the service."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Say what is wrong with it."""
        names = [getattr(user, name, "") for name in ("username", "display_name")]
        if sentence := sums.weakness(password, names):
            raise ValidationError(sentence)

    def get_help_text(self) -> str:
        """Say beforehand what is asked."""
        return "Ein Satz ist leicht zu merken und schwer zu erraten."
