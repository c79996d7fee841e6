"""Entries whose time is over are removed by the owner; the trail says so and still verifies."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from pytest_django import Settings

from audit import clock, examiner, sealer, trail
from audit.models import Entry
from audit.trail import Kind
from tests.conftest import as_owner
from tests.world import WORKER, World

SEEN = trail.Event("retiring.seen", "Versuch angesehen", kind=Kind.READING)
DONE = trail.Event("retiring.done", "Versuch getan")
OLD = timedelta(days=400)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _an_old_trail(world: World, tmp_path: Path, settings: Settings) -> None:
    """Readings and deeds by turns, sealed, as old as they were written then."""
    key = tmp_path / "seal.key"
    key.write_text("07" * 32)
    key.chmod(0o600)
    settings.SEAL_KEY_FILE = str(key)
    settings.CHECKPOINT_DIR = tmp_path / "outside"
    with world.acting(WORKER) as by:
        for number in range(12):
            trail.record(DONE if number % 4 == 0 else SEEN, by=by, about=[uuid4()])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET at = at - make_interval(days => %s)", [OLD.days])
    sealer.seal(clock.read() - OLD)
    with world.acting(WORKER) as by:
        trail.record(SEEN, by=by)
    sealer.seal(clock.read())


def retire(before_days: int) -> None:
    day = clock.day(clock.read()) - timedelta(days=before_days)
    call_command("retire_entries", "--kind", "reading", "--before", day.isoformat())


def left(world: World) -> tuple[int, int]:
    with world.acting(WORKER):
        kept = Entry.objects.values_list("event", flat=True)
        return list(kept).count(SEEN.code), list(kept).count(DONE.code)


def test_old_readings_go_and_the_trail_still_verifies(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_owner():
        retire(370)
    assert "9 Nachweise entfernt." in capsys.readouterr().out
    assert left(world) == (1, 3)
    sealer.seal(clock.read())
    report = examiner.examine()
    assert report.ok, report.problems
    assert report.retired == 9


def test_the_web_cannot_remove_them(world: World) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        retire(370)
    assert left(world) == (10, 3)


def test_young_entries_stay_even_for_the_owner(world: World) -> None:
    with as_owner(), pytest.raises(CommandError, match="Art Einsicht bleiben mindestens 365 Tage"):
        retire(30)
    assert left(world) == (10, 3)


def test_every_kind_has_its_own_period(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """After 400 days readings go; what was done stays for ten years."""
    with as_owner():
        call_command("retire_entries")
    assert left(world) == (1, 3)
    with as_owner(), pytest.raises(CommandError, match="Handlung bleiben mindestens 3653 Tage"):
        call_command("retire_entries", "--kind", "deed", "--before", "2026-01-01")
    with as_owner(), pytest.raises(CommandError, match="bitte auch --kind"):
        call_command("retire_entries", "--before", "2020-01-01")
    assert left(world) == (1, 3)
    sealer.seal(clock.read())
    assert examiner.examine().ok


def test_removing_more_than_the_trail_says_is_found(world: World) -> None:
    with as_owner():
        retire(370)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_entry WHERE event = %s", [DONE.code])
    sealer.seal(clock.read())
    report = examiner.examine()
    assert [problem.bend for problem in report.problems] == ["removed"] * 3
