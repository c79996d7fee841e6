"""A thousand random manipulations by the database's owner, each after its note left the house: all are found, in the
database and by the file that stands alone.
"""

import importlib.util
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from audit import checkpoints, clock, examiner, reader, sealer, streams, trail
from audit.models import Checkpoint
from audit.tree import leaf_hash
from protection import wall
from tests.conftest import as_owner
from tests.world import WORKER, World

HAPPENED = trail.Event("thousand.happened", "Versuch geschehen")
NOTES, EVERY = 6, 10
TIMES = 1_000
SEED = 20261124
ONE = "WHERE id = (SELECT entry FROM audit_leaf WHERE position = %s)"
COLUMNS = {
    "who": "gen_random_uuid()",
    "at": "at - interval '1 hour'",
    "seq": "seq + 100000",
    "event": "event || '.'",
    "kind": "'security'",
    "role": "role || '+head'",
    "purpose": "purpose || 'x'",
    "basis": "basis || 'law'",
    "about": "about[2:] || gen_random_uuid()",
    "facts": """facts || '{"more": 1}'""",
    "seals": """'{"a|b|c": "00"}'""",
    "request": "gen_random_uuid()",
    "salt": "decode('00', 'hex')",
    "outcome": "'refused'",
    "reason": "'not_allowed'",
    "policy": "''",
    "on_behalf": "on_behalf || gen_random_uuid()",
}
COPY = """INSERT INTO audit_entry (id, seq, at, kind, who, role, organisation, purpose, basis, event, about, facts,
 seals, request, salt, outcome, reason, policy, on_behalf)
SELECT %s, nextval('audit_entry_seq'), at - make_interval(days => %s), kind, who, role, organisation, purpose, basis,
 event, about, facts, seals, request, salt, outcome, reason, policy, on_behalf FROM audit_entry """

pytestmark = pytest.mark.django_db(transaction=True)

type Dice = random.Random


@pytest.fixture(autouse=True)
def _sealed_trail(world: World) -> None:
    by = world.actor(WORKER)
    for _ in range(NOTES):
        with wall.standing_as(by):
            for number in range(EVERY):
                trail.record(HAPPENED, by=by, about=[uuid4()], facts={"number": number})
        sealer.seal(clock.read())


@pytest.fixture
def alone() -> Iterator[ModuleType]:
    """Load the file that goes to other computers."""
    spec = importlib.util.spec_from_file_location("alone_here", "deploy/verify_trail_alone.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def sql(statement: str, *values: UUID | str | int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def hash_again(position: int) -> None:
    """Make the leaf fit to the entry; only the root knows then."""
    (line,) = streams.leaves(position, position + 1)
    digest = leaf_hash(line.rstrip(b"\n").split(b"\t", 3)[3])
    sql("UPDATE audit_leaf SET hash = %s WHERE position = %s", digest, position)


def move_behind(position: int, by: int) -> None:
    """Move every leaf behind a position."""
    with connection.cursor() as cursor:
        behind = "UPDATE audit_leaf SET position = -position - 1 WHERE position >= %s"
        cursor.execute(behind, [position])
        cursor.execute(
            "UPDATE audit_leaf SET position = %s - position WHERE position < 0", [by - 1]
        )


def change(dice: Dice, at: int) -> None:
    column = dice.choice(sorted(COLUMNS))
    sql(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} {ONE}", at)  # noqa: S608  # constants above
    if dice.random() < 0.5:
        hash_again(at)


def remove(dice: Dice, at: int) -> None:
    sql(f"DELETE FROM audit_entry {ONE}", at)  # noqa: S608  # a constant above
    if dice.random() < 0.7:
        sql("DELETE FROM audit_leaf WHERE position = %s", at)
        if dice.random() < 0.7:
            move_behind(at + 1, -1)


def insert(dice: Dice, at: int) -> None:
    fresh = uuid4()
    sealed = dice.random() < 0.7
    sql(COPY + ONE, fresh, 0 if sealed else 3, at)
    if sealed:
        move_behind(at, 1)
        sql("INSERT INTO audit_leaf VALUES (%s, %s, '')", at, fresh)
        hash_again(at)


def swap(dice: Dice, at: int) -> None:
    other = dice.choice([one for one in range(reader.sealed()) if one != at])
    sql("UPDATE audit_leaf SET position = -1 WHERE position = %s", at)
    sql("UPDATE audit_leaf SET position = %s WHERE position = %s", at, other)
    sql("UPDATE audit_leaf SET position = %s WHERE position = -1", other)


def cut(dice: Dice, at: int) -> None:
    sql("DELETE FROM audit_leaf WHERE position >= %s", at)
    sql("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry FROM audit_leaf)")
    sql("DELETE FROM audit_checkpoint WHERE size > %s", at)


def replay(dice: Dice, at: int) -> None:
    """Put the backup of an earlier note back, whole; often the work goes on behind it."""
    sizes = [0, *Checkpoint.objects.filter(size__lte=at).values_list("size", flat=True)]
    cut(dice, max(sizes))
    with connection.cursor() as cursor:
        for _ in range(dice.randrange(3)):
            cursor.execute(f"{COPY} ORDER BY seq DESC LIMIT 1", [uuid4(), 0])


KINDS: tuple[Callable[[Dice, int], None], ...] = (change, remove, insert, swap, cut, replay)


def cover_up(dice: Dice, at: int) -> None:
    """Take away what the database itself keeps of the notes."""
    if dice.random() < 0.3:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_checkpoint WHERE size > %s", [at])


def export(file: Path) -> None:
    with streams.standing_as_the_seal(), file.open("wb") as out:
        out.writelines(streams.leaves(0, reader.sealed() + 1))
        out.writelines(streams.without_leaf())


def test_a_thousand_are_found_twice(alone: ModuleType, tmp_path: Path, notes_folder: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311  # a test throws the same dice every time
    done, missed = Counter[str](), []
    file, key = tmp_path / "export", checkpoints.signer().public
    with as_owner():
        size = reader.sealed()
        export(file)
        assert examiner.examine().ok
        assert alone.verify(file, key, [notes_folder]).ok
        for turn in range(TIMES):
            bend, at = KINDS[turn % len(KINDS)], dice.randrange(size)
            with transaction.atomic():
                bend(dice, at)
                cover_up(dice, at)
                export(file)
                here, elsewhere = examiner.examine(), alone.verify(file, key, [notes_folder])
                transaction.set_rollback(True)
            done[bend.__name__] += 1
            for who, report in (("Datenbank", here), ("Datei", elsewhere)):
                if report.ok or (report.first is None and report.sound is None):
                    missed.append((SEED, turn, bend.__name__, at, who))
        assert examiner.examine().ok
    assert missed == []
    assert sum(done.values()) == TIMES
    assert set(done) == {kind.__name__ for kind in KINDS}
