"""Letting time pass for one browser: everything its session remembers moves back."""

import time
from typing import Any

from django.test import Client

from accounts.middleware import SEEN_AT, SIGNED_IN_AT
from audit import clock

RECORDS = "account_authentication_methods"


def later(browser: Client, minutes: float) -> None:
    """Let some minutes pass without a request."""
    session: Any = browser.session
    for name in (SEEN_AT, SIGNED_IN_AT):
        if name in session:
            session[name] -= minutes * 60
    session[RECORDS] = [
        {**record, "at": record["at"] - minutes * 60} for record in session[RECORDS]
    ]
    session.save()


def shows_a_factor(browser: Client) -> None:
    """Show a second factor, as the sign-in package keeps it after a passkey."""
    session: Any = browser.session
    shown = {"method": "mfa", "type": "webauthn", "reauthenticated": True, "at": time.time()}
    session[RECORDS] = [*session[RECORDS], shown]
    session.save()


def stays_awake(browser: Client) -> None:
    """Let a request have come just now, where a test moves the clock itself."""
    session: Any = browser.session
    session[SEEN_AT] = clock.read().timestamp()
    session.save()
