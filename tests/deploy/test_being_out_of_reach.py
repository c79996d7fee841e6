"""When database or trail are out of reach people read it in words, nothing is half done, and it goes on by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from deploy import devdb
from referrals.notes.models import Note
from tests.conftest import SignIn, as_owner
from tests.stages.families import a_family
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Es ist nichts verloren gegangen."
NOTE = {"text": "Die Schule bittet um Rückruf.", "way": "call", "family": ""}


@pytest.fixture
def worker(world: World, signed_in: SignIn) -> Client:
    """Demir with a browser that shows what the server says, also when something broke."""
    client = signed_in("demir")
    client.raise_request_exception = False
    return client


def _is_out_of_reach(worker: Client) -> None:
    """Neither a deed nor a reading goes on; the page names nothing, and says when to come again."""
    for answer in (worker.post(reverse("note_new"), NOTE), worker.get(reverse("families"))):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "120"
        body = answer.content.decode()
        assert WORDS in body
        assert "audit" not in body


def _notes() -> int:
    with as_owner():
        return Note.objects.count()


def _works_again(worker: Client) -> None:
    before = _notes()
    assert worker.post(reverse("note_new"), NOTE).status_code == 302
    assert _notes() == before + 1
    assert worker.get(reverse("families")).status_code == 200


def test_without_the_trail_nothing_happens(worker: Client) -> None:
    before = _notes()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("REVOKE INSERT ON audit_entry FROM app")
    try:
        _is_out_of_reach(worker)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("GRANT INSERT ON audit_entry TO app")
    assert _notes() == before
    _works_again(worker)


@contextmanager
def _locked() -> Iterator[None]:
    """Hold the trail as another program would that does not let go."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(devdb.url("owner", name)) as other:
        other.execute("LOCK TABLE audit_entry IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def test_a_trail_that_does_not_answer_is_not_waited_for(worker: Client) -> None:
    before = _notes()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "5s"
        cursor.execute("SET lock_timeout = '300ms'")
    with _locked():
        _is_out_of_reach(worker)
    connection.close()
    assert _notes() == before
    _works_again(worker)


def test_a_database_whose_sessions_were_ended_is_asked_anew(world: World, worker: Client) -> None:
    family = a_family(world)
    assert worker.get(reverse("family", args=[family.id])).status_code == 200
    name = connection.settings_dict["NAME"]
    with psycopg.connect(devdb.url("postgres", name), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = 'app'",
            [name],
        )
    answer = worker.get(reverse("family", args=[family.id]))
    assert answer.status_code in {200, 503}
    assert "Velmbrinker" in answer.content.decode() or WORDS in answer.content.decode()
    _works_again(worker)


def test_a_mistake_of_ours_is_not_called_an_outage(
    worker: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("referrals.notes.actions.list_unassigned", None)
    answer = worker.get(reverse("notes"))
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers
