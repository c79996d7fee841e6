"""Signing in: a password opens nothing, a second factor in this session opens the service."""

import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.middleware import ENROLMENT, SIGNED_IN_AT
from accounts.models import User
from audit.models import Entry
from tests.accounts.visitor import FACTORS, SECOND_STEP, SIGN_IN, Visitor, code
from tests.locks.aging import later

LOCKED = 423
OUTSIDE = {"/barrierefreiheit/", "/ueber/"}


def pages(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    """Give the address of every page, with something in place of its parameters."""
    found = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += pages(pattern.url_patterns, route)
        elif pattern.name not in ENROLMENT and getattr(pattern.callback, "login_required", True):
            found.append("/" + filled(route))
    return found


def filled(route: str) -> str:
    """Put something that fits in place of every parameter."""
    parts = [part for part in route.split("/") if part]
    values = {"<uuid": "00000000-0000-4000-8000-000000000001", "<int": "1", "<str": "x"}
    return "".join(
        values.get(part.split(":")[0], "x" if "<" in part else part) + "/" for part in parts
    )


def test_a_stranger_gets_no_further_than_the_door(visitor: Visitor, person: User) -> None:
    for address in pages(get_resolver().url_patterns):
        answer = visitor.opens(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer.headers["Location"].startswith(SIGN_IN), address


def test_a_password_alone_reaches_nothing_but_enrolment(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    for address in pages(get_resolver().url_patterns):
        answer = visitor.opens(address)
        assert (address, answer.status_code) == (address, 302)
        assert answer.headers["Location"] == FACTORS, address


def test_whoever_enrols_a_code_app_is_in(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    assert not visitor.is_in()
    visitor.enrols_app()
    assert visitor.is_in()


def test_recovery_codes_are_shown_once(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    first = visitor.opens("/zugang/notfallcodes/").content.decode()
    second = visitor.opens("/zugang/notfallcodes/").content.decode()
    assert first.count("<code>") == 10
    assert "<code>" not in second
    assert "noch 10 unbenutzt" in second


def test_a_wrong_code_leaves_a_locked_session_locked_and_the_trail_says_so(
    visitor: Visitor, person: User
) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    visitor.client.post("/bestaetigen/code/", {"code": "000000"})
    failed = Entry.objects.filter(event__in=("account.reopen_failed", "factor.failed"))
    assert [entry.event for entry in failed] == ["factor.failed"]
    later(visitor.client, 11)
    assert visitor.opens("/zugang/").status_code == LOCKED
    answer = visitor.client.post("/bestaetigen/code/", {"code": "000000"})
    assert answer.status_code != 302
    assert visitor.opens("/zugang/").status_code == LOCKED
    entry = Entry.objects.get(event="account.reopen_failed")
    assert (entry.about, entry.facts) == ([person.id], {"kind": "totp"})
    assert not Entry.objects.filter(event="account.reopened").exists()


def test_a_session_from_before_the_enrolment_ends(person: User) -> None:
    thief, owner = Visitor(), Visitor()
    thief.gives_password(person.username)
    owner.gives_password(person.username)
    owner.enrols_app()
    assert thief.opens(FACTORS).headers["Location"] == SIGN_IN
    assert thief.opens(FACTORS).headers["Location"].startswith(SIGN_IN)


def test_the_next_device_needs_password_and_code(person: User) -> None:
    first, second = Visitor(), Visitor()
    first.gives_password(person.username)
    secret = first.enrols_app()
    assert second.gives_password(person.username).headers["Location"] == SECOND_STEP
    assert not second.is_in()
    second.gives_code(code(secret))
    assert second.is_in()


def test_a_code_is_good_once(person: User) -> None:
    first, second, third = Visitor(), Visitor(), Visitor()
    first.gives_password(person.username)
    secret = first.enrols_app()
    for visitor in (second, third):
        visitor.gives_password(person.username)
    seen = code(secret)
    second.gives_code(seen)
    answer = third.gives_code(seen)
    assert second.is_in()
    assert not third.is_in()
    assert "Der Code passt nicht." in answer.content.decode()


def test_wrong_passwords_lock_the_right_one_out_on_every_connection(person: User) -> None:
    for _ in range(6):
        Visitor().gives_password(person.username, "Der Birnbaum blüht im Mai")
    # Another connection, as another process would have.
    connection.close()
    answer = Visitor().gives_password(person.username)
    assert answer.status_code == 200
    assert "Das waren zu viele Versuche." in answer.content.decode()


def test_a_name_that_nobody_has_reads_the_same_as_a_wrong_password(
    visitor: Visitor, person: User
) -> None:
    wrong = visitor.gives_password(person.username, "falsch").content.decode()
    unknown = visitor.gives_password("niemand", "falsch").content.decode()
    sentence = "Anmeldename und Passwort passen nicht zusammen."
    assert sentence in wrong
    assert sentence in unknown


def test_a_session_ends_after_twelve_hours(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    session = visitor.client.session
    assert isinstance(session, SessionStore)
    session[SIGNED_IN_AT] = time.time() - 12 * 60 * 60 - 1
    session.save()
    assert not visitor.is_in()


def test_whoever_is_deactivated_is_out_on_the_next_click(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    User.objects.filter(id=person.id).update(is_active=False)
    assert not visitor.is_in()


def test_signing_out_takes_a_click_on_a_button(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username)
    visitor.enrols_app()
    visitor.opens("/abmelden/")
    assert visitor.is_in()
    visitor.client.post("/abmelden/")
    assert not visitor.is_in()


def test_every_step_leaves_a_trace(visitor: Visitor, person: User) -> None:
    visitor.gives_password(person.username, "falsch")
    visitor.gives_password(person.username)
    visitor.enrols_app()
    visitor.client.post("/abmelden/")
    about_person = Entry.objects.filter(about__contains=[person.id], kind="security")
    assert list(about_person.order_by("seq").values_list("event", flat=True)) == [
        "rest.not_due",
        "password.changed",
        "account.sign_in_failed",
        "account.signed_in",
        "factor.added",
        "factor.added",
        "account.signed_out",
    ]


@pytest.mark.parametrize("address", ["/signup/", "/accounts/signup/", "/password/reset/"])
def test_there_is_no_other_way_in(visitor: Visitor, person: User, address: str) -> None:
    assert visitor.opens(address).status_code == 404
