"""The officer has the seal checked, sees how far the check is and what it found; the trail can be taken elsewhere."""

import io
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from audit import clock, reader, sealer, trail
from audit.models import Entry
from referrals.readings import jobs
from referrals.readings.models import Result, SealCheck
from tests.audit.outside import lamp
from tests.conftest import SignIn, as_owner, stand_as_office
from tests.world import WORKER, World

OFFICER = "seidel"
RECORDED = 30
HAPPENED = trail.Event("checking.happened", "Versuch geschehen")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sealed_trail(world: World, tmp_path: Path, settings: Settings) -> Iterator[None]:
    key = tmp_path / "seal.key"
    key.write_text("07" * 32)
    key.chmod(0o600)
    settings.SEAL_KEY_FILE = str(key)
    settings.CHECKPOINT_DIR = tmp_path / "outside"
    with world.acting(WORKER) as by:
        for number in range(RECORDED):
            trail.record(HAPPENED, by=by, facts={"number": number})
    sealer.seal(clock.read())
    yield
    cache.clear()


def asked(officer: Client) -> SealCheck:
    answer = officer.post(reverse("check_seal"))
    check = SealCheck.objects.get(ended_at=None)
    assert answer.url == reverse("seal_check", args=[check.id])  # type: ignore[attr-defined]  # a redirect
    return check


def test_the_officer_has_the_seal_checked(world: World, signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    assert lamp(officer) == "Das Siegel wurde noch nicht geprüft."
    check = asked(officer)
    job = ProcrastinateJob.objects.get(task_name="readings.check_seal")
    assert job.args == {"check": str(check.id)}
    page = reverse("seal_check", args=[check.id])
    assert "Die Prüfung läuft." in officer.get(page).content.decode()
    cache.set(check.place_of_progress, (20_000, 60_000))
    assert "20.000 von 60.000 Einträgen" in officer.get(page).content.decode()
    jobs.check_seal(check=str(check.id))
    assert "alle unverändert" in officer.get(page).content.decode()
    assert lamp(officer).startswith("Siegel geprüft am ")
    assert lamp(officer).endswith("Einträge, alle unverändert.")
    codes = set(Entry.objects.filter(about__contains=[check.id]).values_list("event", flat=True))
    assert codes == {"seal_check.asked", "seal_check.read", "seal_check.ended"}


def test_a_bent_entry_is_named(world: World, signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    check = asked(officer)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE audit_entry SET facts = '{}' WHERE facts @> '{\"number\": 17}' RETURNING id"
        )
        bent = cursor.fetchone()[0]
    jobs.check_seal(check=str(check.id))
    with world.acting(OFFICER):
        assert SealCheck.objects.get(id=check.id).result == Result.BENT
    assert (
        f"Eintrag {bent} " in officer.get(reverse("seal_check", args=[check.id])).content.decode()
    )
    assert lamp(officer).endswith("Einträge wurden verändert.")
    with as_owner(), connection.cursor() as cursor:
        restored = "UPDATE audit_entry SET facts = '{\"number\": 17}' WHERE id = %s"
        cursor.execute(restored, [bent])
        # The check was made by hand; its job still waits.
        cursor.execute("DELETE FROM procrastinate_jobs")
    stand_as_office()
    jobs.check_seal(check=str(asked(officer).id))
    assert "fand eine Prüfung veränderte Einträge" in lamp(officer)
    assert "Die letzte Prüfung" in lamp(officer)


def test_two_checks_at_once_are_not_possible(signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    asked(officer)
    answer = officer.post(reverse("check_seal"), follow=True)
    assert "Eine Prüfung läuft bereits." in answer.content.decode()


@pytest.mark.parametrize("person", [WORKER, "brandt", "wolters"])
def test_nobody_else_learns_of_checks(person: str, signed_in: SignIn) -> None:
    check = asked(signed_in(OFFICER))
    stranger = signed_in(person)
    nothing = stranger.get("/gibt-es-nicht/").content
    for answer in (
        stranger.get(reverse("seal_check", args=[check.id])),
        stranger.post(reverse("check_seal")),
    ):
        assert (answer.status_code, answer.content) == (404, nothing)
    assert ProcrastinateJob.objects.count() == 1


def test_the_night_checks_by_itself(signed_in: SignIn) -> None:
    jobs.check_seal_at_night(timestamp=0)
    jobs.check_seal(**ProcrastinateJob.objects.get(task_name="readings.check_seal").args)
    assert lamp(signed_in(OFFICER)).endswith("alle unverändert.")


def test_a_seal_that_stopped_is_told(
    world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = signed_in(OFFICER)
    with world.acting(WORKER) as by:
        trail.record(HAPPENED, by=by)
    assert "nicht versiegelt" not in lamp(officer)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_checkpoint SET at = at - interval '20 minutes'")
        cursor.execute("UPDATE audit_entry SET at = at - interval '11 minutes'")
    assert lamp(officer).startswith("Seit über zehn Minuten wird nicht versiegelt.")


def test_the_trail_is_verified_elsewhere(world: World, tmp_path: Path) -> None:
    file = tmp_path / "nachweise.txt"
    call_command("export_trail", str(file), stdout=sys.stderr)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with world.acting(OFFICER):
        assert Entry.objects.filter(event="trail.exported").count() == 1

    def verified() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(sys.executable, "deploy/verify_trail_alone.py", str(file)),
                *("--key", str(tmp_path / "outside/seal.pub")),
                *("--checkpoint", str(tmp_path / "outside")),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    whole = verified()
    assert whole.returncode == 0, whole.stdout + whole.stderr
    number = reader.sealed()
    assert number >= RECORDED
    assert whole.stdout.startswith(f"{number} Einträge geprüft, 1 Siegel verglichen")
    file.write_bytes(file.read_bytes().replace(b'"number": 17', b'"number": 71'))
    bent = verified()
    assert bent.returncode == 1
    changed = number - RECORDED + 17

    # The same without the stand-alone file, and without a question to the database.
    def asking_nothing(*_: object) -> None:
        raise AssertionError

    choice = ("--export", str(file), "--checkpoints", str(tmp_path / "outside"))
    with connection.execute_wrapper(asking_nothing), pytest.raises(CommandError) as refused:
        call_command("verify_trail", *choice, stdout=io.StringIO())
    assert str(refused.value) in bent.stdout
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(CommandError, match="Verändert an"):
        call_command("verify_trail", *choice, stdout=io.StringIO())
    assert f"(Platz {changed}) wurde nach dem Versiegeln geändert." in bent.stdout
