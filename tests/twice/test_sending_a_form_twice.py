"""A form that is sent twice without a script stores once, and the person reads that it is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from audit.deeds import DONE
from tests.conftest import SignIn
from tests.matrix.asking import address, patterns
from tests.matrix.expected import TABLE, Page, pages
from tests.matrix.test_opening_every_page import arguments
from tests.stages.whole import Whole
from tests.twice.pages import Sent, filled_in, told
from tests.twice.table import CHANGING, HELD, ONCE, RACED, SIGN_IN, Sending

OURS = ("accounts", "outcomes", "protection", "providers", "referrals")
PATTERNS = {str(pattern.name): pattern for pattern in patterns()}


def _each(table: dict[str, tuple[Sending, ...]]) -> list[Any]:
    return [
        pytest.param(name, sending, id=f"{name}{place or ''}")
        for name, sendings in sorted(table.items())
        for place, sending in enumerate(sendings)
    ]


def test_every_address_that_takes_a_form_says_what_a_second_sending_does() -> None:
    taking = {name for name in TABLE if any(said.acts is not None for said in pages(name))}
    groups = [set(ONCE), set(HELD), set(CHANGING), set(RACED), set(SIGN_IN)]
    assert set().union(*groups) == taking
    assert sum(map(len, groups)) == len(taking)


@pytest.mark.parametrize(("name", "sending"), _each(ONCE))
def test_a_form_sent_twice_stores_once(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, name, sending)
        before = _rows(whole, sending.who)
        first = browser.post(url, sent)
        stored = _rows(whole, sending.who)
        assert (first.status_code, stored != before) == (302, True), _said(first)
        second = browser.post(url, sent)
        assert (second.status_code, second.headers.get("Location")) == (
            302,
            first.headers["Location"],
        )
        assert _said(second) == [DONE]
        assert _rows(whole, sending.who) == stored


@pytest.mark.parametrize(("name", "sending"), _each(HELD))
def test_what_a_state_holds_off_is_answered_with_a_sentence(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, name, sending)
        before = _rows(whole, sending.who)
        first = browser.post(url, sent)
        stored = _rows(whole, sending.who)
        assert first.status_code == 302, _said(first)
        assert stored != before or name in {"account", "family_move"}
        second = browser.post(url, sent)
        assert second.status_code in {302, 422}
        # Whoever notes the same standing again finds it there.
        assert _said(second) or second.headers["Location"] == first.headers["Location"]
        assert _rows(whole, sending.who) == stored


def test_the_same_page_with_another_text_is_another_note(whole: Whole, signed_in: SignIn) -> None:
    with _undone():
        sending = ONCE["note_new"][0]
        browser, url, sent = _filled_in(whole, signed_in, "note_new", sending)
        before = _rows(whole)["referrals_note"]
        for text in ("Erster Stand.", "Zweiter, verbesserter Stand."):
            browser.post(url, {**sent, "text": [text]})
        assert _rows(whole)["referrals_note"] == before + 2


def test_the_same_text_from_a_new_page_is_another_note(whole: Whole, signed_in: SignIn) -> None:
    with _undone():
        before = _rows(whole)["referrals_note"]
        for _ in range(2):
            browser, url, sent = _filled_in(whole, signed_in, "note_new", ONCE["note_new"][0])
            browser.post(url, sent)
        assert _rows(whole)["referrals_note"] == before + 2


@pytest.mark.parametrize("number", ["", "kein Zeichen", "0", "ü" * 400])
def test_a_number_that_is_none_hinders_nobody(whole: Whole, signed_in: SignIn, number: str) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, "note_new", ONCE["note_new"][0])
        before = _rows(whole)["referrals_note"]
        assert browser.post(url, {**sent, "once": [number]}).status_code == 302
        assert _rows(whole)["referrals_note"] == before + 1


def test_the_number_of_a_row_of_somebody_else_touches_nothing(
    whole: Whole, signed_in: SignIn
) -> None:
    with _undone():
        theirs = whole.mitte.note
        browser, url, sent = _filled_in(whole, signed_in, "note_new", ONCE["note_new"][0])
        before = _rows(whole)["referrals_note"]
        answer = browser.post(url, {**sent, "once": [str(theirs.id)]})
        assert _said(answer) == ["Die Notiz ist gespeichert."]
        assert _rows(whole)["referrals_note"] == before + 1


def test_after_an_error_the_number_stays(whole: Whole, signed_in: SignIn) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, "note_new", ONCE["note_new"][0])
        answer = browser.post(url, {**sent, "text": [""]})
        assert answer.status_code == 422
        again = filled_in(answer.content.decode(), url, {})
        assert again["once"] == sent["once"]


def _filled_in(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> tuple[Client, str, Sent]:
    """Open the page of a form as a person and type."""
    made = sending.before(whole) if sending.before else {}
    about = Page(about=sending.about)
    args = arguments(PATTERNS[name], whole, whole.sued, about)
    args |= {key: thing.id for key, thing in made.items()}
    url, browser = address(name, args) + sending.query, signed_in(sending.who)
    page = browser.get(url)
    shown = page.content.decode() if page.status_code == 200 else ""
    return browser, url, filled_in(shown, url, sending.text(whole))


def _rows(whole: Whole, who: str = "demir") -> dict[str, int]:
    """Count the rows of every table of the work, keys too, on both sides of the wall."""
    with whole.world.acting(who):
        own = {f"{table} of {who}": rows for table, rows in _counted()}
    return {**own, **dict(_counted())}


def _counted() -> Iterator[tuple[str, int]]:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            yield model._meta.db_table, model._base_manager.count()


def _said(answer: Any) -> list[str]:
    """Give the sentences that this answer tells: of the next page, or beside the fields."""
    form = (answer.context or {}).get("form") if answer.status_code == 422 else None
    named = [error for field in form for error in field.errors] if form is not None else []
    general = list(form.non_field_errors()) if form is not None else []
    return [*told(answer), *map(str, named), *map(str, general)]


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
