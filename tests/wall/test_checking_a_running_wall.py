"""`manage.py check_isolation` after an update: it finds a gap, and leaves nothing behind."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from protection.labels import all_labels
from tests.conftest import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


def as_the_owner(*statements: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def checked() -> str:
    said = io.StringIO()
    call_command("check_isolation", stdout=said)
    return said.getvalue()


def counts() -> dict[str, int]:
    with as_owner(), connection.cursor() as cursor:
        found = {}
        for label in all_labels():
            cursor.execute(f'SELECT count(*) FROM "{label.table}"')  # noqa: S608  # from the labels
            found[label.table] = cursor.fetchone()[0]
    return found


@contextmanager
def broken(*statements: str) -> Iterator[None]:
    as_the_owner(*statements)
    try:
        yield
    finally:
        with as_owner():
            call_command("wall", stdout=io.StringIO())


def test_a_wall_as_it_should_be_holds_and_nothing_is_left_behind() -> None:
    before = counts()
    said = checked()
    assert "Die zweite Wand hält." in said
    tables = sum(label.wall != "open" for label in all_labels())
    assert said.startswith(f"{tables} Tabellen, ")
    assert counts() == before


def test_each_kind_of_gap_is_named() -> None:
    gaps = {
        "referrals_family hat nicht den Zeilenschutz": [
            "ALTER TABLE referrals_family DISABLE ROW LEVEL SECURITY"
        ],
        "referrals_copy: eine Zeile (Träger A) ist sichtbar für Träger B.": [
            "DROP POLICY wall ON referrals_copy",
            "CREATE POLICY wall ON referrals_copy TO app, worker USING (true)",
        ],
        "referrals_note hat nicht den Zeilenschutz": [
            "CREATE POLICY more ON referrals_note TO app USING (true)"
        ],
        "app darf an audit_entry: DELETE.": ["GRANT DELETE ON audit_entry TO app"],
        "referrals_share: eine Zeile (Jugendamt) ist nicht sichtbar für Jugendamt.": [
            "DROP POLICY wall ON referrals_share",
            "CREATE POLICY wall ON referrals_share TO app, worker USING (false) WITH CHECK (true)",
        ],
    }
    for words, statements in gaps.items():
        with broken(*statements), pytest.raises(CommandError) as refusal:
            checked()
        assert words in str(refusal.value)
    assert "Die zweite Wand hält." in checked()
