"""What no browser sends is answered with a page and a sentence, at every page of signing in."""

import json

import pytest
from django.core.cache import cache

from accounts.forms import NOT_UNDERSTOOD
from accounts.models import User
from tests.accounts.visitor import SIGN_IN, Visitor

ADD_PASSKEY = "/zugang/zweiter-faktor/passkey/"
SIGN_IN_PASSKEY = "/anmelden/passkey/"
RESPONSE = {"clientDataJSON": "AAAA", "attestationObject": "oA", "authenticatorData": "AA"}
CREDENTIALS = (
    *("", "1", '"x"', "[]", "[1, 2]", "null", "true", "{}", "{", "\x00", "NaN", "9" * 5000),
    *("[" * 19_000, "x" * 30_000, '{"id": "' + "9" * 30_000 + '"}'),
    json.dumps({"id": 1, "rawId": [], "type": {}, "response": "x"}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": None}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": RESPONSE}),
    json.dumps(
        {
            "id": "ü",
            "rawId": "=",
            "type": "public-key",
            "response": {**RESPONSE, "signature": "AA", "userHandle": "\x00"},
            "clientExtensionResults": 3,
        }
    ),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "A" * 60,
                "signature": "AA",
                "userHandle": "eA",
            },
        }
    ),
)
WORDS = ("", "\x00", "a\x00b", "😀" * 40, "\u202e\ufeff", "x" * 40_000, "' OR 1=1 --", "\ud7ff")


def test_a_passkey_that_is_none_is_not_understood(visitor: Visitor, db: None) -> None:
    for sent in CREDENTIALS:
        cache.clear()
        answer = visitor.client.post(SIGN_IN_PASSKEY, {"credential": sent})
        assert (answer.status_code, answer["Location"]) == (302, SIGN_IN), sent[:60]
        page = visitor.opens(SIGN_IN).content.decode()
        assert NOT_UNDERSTOOD in page or "Der Code passt nicht" in page, sent[:60]


def test_enrolling_one_answers_with_the_form(person: User, visitor: Visitor) -> None:
    visitor.gives_password(person.username)
    for sent in CREDENTIALS:
        cache.clear()
        given = {"credential": sent, "name": "Mein Schlüssel"}
        answer = visitor.client.post(ADD_PASSKEY, given)
        page = answer.content.decode()
        assert answer.status_code in {200, 422}, sent[:60]
        assert NOT_UNDERSTOOD in page or "Der Code passt nicht" in page, sent[:60]
        assert "Mein Schlüssel" in page
    visitor.client.post(ADD_PASSKEY, {"credential": "{}", "name": "\x00"})


@pytest.mark.parametrize("address", ["/anmelden/", "/anmelden/code/", "/zugang/passwort/"])
def test_odd_words_are_only_wrong(person: User, visitor: Visitor, address: str) -> None:
    if address != SIGN_IN:
        visitor.gives_password(person.username)
    if address == "/anmelden/code/":
        visitor.enrols_app()
        visitor.client.post("/abmelden/")
        visitor.gives_password(person.username)
    fields = ("login", "password", "code", "oldpassword", "password1", "password2", "next")
    for word in WORDS:
        cache.clear()
        answer = visitor.client.post(address, dict.fromkeys(fields, word))
        assert answer.status_code < 500, word[:20]
        nothing = visitor.client.post(address, {})
        assert nothing.status_code < 500


def test_an_invitation_with_odd_words_is_only_wrong(person: User, visitor: Visitor) -> None:
    for word in WORDS:
        answer = visitor.client.post(
            f"/einladung/{person.id}/abc-def/", {"password": word, "again": word}
        )
        assert answer.status_code == 404
