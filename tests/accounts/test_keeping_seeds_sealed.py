"""Keeping seeds sealed: whoever reads the database cannot make codes."""

import json
import zlib

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.signing import b64_decode
from django.db import connection

from accounts.models import User
from tests.accounts.visitor import ENROL_APP, SECOND_STEP, MakePerson, Visitor, code


def everything() -> str:
    """Read, as text, every row of every table that belongs to signing in."""
    tables = ("mfa_authenticator", "django_session", "django_cache", "audit_entry", "accounts_user")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608  # fixed names
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def unpacked(session_data: str) -> bytes:
    """Undo what Django does to a session beside sealing it: signing, base64 and compression."""
    payload = session_data.split(":", maxsplit=1)[0]
    packed = b64_decode(payload.lstrip(".").encode())
    return zlib.decompress(packed) if payload.startswith(".") else packed


def test_the_key_of_a_code_app_is_nowhere_in_the_database(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    secret = visitor.enrols_app()
    lying = everything()
    assert str(person.id) in lying
    assert secret not in lying


def test_a_key_is_not_readable_while_it_is_being_enrolled(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.opens(ENROL_APP)
    assert "mfa.totp.secret" in visitor.client.session
    lying = Session.objects.get(pk=visitor.client.session.session_key).session_data
    assert b"mfa.totp" not in unpacked(lying)


def test_codes_still_fit_after_sealing(person: User) -> None:
    first, second = Visitor(), Visitor()
    first.gives_password(person.username)
    secret = first.enrols_app()
    second.gives_password(person.username)
    second.gives_code(code(secret))
    assert second.is_in()


def test_a_seed_moved_to_another_person_does_not_open(
    person: User, make_person: MakePerson
) -> None:
    other = make_person("lerchenfeld")
    thief, owner = Visitor(), Visitor()
    thief.gives_password(other.username)
    secret = thief.enrols_app()
    owner.gives_password(person.username)
    owner.enrols_app()
    stolen = Authenticator.objects.get(user=other, type="totp").data
    Authenticator.objects.filter(user=person, type="totp").update(data=stolen)
    attempt = Visitor()
    attempt.client.raise_request_exception = False
    attempt.gives_password(person.username)
    answer = attempt.client.post(SECOND_STEP, {"code": code(secret)})
    assert answer.status_code == 500
    assert not attempt.is_in()


def test_recovery_codes_lie_sealed_too(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    page = visitor.opens("/zugang/notfallcodes/").content.decode()
    codes = [part.split("<")[0] for part in page.split("<code>")[1:]]
    assert len(codes) == 10
    lying = everything()
    assert not [one for one in codes if one in lying]
    data = Authenticator.objects.get(user=person, type="recovery_codes").data
    with pytest.raises(ValueError, match="hexadecimal"):
        bytes.fromhex(json.loads(json.dumps(data))["seed"])
