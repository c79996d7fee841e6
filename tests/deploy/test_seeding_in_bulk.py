"""The bulk path of big seeds leaves the same rows as the deeds."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from audit import clock
from deploy.management.commands.seed import coordinators_of
from deploy.seed.replaying import Replayer, Script
from deploy.town.reference import read_town
from deploy.town.shapes import SampledWorld, Window
from deploy.town.world import sample_world
from tests.world import World

# What differs between two runs by nature: ids, keys, moments of the trail.
BOOKED = """
SELECT u.username, p.code, e.on, e.minutes, k.code, e.status, e.booked_at, m.first_on, r.minutes
  FROM referrals_timeentry e JOIN accounts_user u ON u.id = e.booked_by_id
  JOIN providers_provider p ON p.id = e.provider_id JOIN providers_code k ON k.id = e.kind_id
  LEFT JOIN referrals_month m ON m.id = e.month_id LEFT JOIN referrals_timeentry r ON r.id = e.reverses_id
 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
LEDGER = """
SELECT p.code, b.year, l.movement, sum(l.reserved_minutes), sum(l.committed_minutes), sum(l.used_minutes)
  FROM providers_ledgerline l JOIN providers_budget b ON b.id = l.budget_id
  JOIN providers_provider p ON p.id = l.provider_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
TRAIL = """
SELECT event, kind, u.username, role, organisation, purpose, facts ->> 'minutes', facts ->> 'kind',
       facts ->> 'on', cardinality(about)
  FROM audit_entry e JOIN accounts_user u ON u.id = e.who WHERE event LIKE 'hours.%'
 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _replayed(world: World, sampled: SampledWorld, *, bulk: bool) -> tuple[list[Any], ...]:
    """Replay two families one way, look at what stands, and undo it."""
    now = clock.moment(sampled.window.last, hour=20)
    script = Script(
        families=sampled.families[:2],
        intakes=(),
        contacts=(),
        first_month=sampled.window.first.replace(day=1),
        until=now,
    )
    with transaction.atomic():
        Replayer(world.town, coordinators_of(read_town()), lambda *_: None, bulk=bulk).replay(
            script
        )
        found = (_rows(BOOKED), _rows(LEDGER), _rows(TRAIL))
        transaction.set_rollback(True)
    return found


@pytest.fixture
def sampled() -> SampledWorld:
    today = datetime.combine(clock.day(clock.read()), time(12)).date()
    window = Window(today - timedelta(days=70), today)
    return sample_world(read_town(), window, scale="demo", seed=3)


def test_rows_ledger_and_trail_are_the_same(world: World, sampled: SampledWorld) -> None:
    one_by_one = _replayed(world, sampled, bulk=False)
    together = _replayed(world, sampled, bulk=True)
    assert len(one_by_one[0]) > 10
    assert together == one_by_one
