"""Every form of the service, sent while the page is locked: nothing is stored, nothing is lost, and
after unlocking the page shows what was typed, for its author to send.
"""

import re
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.drafts.views import WAS_LOCKED
from audit.forms import CSRF
from tests.conftest import SignIn
from tests.locks.aging import later, shows_a_factor
from tests.stages.whole import Whole
from tests.twice.pages import Chosen, Sent, filled_in
from tests.twice.table import HELD, ONCE, Sending
from tests.twice.test_sending_a_form_twice import _filled_in, _rows

LOCKED = 423
# Buttons: nothing is typed, and nothing is kept.
BUTTONS = {"decision_approve", "nomination", "papers", "rights_check", "visit_hold", "visit_miss"}
# A word chosen on the page of a plan, and a page that has to be seen anew before it is sent: nothing
# is typed there either.
CHOICES = {"goal_rate", "enquiry_send"}
# What was chosen stands in the form before the preview, which is seen anew.
PREVIEWED = {"disclosure_direct": {"provider"}, "disclosure_new": {"basis", "package"}}
NO_FORM = BUTTONS | CHOICES | PREVIEWED.keys()
OURS = {"accounts_draft", "protection_datakey"}


def _each(names: Set[str]) -> list[Any]:
    return [
        pytest.param(name, sending, id=f"{name}{place or ''}")
        for name, sendings in sorted({**ONCE, **HELD}.items())
        for place, sending in enumerate(sendings)
        if name in names
    ]


@pytest.mark.parametrize(("name", "sending"), _each((ONCE.keys() | HELD.keys()) - NO_FORM))
def test_what_was_sent_while_locked_stands_in_the_form_again(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, name, sending)
        later(browser, 11)
        before = _work(whole, sending.who)
        answer = browser.post(url, sent)
        assert answer.status_code == LOCKED
        assert _work(whole, sending.who) == before
        shown = _reopened(browser, answer)
        assert _work(whole, sending.who) == before
        assert WAS_LOCKED in shown
        again = filled_in(shown, url, {})
        assert {key: again.get(key) for key in _typed(sent)} == _typed(sent)
        assert browser.post(url, sent).status_code == 302
        assert _work(whole, sending.who) != before or name in {"account", "family_move"}
        assert _rows(whole, sending.who)[f"accounts_draft of {sending.who}"] == 0


@pytest.mark.parametrize(("name", "sending"), _each(BUTTONS | CHOICES))
def test_a_button_pressed_while_locked_does_nothing_and_leads_back(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, name, sending)
        later(browser, 11)
        before = _work(whole, sending.who)
        answer = browser.post(url, sent, headers={"Referer": "http://testserver/zugang/"})
        shows_a_factor(browser)
        page = browser.get(answer.context["sheet"].back, follow=True)
        assert (answer.status_code, page.status_code) == (LOCKED, 200)
        assert _work(whole, sending.who) == before
        assert _rows(whole, sending.who)[f"accounts_draft of {sending.who}"] == 0


@pytest.mark.parametrize(("name", "sending"), _each(PREVIEWED.keys()))
def test_what_was_chosen_before_a_preview_is_chosen_again(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> None:
    with _undone():
        browser, url, sent = _filled_in(whole, signed_in, name, sending)
        later(browser, 11)
        before = _work(whole, sending.who)
        shown = _reopened(browser, browser.post(url, sent))
        for key in PREVIEWED[name]:
            (value,) = sent[key]
            assert re.search(
                rf'name="{key}"[^>]* value="{value}"[^>]* checked|value="{value}" selected', shown
            )
        assert _work(whole, sending.who) == before


def _reopened(browser: Client, answer: Any) -> str:
    """Show a factor and go where the lock page leads."""
    shows_a_factor(browser)
    page = browser.get(answer.context["sheet"].back)
    assert page.status_code == 200, (page.status_code, page.headers.get("Location"))
    return page.content.decode()


def _typed(sent: Sent) -> Mapping[str, list[str]]:
    """Give what stands in a form again; a file is chosen again."""
    return {
        name: values
        for name, values in sent.items()
        if name != CSRF and any(values) and not isinstance(values[0], Chosen)
    }


def _work(whole: Whole, who: str) -> dict[str, int]:
    """Count the rows of the work; the draft and its key are none."""
    rows = _rows(whole, who)
    return {table: count for table, count in rows.items() if table.split(" ")[0] not in OURS}


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
