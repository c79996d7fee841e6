"""Who asks for pages: the cast of the matrix, and who of them is to the other family what another
is to this one.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from accounts import actions as accounts
from accounts.middleware import SIGNED_IN_AT
from accounts.models import User
from tests.world import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOUR = 3600
STRANGER, PASSWORD_ONLY = "stranger", "password_only"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: a person of the staff list, and whose absence makes them stand in."""

    person: str
    absent: str = ""


MEMBERS = {
    "worker": Member("demir"),
    "deputy": Member("kaya"),
    "standing_in": Member("kaya", absent="demir"),
    "colleague": Member("wiegand"),
    "other_worker": Member("overbeck"),
    "lead": Member("nolte"),
    "other_lead": Member("fries"),
    "head": Member("kowalski"),
    "planner": Member("lindner"),
    "officer": Member("seidel"),
    "it": Member("wolters"),
    "flex": Member("brandt"),
    "culture": Member("aydin"),
    "learning": Member("hartwig"),
    "carer": Member("sahin"),
    "other_carer": Member("vogt"),
    "desk": Member("ullrich"),
    "protector": Member("gerlach"),
    "finance": Member("maibaum"),
    "coordinating": Member("rehm"),
    "auditor": Member("stolze"),
    "billing": Member("grote"),
}
EVERYBODY = frozenset(MEMBERS)
# Whoever has to do with the family of Süd is nobody to the family of Mitte, and the other way round.
TO_THE_OTHER = {
    "worker": "other_worker",
    "deputy": "other_worker",
    "standing_in": "other_worker",
    "colleague": "other_worker",
    "other_worker": "worker",
    "lead": "other_lead",
    "other_lead": "lead",
    "flex": "learning",
    "culture": "learning",
    "learning": "flex",
    "carer": "other_carer",
}


class Browsers:
    """A browser for each of the cast; signing in is done once, every request begins anew."""

    def __init__(self, world: World, members: Mapping[str, Member] = MEMBERS) -> None:
        self._world, self._members = world, members
        people = {member.person for member in members.values()}
        self._sessions = {code: _session(world.town.people[code], strong=True) for code in people}
        self._weak = _session(world.town.people["petry"], strong=False)

    def of(self, name: str) -> Client:
        """Give the browser of one of the cast, as the person left it when they signed in."""
        client = Client()
        if name != STRANGER:
            weak = name == PASSWORD_ONLY
            session = self._weak if weak else self._sessions[self._members[name].person]
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        return client

    def prepare(self, name: str) -> None:
        """Let whoever is to be stood in for be away."""
        absent = self._members[name].absent if name in self._members else ""
        if absent:
            with self._world.acting(absent) as by:
                accounts.set_absence(by=by, person=by.user, until_on=by.today)


def _session(user: User, *, strong: bool) -> str:
    """Sign a person in as the sign-in package does, with or without a second factor."""
    client = Client()
    client.force_login(user, BACKEND)
    session = client.session
    method = "mfa" if strong else "password"
    session[SIGNED_IN_AT] = time.time()
    # A slow machine asks for longer than a session stays open; the cast does not tire.
    shown = {"method": method, "at": time.time() + HOUR}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.id)
    session.save()
    return str(session.session_key)
