"""Somebody with a browser in front of the door, as far as a browser without JavaScript gets."""

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

type MakePerson = Callable[[str], User]

PASSWORD = "Der Kirschbaum blüht im Mai"
SIGN_IN = "/anmelden/"
FACTORS = "/zugang/zweiter-faktor/"
ENROL_APP = "/zugang/zweiter-faktor/app/"
SECOND_STEP = "/anmelden/code/"


# A code is good for its own 30 seconds only; a person would not begin to type in the last of them.
PERIOD, LAST = 30, 4


def code(secret: str, steps: int = 0) -> str:
    """Give the code that an app with this key shows now, or some periods of 30 seconds later."""
    left = PERIOD - time.time() % PERIOD
    if left < LAST:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps))


class Visitor:
    """A browser that keeps its cookies."""

    def __init__(self) -> None:
        self.client = Client()

    def opens(self, address: str) -> "Answer":
        """Open a page."""
        return self.client.get(address)

    def gives_password(self, name: str, password: str = PASSWORD) -> "Answer":
        """Do the first step of signing in."""
        return self.client.post(SIGN_IN, {"login": name, "password": password})

    def gives_code(self, given: str) -> "Answer":
        """Do the second step of signing in."""
        return self.client.post(SECOND_STEP, {"code": given})

    def enrols_app(self) -> str:
        """Enrol a code app and give the key it was shown."""
        page = self.client.get(ENROL_APP).content.decode()
        found = re.search(r'id="authenticator_secret">([A-Z2-7]+)<', page)
        assert found, page
        answer = self.client.post(ENROL_APP, {"code": code(found[1])})
        assert answer.status_code == 302, answer.content.decode()
        return found[1]

    def is_in(self) -> bool:
        """Tell whether the own page opens."""
        return self.client.get("/zugang/").status_code == 200
