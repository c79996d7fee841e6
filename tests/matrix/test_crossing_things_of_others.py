"""A thing of others under an own one: neither an address nor a field of a form lets it in."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from protection.labels import all_labels
from tests.conftest import SignIn
from tests.matrix.asking import address, answered, ask, changes
from tests.matrix.cast import MEMBERS, TO_THE_OTHER, Browsers
from tests.matrix.expected import NOBODY, TABLE, Page, pages
from tests.matrix.relations import undone
from tests.matrix.test_opening_every_page import COUNTED, PATTERNS, arguments, not_found
from tests.stages.cast import MITTE
from tests.stages.story import Story
from tests.stages.whole import Whole
from tests.twice.pages import Sent, filled_in
from tests.twice.table import HELD, ONCE, SIGN_IN, Sending

OF_TWO = sorted(
    name
    for name in PATTERNS.keys() & TABLE.keys()
    if sum(
        kind.regex.startswith("[0-9a-f]{8}") for kind in PATTERNS[name].pattern.converters.values()
    )
    > 1
)
# A provider is no part of a family: the office may look how a family would look to any of them, and
# let any of them into a plan that it was told of.
NO_CHILD = {"provider_view", "version_open"}


def test_there_are_addresses_of_two_things() -> None:
    assert len(OF_TWO) > 8


@pytest.mark.parametrize("name", [name for name in OF_TWO if name not in NO_CHILD])
def test_no_address_takes_a_child_of_others_under_an_own_parent(
    whole: Whole, browsers: Browsers, name: str
) -> None:
    wrong = []
    for said in pages(name):
        own, theirs = (
            arguments(PATTERNS[name], whole, story, said) for story in (whole.sued, whole.mitte)
        )
        for args in _crossed(own, theirs):
            for method, people in (("GET", said.reads), ("POST", said.acts)):
                for cast in sorted(
                    _both_sides((people or NOBODY) | said.led if people is not None else NOBODY)
                ):
                    answer = ask(browsers, cast, method, address(name, args))
                    if (answer.status, answer.body) != (
                        404,
                        not_found(),
                    ) or answer.written - COUNTED:
                        wrong.append(f"{method} {cast}: {answer.word} {sorted(answer.written)}")
    assert wrong == []


def _crossed(
    own: Mapping[str, object], theirs: Mapping[str, object]
) -> Iterator[dict[str, object]]:
    """Put each thing of others under the own ones, and each own thing under theirs."""
    differing = [key for key in own if isinstance(own[key], UUID) and own[key] != theirs[key]]
    for number in range(1, len(differing)):
        for keys in combinations(differing, number):
            yield {**own, **{key: theirs[key] for key in keys}}


def _both_sides(people: frozenset[str]) -> frozenset[str]:
    return people | {TO_THE_OTHER[cast] for cast in people & TO_THE_OTHER.keys()}


# What a form of the own family offers by its id, and whose it is not: other tables belong to the town.
FREE = {label.table for label in all_labels() if label.wall == "open"} - {"accounts_user"}
# Whoever works on erasures works on those of the whole town.
FREE |= {"referrals_erasure"}
TAKING = sorted(
    name
    for name in PATTERNS.keys() & TABLE.keys() - SIGN_IN
    if any(said.acts for said in pages(name))
)
# What else is to be typed before a form is stored.
MORE = {
    "carer_new": {"no_conflict": "on"},
    "confided_release": {"purpose": "Begleitung", "part": "Sie hat Angst."},
}
# What a refused form leaves behind: its trace, its draft, the sentence for the next page.
BESIDE = COUNTED | {"accounts_draft", "django_session"}
# A paper is given out at once and stores nothing; its own test swaps the person.
GIVEN_OUT = {"receipt"}
NAMES = re.compile(f"{MITTE.name}|{MITTE.street}")
IDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def test_no_field_of_a_form_takes_a_thing_of_others(whole: Whole, signed_in: SignIn) -> None:
    """Whatever id a page gives away to be sent back, the same of another family is refused."""
    tables = _tables(whole)
    wrong: list[str] = []
    tried: set[str] = set()
    stored: set[str] = set()
    for name in TAKING:
        for sending in _sendings(name):
            with undone():
                browser, url, sent = _filled(whole, signed_in, name, sending)
                if _sent(browser, url, sent).startswith("302"):
                    stored.add(name)
                for mine in sorted(_ids_in(sent)):
                    for theirs in _others(whole, tables.get(mine, ""), mine):
                        tried.add(name)
                        if problem := _sent(browser, url, _swapped(sent, mine, theirs)):
                            wrong.append(f"{name} {tables[mine]}: {problem}")
    assert wrong == []
    # What is refused anyway proves nothing: the same without a swap is stored.
    assert sorted(tried - stored - GIVEN_OUT) == []
    assert len(stored) > 20


def _sendings(name: str) -> Iterator[Sending]:
    """Give what is known to be stored; of other forms, what their page offers."""
    known = ONCE.get(name) or HELD.get(name)
    if known:
        yield from known
        return
    for said in pages(name):
        people = (said.reads or NOBODY) & (said.acts or NOBODY)
        who = "worker" if "worker" in people else min(people, default="")
        if who:
            yield Sending(who=MEMBERS[who].person, about=said.about, typed=MORE.get(name, {}))


def _filled(
    whole: Whole, signed_in: SignIn, name: str, sending: Sending
) -> tuple[Client, str, Sent]:
    made = sending.before(whole) if sending.before else {}
    args = arguments(PATTERNS[name], whole, whole.sued, Page(about=sending.about))
    args |= {key: thing.id for key, thing in made.items()}
    url, browser = address(name, args) + sending.query, signed_in(sending.who)
    page = browser.get(url)
    shown = page.content.decode() if page.status_code == 200 else ""
    return browser, url, filled_in(shown, url, sending.text(whole))


def _ids_in(sent: Sent) -> set[str]:
    """Find every id that a form sends, in names of filled fields too; the number of a form is none."""
    filled = {
        field: values
        for field, values in sent.items()
        # The hours of an offer count only where its own box is ticked.
        if any(values) and field != "once" and not field.startswith("hours_")
    }
    return set(IDS.findall(f"{filled}"))


def _swapped(sent: Sent, mine: str, theirs: str) -> Sent:
    return {
        field.replace(mine, theirs): [value.replace(mine, theirs) for value in values]
        for field, values in sent.items()
    }


def _tables(whole: Whole) -> dict[str, str]:
    """Give the table of every id that the office finds."""
    found: dict[str, str] = {}
    with whole.world.acting("demir"), connection.cursor() as cursor:
        for label in all_labels():
            if "id" in label.columns and label.table not in FREE:
                cursor.execute(f'SELECT id::text FROM "{label.table}"')  # noqa: S608  # from the labels
                found |= {row[0]: label.table for row in cursor.fetchall()}
    return found


def _others(whole: Whole, table: str, mine: str) -> set[str]:
    """Give the same kind of thing of the other family, and people of a house that has no part in it."""
    if table == "accounts_user":
        return {str(whole.world.town.people[whole.mitte.cast.carer].id)}
    things: list[Any] = [getattr(whole.mitte, name) for name in Story.__slots__ if name != "cast"]
    things += whole.mitte.family.people.all()
    same = {str(one.id) for one in things if one._meta.db_table == table}
    return same - {mine}


def _sent(browser: Client, url: str, sent: Sent) -> str:
    """Send it; say what came of it when it was not refused."""
    with undone():
        before = changes()
        answer = answered(browser.post(url, sent))
        written = {table for table, count in changes().items() if count != before.get(table)}
        if written - BESIDE:
            return f"{answer.status}, written {sorted(written - BESIDE)}"
        return f"{answer.status}, {found[0]}" if (found := NAMES.findall(answer.text)) else ""
