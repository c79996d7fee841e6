"""Whatever is typed into a form, the answer is a page: a sentence at the field, and the rest is kept."""

import importlib
import pkgutil
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django import forms
from django.db import transaction
from django.test import Client

import accounts
import outcomes
import providers
import referrals
from audit.forms import CHECK_YEAR
from tests.matrix.asking import address
from tests.matrix.cast import Browsers
from tests.matrix.expected import TABLE, pages
from tests.matrix.test_opening_every_page import PATTERNS, arguments
from tests.stages.whole import Whole

SLIPS = ("0001-01-01", "0026-03-01", "9999-12-31")
KEPT = "Dieser Satz bleibt stehen"
NUL = "a\x00b"
# Pages of the sign-in package have a test of their own.
OWN = sorted(
    name
    for name in TABLE
    if not name.startswith(("account_", "mfa_", "demo_", "invitation", "session_", "factor_"))
)


def _form_classes() -> Iterator[type[forms.Form]]:
    for app in (accounts, providers, referrals, outcomes):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if module.name.endswith(".forms"):
                found = vars(importlib.import_module(module.name)).values()
                yield from (
                    one for one in found if isinstance(one, type) and issubclass(one, forms.Form)
                )


DAYS = {
    f"{form.__module__}.{form.__name__}.{name}": field
    for form in _form_classes()
    for name, field in form.base_fields.items()
    if isinstance(field, forms.DateField)
}


@pytest.mark.parametrize("field", sorted(DAYS))
def test_a_year_that_can_only_be_a_slip_is_asked_about(field: str) -> None:
    for slip in SLIPS:
        with pytest.raises(forms.ValidationError, match=CHECK_YEAR):
            DAYS[field].clean(slip)


class _Fields(HTMLParser):
    """Collects what a browser would send from the forms of a page, by the address they go to."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, dict[str, str], set[str], set[str]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = given.get("method", "").lower() == "post"
            if self._open:
                self.sent.append((given.get("action", ""), {}, set(), set()))
        name = given.get("name", "")
        if not (self._open and name):
            return
        _, values, days, texts = self.sent[-1]
        if (
            tag == "input" and given.get("type", "text") in {"text", "tel", "search"}
        ) or tag == "textarea":
            texts.add(name)
        elif tag == "input" and given.get("type") == "date":
            days.add(name)
        if tag == "input" and given.get("type") not in {"checkbox", "radio"}:
            values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


@pytest.mark.parametrize("name", OWN)
def test_no_form_stumbles_and_none_forgets(whole: Whole, browsers: Browsers, name: str) -> None:
    for said in pages(name):
        if not (said.reads and said.acts):
            continue
        who = min(said.reads & said.acts, default="")
        if not who:
            continue
        url = address(name, arguments(PATTERNS[name], whole, whole.sued, said))
        browsers.prepare(who)
        client = browsers.of(who)
        for action, values, days, texts in _forms_of(client, url):
            if action and action != url:
                continue
            _ask_with(client, url, values, days, texts)


def _forms_of(client: Client, url: str) -> list[tuple[str, dict[str, str], set[str], set[str]]]:
    with transaction.atomic():
        page = client.get(url).content.decode()
        transaction.set_rollback(True)
    fields = _Fields()
    fields.feed(page)
    return fields.sent


def _ask_with(
    client: Client, url: str, values: dict[str, str], days: set[str], texts: set[str]
) -> None:
    filled = values | dict.fromkeys(texts, KEPT)
    for slip in SLIPS:
        page = _sent(client, url, filled | dict.fromkeys(days, slip))
        if days:
            assert CHECK_YEAR in page
            assert not texts or KEPT in page
    page = _sent(client, url, values | dict.fromkeys(texts, NUL))
    assert not texts or "Nullzeichen" in page or "Bitte" in page


def _sent(client: Client, url: str, values: dict[str, str]) -> str:
    with transaction.atomic():
        answer = client.post(url, values)
        transaction.set_rollback(True)
    assert answer.status_code < 500, url
    return answer.content.decode()
