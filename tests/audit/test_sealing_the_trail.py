"""The sealer: every committed entry gets one place, whatever happened around it; nothing bent is sealed over."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.actor import Actor
from audit import clock, examiner, sealer, streams, trail
from audit.models import Checkpoint, Entry, Leaf
from protection import wall
from tests.conftest import as_owner
from tests.world import WORKER, World

BEGUN = trail.Event("trying.begun", "Versuch begonnen")
HAPPENED = trail.Event("trying.happened", "Versuch geschehen")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _something_happened(world: World) -> None:
    write(world.actor(WORKER), 5, BEGUN)


class ChangedMindError(Exception):
    """Undoes what was done."""


@contextmanager
def looking() -> Iterator[None]:
    with streams.standing_as_the_seal():
        yield


def counts() -> tuple[int, int]:
    with looking():
        return Entry.objects.count(), Leaf.objects.count()


def write(by: Actor, number: int = 1, event: trail.Event = HAPPENED) -> None:
    with wall.standing_as(by):
        for _ in range(number):
            trail.record(event, by=by)


def test_sealing_goes_on_where_it_stopped(world: World, notes_folder: Path) -> None:
    by = world.actor(WORKER)
    first = sealer.seal(by.now)
    assert first == counts()[0] == counts()[1]
    assert sealer.seal(by.now) == 0
    write(by, 3)
    assert sealer.seal(by.now) == 3
    with looking():
        assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [
            first,
            first + 3,
        ]
    report = examiner.examine()
    assert report.ok
    assert (report.checked, report.notes, report.waiting) == (first + 3, 5, 0)
    names = {path.name for path in notes_folder.rglob("*.txt")}
    assert names == {f"{first:012}.txt", f"{first + 3:012}.txt"}


def test_many_entries_are_sealed_in_parts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealer, "BATCH", 7)
    monkeypatch.setattr(streams, "CHUNK", 11)
    write(world.actor(WORKER), 20)
    sealer.seal(clock.read())
    entries, leaves = counts()
    assert entries == leaves
    assert examiner.examine().ok


def test_under_a_steady_stream_one_turn_makes_one_note(world: World) -> None:
    sealer.seal(clock.read())
    enough, flowing = threading.Event(), threading.Event()
    with looking():
        before = Checkpoint.objects.count()

    def stream() -> None:
        end = time.monotonic() + 5
        try:
            while not enough.is_set() and time.monotonic() < end:
                write(world.actor(WORKER))
                flowing.set()
        finally:
            connection.close()

    others = [threading.Thread(target=stream) for _ in range(3)]
    for other in others:
        other.start()
    flowing.wait()
    assert sealer.seal(clock.read()) > 0
    enough.set()
    for other in others:
        other.join()
    with looking():
        assert Checkpoint.objects.count() == before + 1


def test_a_note_that_did_not_get_out_is_brought_out_the_next_time(
    world: World, notes_folder: Path
) -> None:
    sealer.seal(clock.read())
    note = (notes_folder / "latest").read_text()
    (notes_folder / "latest").unlink()
    sealer.seal(clock.read())
    assert (notes_folder / "latest").read_text() == note


def test_only_one_seals_at_a_time(world: World) -> None:
    write(world.actor(WORKER))
    with looking():
        assert streams.told("SELECT pg_try_advisory_xact_lock(%s)", sealer.LOCK)[0]
        seen: list[int] = []
        other = threading.Thread(target=_sealed_elsewhere, args=[seen])
        other.start()
        other.join()
    assert seen == [0]
    assert sealer.seal(clock.read()) > 0


def _sealed_elsewhere(seen: list[int]) -> None:
    try:
        seen.append(sealer.seal(clock.read()))
    finally:
        connection.close()


def test_eight_writers_at_once_leave_no_entry_outside_the_tree(world: World) -> None:
    people = [world.actor(person) for person in list(world.town.people)[:8]]
    stop = threading.Event()
    writers = [
        threading.Thread(target=_live, args=[by, number]) for number, by in enumerate(people)
    ]
    sealing = threading.Thread(target=_seal_until, args=[stop])
    for thread in (*writers, sealing):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    sealing.join()
    sealer.seal(clock.read())
    with looking():
        happened = set(Entry.objects.filter(event=HAPPENED.code).values_list("id", flat=True))
        leaves = list(Leaf.objects.values_list("entry", flat=True))
        signed = Checkpoint.objects.count()
    assert len(happened) == 8 * LIVES * 2
    assert happened <= set(leaves)
    assert len(leaves) == len(set(leaves)) == counts()[0]
    assert signed > 3
    report = examiner.examine()
    assert report.ok, report.problems


LIVES = 12


def _live(by: Actor, number: int) -> None:
    """Write two entries that stay, each time with some that are undone, and dawdle before the commit."""
    dice = random.Random(number)  # noqa: S311  # a test throws the same dice every time
    try:
        for _ in range(LIVES):
            with suppress(ChangedMindError), wall.standing_as(by):
                trail.record(HAPPENED, by=by)
                time.sleep(dice.random() / 100)
                raise ChangedMindError
            with wall.standing_as(by):
                trail.record(HAPPENED, by=by)
                time.sleep(dice.random() / 20)
                with suppress(ChangedMindError), transaction.atomic():
                    trail.record(HAPPENED, by=by)
                    raise ChangedMindError
                trail.record(HAPPENED, by=by)
    finally:
        connection.close()


def _seal_until(stop: threading.Event) -> None:
    try:
        while not stop.is_set():
            sealer.seal(clock.read())
            time.sleep(0.01)
    finally:
        connection.close()


def test_an_old_backup_is_not_sealed_over(world: World) -> None:
    sealer.seal(clock.read())
    write(world.actor(WORKER))
    with looking():
        size = Leaf.objects.count()
    sealer.seal(clock.read())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_leaf WHERE position >= %s", [size])
        cursor.execute("DELETE FROM audit_checkpoint WHERE size > %s", [size])
    with pytest.raises(sealer.SealBrokenError, match="außerhalb der Datenbank"):
        sealer.seal(clock.read())
    assert not examiner.examine().ok


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE audit_checkpoint SET frontier = decode(repeat('00', length(frontier)), 'hex')",
            "Baum",
        ),
        ("UPDATE audit_checkpoint SET note = replace(note, 'at 2', 'at 3')", "Unterschrift"),
        (
            "INSERT INTO audit_leaf SELECT max(position) + 1, gen_random_uuid(), '' FROM audit_leaf",
            "Plätze",
        ),
    ],
)
def test_a_bent_tree_is_not_continued(statement: str, sentence: str, world: World) -> None:
    sealer.seal(clock.read())
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)
    write(world.actor(WORKER))
    with pytest.raises(sealer.SealBrokenError, match=sentence):
        sealer.seal(clock.read())


def test_an_entry_with_an_old_date_is_not_sealed_but_reported(world: World) -> None:
    sealer.seal(clock.read())
    write(world.actor(WORKER))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_entry SET at = %s WHERE event = %s",
            [clock.read() - timedelta(days=2), HAPPENED.code],
        )
    assert sealer.seal(clock.read()) == 0
    report = examiner.examine()
    assert [problem.bend for problem in report.problems] == ["inserted"]
