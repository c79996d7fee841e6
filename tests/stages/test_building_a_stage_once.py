"""A stage that is put back is the stage that its deeds built; where it is not the same, it is built."""

import json
from typing import Any

import pytest
from django.db import connection, transaction

from referrals.aids.models import Aid
from referrals.plans.models import Version
from tests.stages import kept
from tests.stages.aids import a_running_aid
from tests.stages.plans import a_plan_in_force
from tests.world import World


def written() -> dict[str, list[Any]]:
    """Give every row that this test wrote, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.written()::text")
        rows: dict[str, list[dict[str, Any]]] = json.loads(cursor.fetchone()[0])
    return {table: sorted(map(str, found)) for table, found in rows.items()}


def test_every_row_and_the_thing_itself_come_back(world: World) -> None:
    with transaction.atomic():
        built: Version = a_plan_in_force.__wrapped__(world)  # type: ignore[attr-defined]  # as it is without being kept
        rows, stage = written(), kept._keep(built, [])
        transaction.set_rollback(True)
    assert stage
    assert not Version.objects.filter(id=built.id).exists()
    back: Version = kept._put_back(stage)
    assert written() == rows
    assert len(rows) > 20
    assert (back, back is built) == (built, False)
    assert Version.objects.get(id=back.id).plan_id == built.plan_id


def test_whoever_asks_twice_gets_two(world: World) -> None:
    assert a_running_aid(world) != a_running_aid(world)
    assert Aid.objects.count() == 2


def test_after_a_change_that_no_row_tells_a_stage_is_built(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_running_aid.__wrapped__(world)  # type: ignore[attr-defined]  # as it is without being kept
    assert kept._nothing_is_changed()
    monkeypatch.setattr("tests.stages.aids.GROUNDS", "Anders.")
    assert not kept._nothing_is_changed()
