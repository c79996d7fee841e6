"""Whoever owns the database can bend the trail; the verification finds it and says where."""

import io
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import checkpoints, clock, examiner, sealer, streams, trail
from audit.findings import Bend
from audit.tree import leaf_hash
from protection import wall
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from referrals.notes.models import Note, Way
from tests.conftest import as_owner
from tests.world import WORKER, World

HAPPENED = trail.Event("bending.happened", "Versuch geschehen")
SIZE = 40

pytestmark = pytest.mark.django_db(transaction=True)

type Tamper = Callable[[int], None]


@pytest.fixture(autouse=True)
def _sealed_trail(world: World) -> None:
    """Forty entries under four notes."""
    by = world.actor(WORKER)
    for _ in range(4):
        with wall.standing_as(by):
            for number in range(SIZE // 4):
                trail.record(HAPPENED, by=by, about=[uuid4()], facts={"number": number})
        sealer.seal(clock.read())


def sql(statement: str, *values: str | int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def entry_at(position: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM audit_leaf WHERE position = %s", [position])
        return str(cursor.fetchone()[0])


@contextmanager
def as_owner_for_a_while() -> Iterator[None]:
    """Do as the owner does, look at it, and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


ONE = "WHERE id = (SELECT entry FROM audit_leaf WHERE position = %s)"
CHANGES = {
    "who": "gen_random_uuid()",
    "at": "at - interval '1 microsecond'",
    "event": "event || ' '",
    "kind": "'security'",
    "role": "'head'",
    "organisation": "gen_random_uuid()",
    "purpose": "'other'",
    "basis": "'law'",
    "about": "about || gen_random_uuid()",
    "facts": """facts || '{"more": 1}'""",
    "seals": """'{"a|b|c": "00"}'""",
    "request": "gen_random_uuid()",
    "salt": "decode('00', 'hex')",
    "seq": "seq + 100000",
    "outcome": "'refused'",
    "reason": "'not_allowed'",
    "policy": "''",
    "on_behalf": "on_behalf || gen_random_uuid()",
}


def test_a_change_in_any_column_of_any_row_is_found_and_the_row_is_named() -> None:
    dice = random.Random(17)  # noqa: S311  # a test throws the same dice every time
    with as_owner():
        for column, change in CHANGES.items():
            for position in dice.sample(range(SIZE), 8):
                with as_owner_for_a_while():
                    sql(f"UPDATE audit_entry SET {column} = {change} {ONE}", position)  # noqa: S608  # as above
                    report = examiner.examine()
                    found = [(problem.bend, problem.entry) for problem in report.problems]
                    assert found == [(Bend.CHANGED, entry_at(position))], column


def test_entries_from_before_the_later_columns_keep_their_bytes() -> None:
    """Whoever fills the columns of an old entry, or empties those of a new one, changes its bytes."""
    with as_owner(), as_owner_for_a_while():
        (line,) = streams.leaves(3, 4)
        sql(f"UPDATE audit_entry SET outcome = '', reason = '', policy = '' {ONE}", 3)  # noqa: S608  # a constant above
        (older,) = streams.leaves(3, 4)
        assert older.split(b"\t")[-1] == line.split(b"\t")[-1].split(b" ")[0] + b"\n"
        for column in ("outcome = 'done'", "policy = 'x'", "on_behalf = ARRAY[gen_random_uuid()]"):
            with as_owner_for_a_while():
                sql(f"UPDATE audit_entry SET {column} {ONE}", 3)  # noqa: S608  # a constant above
                assert next(iter(streams.leaves(3, 4))) != older


def test_a_removed_row_is_found_and_named() -> None:
    with as_owner():
        for position in range(0, SIZE, 3):
            with as_owner_for_a_while():
                sql(f"DELETE FROM audit_entry {ONE}", position)  # noqa: S608  # a constant above
                report = examiner.examine()
                found = [(problem.bend, problem.entry) for problem in report.problems]
                assert found == [(Bend.REMOVED, entry_at(position))]


def remove_with_its_leaf(position: int) -> None:
    sql(f"DELETE FROM audit_entry {ONE}", position)  # noqa: S608  # a constant above
    sql("DELETE FROM audit_leaf WHERE position = %s", position)


def remove_and_close_the_gap(position: int) -> None:
    remove_with_its_leaf(position)
    sql("UPDATE audit_leaf SET position = -position WHERE position > %s", position)
    if position < SIZE - 1:
        sql("UPDATE audit_leaf SET position = -position - 1 WHERE position < 0")


def insert_behind_the_last_note(_: int) -> None:
    sql(
        "INSERT INTO audit_leaf SELECT %s, gen_random_uuid(), hash FROM audit_leaf WHERE position = 0",
        SIZE,
    )


def swap_two(position: int) -> None:
    other = (position + 7) % SIZE
    sql("UPDATE audit_leaf SET position = -1 WHERE position = %s", position)
    sql("UPDATE audit_leaf SET position = %s WHERE position = %s", position, other)
    sql("UPDATE audit_leaf SET position = %s WHERE position = -1", other)


def cut_the_tail(position: int) -> None:
    kept = position // 10 * 10
    sql("DELETE FROM audit_leaf WHERE position >= %s", kept)
    sql("DELETE FROM audit_checkpoint WHERE size > %s", kept)
    sql("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_leaf)")


def change_and_hash_again(position: int) -> None:
    """As above, and the leaf too: only the root knows."""
    sql(f"UPDATE audit_entry SET facts = '{{}}' {ONE}", position)  # noqa: S608  # a constant above
    with connection.cursor() as cursor:
        line = next(iter(streams.leaves(position, position + 1)))
        canonical = line.rstrip(b"\n").split(b"\t", 3)[3]
        digest = leaf_hash(canonical)
        cursor.execute("UPDATE audit_leaf SET hash = %s WHERE position = %s", [digest, position])


def forge_a_note(position: int) -> None:
    sql("UPDATE audit_checkpoint SET note = replace(note, '0', '1') WHERE size = 20")


@pytest.mark.parametrize(
    "tamper",
    [
        remove_with_its_leaf,
        remove_and_close_the_gap,
        insert_behind_the_last_note,
        swap_two,
        cut_the_tail,
        change_and_hash_again,
        forge_a_note,
    ],
)
def test_every_other_kind_of_bending_is_found_too(tamper: Tamper) -> None:
    dice = random.Random(tamper.__name__)  # noqa: S311  # a test throws the same dice every time
    with as_owner():
        for position in dice.sample(range(SIZE - 1), 8):
            with as_owner_for_a_while():
                tamper(position)
                assert not examiner.examine().ok
        assert examiner.examine().ok


def test_a_fork_is_found_by_the_note_that_was_kept_outside(tmp_path: Path) -> None:
    fork = checkpoints.signer().sign(size=20, root=bytes(32), now=clock.read())
    kept = tmp_path / "kept.txt"
    kept.write_text(fork)
    with pytest.raises(CommandError, match="Verändert an 1 Stelle"):
        verify("--checkpoint", str(kept))


def verify(*arguments: str) -> str:
    out = io.StringIO()
    try:
        call_command("verify_trail", *arguments, stdout=out)
    except CommandError as error:
        error.said = out.getvalue()  # type: ignore[attr-defined]  # for the test to read
        raise
    return out.getvalue()


def test_an_older_envelope_put_back_is_found_by_comparing_rows(world: World) -> None:
    by = world.actor(WORKER)
    with wall.standing_as(by):
        note = Note.objects.create(
            lock=make_key(Circle.NOTE, now=by.now),
            author=by.user,
            way=Way.CALL,
            happened_at=by.now,
            noted_at=by.now,
            text=Clear("Erste Fassung"),
        )
        trail.record(HAPPENED, by=by, about=[note])
        older = note.text.token
        note.text = Clear("Zweite Fassung")
        note.save()
        trail.record(HAPPENED, by=by, about=[note])
    assert "1 Umschläge verglichen." in verify("--rows")
    with as_owner():
        sql("UPDATE referrals_note SET text = %s WHERE id = %s", older, str(note.id))
    assert note.text.reveal() == "Zweite Fassung"
    with wall.standing_as(by):
        note.refresh_from_db()
        assert note.text.reveal() == "Erste Fassung"
    with pytest.raises(CommandError) as refused:
        verify("--rows")
    assert f"referrals_note|text|{note.id}" in refused.value.said  # type: ignore[attr-defined]  # set above


def test_the_command_says_that_nothing_was_bent() -> None:
    said = verify("--rows")
    assert said.splitlines() == [
        "0 Umschläge verglichen.",
        "40 Einträge geprüft, 9 Siegel verglichen.",
        "Alle Einträge sind unverändert.",
    ]


def test_the_command_names_the_bent_row_and_ends_with_one() -> None:
    with as_owner():
        sql(f"UPDATE audit_entry SET role = 'head' {ONE}", 17)  # noqa: S608  # a constant above
        bent = entry_at(17)
    with pytest.raises(CommandError) as refused:
        verify()
    assert refused.value.returncode == 1
    said: str = refused.value.said  # type: ignore[attr-defined]  # set above
    assert f"Eintrag {bent} (Platz 17) wurde nach dem Versiegeln geändert." in said
    assert f"Zuerst betroffen: Eintrag {bent} (Platz 17)." in said
    assert "Bis dahin unverändert: 10 Einträge, bezeugt am " in said


def test_verifying_since_a_day_begins_at_the_last_note_before_it() -> None:
    with as_owner():
        sql("UPDATE audit_checkpoint SET at = at - interval '3 days' WHERE size <= 20")
        sql(f"UPDATE audit_entry SET role = 'head' {ONE}", 5)  # noqa: S608  # a constant above
    assert "20 Einträge geprüft" in verify("--since", clock.day(clock.read()).isoformat())
    with pytest.raises(CommandError):
        verify()
