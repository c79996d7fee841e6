"""Coming in with an account of the town: the real protocol, spoken with another process over HTTP."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from pytest_django import Settings

from accounts import actions as accounts
from accounts.actor import Actor
from accounts.admissions import actions as admissions
from accounts.admissions.actions import NewColleague
from accounts.models import Rest, User
from accounts.roles import Role
from accounts.single_sign_on import actions
from accounts.single_sign_on.sums import SignOn
from audit.deeds import NotPossibleError
from audit.models import Entry
from tests.accounts.issuer.__main__ import SECRET
from tests.accounts.visitor import FACTORS, SECOND_STEP, SIGN_IN, MakePerson, Visitor, code
from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
NOT_IN = "Mit diesem Konto kommen Sie hier nicht herein."
TWO = {"amr": ["pwd", "mfa"]}
PATIENCE = 90


class Issuer:
    """The other process, seen from here."""

    def __init__(self, address: str) -> None:
        self.address = address

    def says(self, **words: Any) -> None:
        """Tell it what to say from now on."""
        requests.post(f"{self.address}/tell", json=words, timeout=20).raise_for_status()

    def sends_back(self, answer: object) -> str:
        """Follow a browser to the issuer, and give the way back."""
        there = requests.get(str(answer), allow_redirects=False, timeout=20)
        assert there.status_code == 302, there.text
        return there.headers["Location"].removeprefix("http://testserver")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issuer]:
    """Run the issuer beside us."""
    folder = tmp_path_factory.mktemp("issuer")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.accounts.issuer"],
        env=os.environ | {"ISSUER_FOLDER": str(folder)},
        cwd=ROOT,
    )
    port, until = folder / "port", time.monotonic() + PATIENCE
    while not (port.exists() and port.read_text()) and time.monotonic() < until:
        assert process.poll() is None
        time.sleep(0.1)
    yield Issuer(f"http://127.0.0.1:{port.read_text()}")
    process.terminate()
    process.wait()


@pytest.fixture
def issuer(running: Issuer, settings: Settings) -> Issuer:
    """Take the issuer's word in this test."""
    settings.SIGN_ON = SignOn(
        issuer=running.address,
        client_id="hilfenetz",
        client_secret=SECRET,
        name="Stadtkonto",
        strong=frozenset({"mfa"}),
    )
    running.says()
    return running


@pytest.fixture
def bound(issuer: Issuer, by_clock: Actor, person: User) -> User:
    """A new person whose account the administration entered."""
    actions.bind(by=by_clock, person=person, subject="k-4711")
    return person


def comes(visitor: Visitor, issuer: Issuer) -> str:
    """Go from the door to the issuer and back, and say where that leads."""
    there = visitor.client.post("/anmelden/konto/").headers["Location"]
    answer = visitor.opens(issuer.sends_back(there))
    assert answer.status_code == 302
    return answer.headers["Location"]


def refusals() -> list[str]:
    rows = Entry.objects.filter(event="identity.refused").order_by("seq")
    return [str(entry.facts["reason"]) for entry in rows]


def test_without_an_issuer_none_of_it_is_there(visitor: Visitor, person: User) -> None:
    assert "Stadtkonto" not in visitor.opens(SIGN_IN).content.decode()
    assert visitor.client.post("/anmelden/konto/").status_code == 404
    assert visitor.opens("/anmelden/konto/zurueck/").status_code == 404


def test_two_factors_shown_there_are_enough_here(issuer: Issuer, bound: User) -> None:
    assert "Mit Stadtkonto anmelden" in Visitor().opens(SIGN_IN).content.decode()
    for claims in (TWO, {"acr": "mfa"}, {"amr": "mfa"}):
        visitor = Visitor()
        issuer.says(claims=claims)
        comes(visitor, issuer)
        assert visitor.is_in(), claims
    row = SocialAccount.objects.get()
    assert (row.provider, row.uid, row.extra_data) == (issuer.address, "k-4711", {})
    asked = parse_qs(urlsplit(Visitor().client.post("/anmelden/konto/").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid"]
    assert asked.keys() >= {"state", "nonce", "code_challenge"}


def test_one_factor_there_asks_for_the_own_one(issuer: Issuer, bound: User) -> None:
    for claims in ({}, {"amr": ["pwd"]}, {"amr": [["mfa"]]}, {"acr": ["mfa"]}, {"amr": "mfa pwd"}):
        visitor = Visitor()
        issuer.says(claims=claims)
        comes(visitor, issuer)
        assert visitor.opens("/zugang/").headers["Location"] == FACTORS, claims
    local = Visitor()
    local.gives_password(bound.username)
    secret = local.enrols_app()
    issuer.says(claims={"amr": ["pwd"]})
    visitor = Visitor()
    assert comes(visitor, issuer) == SECOND_STEP
    assert not visitor.is_in()
    visitor.gives_code(code(secret))
    assert visitor.is_in()
    issuer.says(claims=TWO)
    other = Visitor()
    comes(other, issuer)
    assert other.is_in()
    # The local way stays good beside it, and one sign-in elsewhere makes no other session strong.
    last = Visitor()
    assert last.gives_password(bound.username).headers["Location"] == SECOND_STEP


BENT: dict[str, dict[str, object]] = {
    "another issuer": {"claims": {**TWO, "iss": "https://elsewhere.example"}},
    "another audience": {"claims": {**TWO, "aud": "another"}},
    "several audiences": {"claims": {**TWO, "aud": ["hilfenetz", "another"]}},
    "another party": {"claims": {**TWO, "azp": "another"}},
    "another nonce": {"claims": {**TWO, "nonce": "of another sign-in"}},
    "no nonce": {"claims": {**TWO, "nonce": None}},
    "no end": {"claims": {**TWO, "exp": None}},
    "over": {"claims": {**TWO, "exp": 1_700_000_000}},
    "from the future": {"claims": {**TWO, "iat": 4_000_000_000}},
    "no subject": {"claims": {**TWO, "sub": None}},
    "an empty subject": {"claims": {**TWO, "sub": ""}},
    "another signature": {"claims": TWO, "signature": "another"},
    "no signature": {"claims": TWO, "signature": "none"},
    "signed with the public key": {"claims": TWO, "signature": "shared"},
}


def test_what_does_not_hold_lets_nobody_in(issuer: Issuer, bound: User) -> None:
    for name, words in BENT.items():
        visitor = Visitor()
        issuer.says(**words)
        assert (name, comes(visitor, issuer)) == (name, SIGN_IN)
        assert (name, visitor.is_in()) == (name, False)
        assert NOT_IN in visitor.opens(SIGN_IN).content.decode(), name
    assert len(refusals()) == len(BENT)
    # Each of them came as far as the token.
    assert set(refusals()) == {"token", "nonce", "audience", "subject"}
    issuer.says(claims=TWO)
    visitor = Visitor()
    comes(visitor, issuer)
    assert visitor.is_in()


def test_a_way_back_is_good_once_and_only_for_the_browser_that_asked(
    issuer: Issuer, bound: User
) -> None:
    issuer.says(claims=TWO)
    asking, thief = Visitor(), Visitor()
    there = asking.client.post("/anmelden/konto/").headers["Location"]
    back = issuer.sends_back(there)
    assert thief.opens(back).headers["Location"] == SIGN_IN
    assert not thief.is_in()
    # A code alone is worth nothing: whoever caught it has no verifier.
    caught = parse_qs(urlsplit(back).query)["code"][0]
    given = {
        "grant_type": "authorization_code",
        "code": caught,
        "redirect_uri": "http://testserver/anmelden/konto/zurueck/",
        "client_id": "hilfenetz",
        "client_secret": SECRET,
    }
    token = f"{issuer.address}/identity/o/api/token"
    assert requests.post(token, data=given, timeout=20).status_code == 400
    asking.opens(back)
    assert asking.is_in()
    again = Visitor()
    state = parse_qs(urlsplit(again.client.post("/anmelden/konto/").headers["Location"]).query)
    replayed = f"/anmelden/konto/zurueck/?code={caught}&state={state['state'][0]}"
    assert again.opens(replayed).headers["Location"] == SIGN_IN
    assert not again.is_in()
    assert asking.opens(back).status_code == 302
    assert refusals() == ["state", "code", "state"]


def test_an_unknown_account_gets_one_sentence_and_nobody_signs_up(
    issuer: Issuer, bound: User
) -> None:
    people = User.objects.count()
    for who, words in {
        "k-4712": {"claims": {**TWO, "email": "seidenfaden@stadt.example"}},
        bound.username: {"claims": {**TWO, "preferred_username": bound.username}},
    }.items():
        visitor = Visitor()
        issuer.says(who=who, **words)
        assert comes(visitor, issuer) == SIGN_IN
        assert not visitor.is_in()
        assert NOT_IN in visitor.opens(SIGN_IN).content.decode()
    assert User.objects.count() == people
    assert SocialAccount.objects.count() == 1
    assert refusals() == ["unknown", "unknown"]
    User.objects.filter(id=bound.id).update(is_active=False)
    issuer.says(claims=TWO)
    assert comes(Visitor(), issuer) == SIGN_IN
    assert refusals()[-1] == "inactive"


def test_a_person_binds_the_own_account_once_after_a_fresh_proof(
    issuer: Issuer, person: User, make_person: MakePerson
) -> None:
    visitor = Visitor()
    visitor.gives_password(person.username)
    visitor.enrols_app()
    there = visitor.client.post("/zugang/konto/verbinden/").headers["Location"]
    assert visitor.opens(issuer.sends_back(there)).headers["Location"] == "/zugang/"
    assert "Verbunden." in visitor.opens("/zugang/").content.decode()
    issuer.says(claims=TWO)
    other = Visitor()
    comes(other, issuer)
    assert other.is_in()
    taken = Visitor()
    taken.gives_password(make_person("lerchenfeld").username)
    taken.enrols_app()
    there = taken.client.post("/zugang/konto/verbinden/").headers["Location"]
    taken.opens(issuer.sends_back(there))
    assert "schon mit einem anderen Zugang" in taken.opens("/zugang/").content.decode()
    visitor.client.post("/zugang/konto/trennen/")
    assert comes(Visitor(), issuer) == SIGN_IN
    assert SocialAccount.objects.count() == 0


def test_an_old_session_at_the_issuer_is_no_fresh_proof_here(issuer: Issuer, bound: User) -> None:
    now = int(time.time())
    asked = "/bestaetigen/?next=/zugang/"
    for auth_time, leads_to in (
        (None, asked),
        (now - 3600, asked),
        (True, asked),
        (now, "/zugang/"),
    ):
        visitor = Visitor()
        issuer.says(claims={**TWO, "auth_time": auth_time})
        comes(visitor, issuer)
        answer = visitor.client.post("/zugang/konto/trennen/")
        assert (auth_time, answer.headers["Location"]) == (auth_time, leads_to)
    assert comes(Visitor(), issuer) == SIGN_IN


def test_whom_a_coordinator_let_in_rests_with_an_account_that_the_administration_enters(
    issuer: Issuer, world: World, by_clock: Actor
) -> None:
    flex = world.town.providers["flex"].id
    quast = NewColleague(
        username="quast", display_name="Ben Quast", role=Role.CARER, provider_id=flex
    )
    admitted = admissions.admit(by=world.actor("brandt"), colleague=quast)
    actions.bind(by=world.actor("wolters"), person=admitted, subject="k-4714")
    assert SocialAccount.objects.get().user == admitted
    assert Rest.objects.going_on().get().user == admitted


def test_the_administration_enters_an_account_only_before_the_person_came_in(
    issuer: Issuer, world: World, bound: User, make_person: MakePerson
) -> None:
    administrator, other = world.actor("wolters"), make_person("lerchenfeld")
    with pytest.raises(NotPossibleError, match="schon mit einem anderen"):
        actions.bind(by=administrator, person=other, subject="k-4711")
    with pytest.raises(NotPossibleError, match="schon verbunden"):
        actions.bind(by=administrator, person=bound, subject="k-4712")
    with pytest.raises(PermissionDenied):
        actions.bind(by=world.actor("kowalski"), person=other, subject="k-4713")
    issuer.says(claims=TWO)
    comes(Visitor(), issuer)
    with pytest.raises(NotPossibleError, match="schon eingerichtet"):
        accounts.invite(by=administrator, person=bound)
    actions.release(by=administrator, person=bound)
    with pytest.raises(PermissionDenied):
        actions.bind(by=administrator, person=bound, subject="k-4713")
