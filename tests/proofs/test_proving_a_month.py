"""Once a month the officer takes one page on paper: what was counted, what was verified, and the signed state."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from audit import clock, reader, sealer, trail
from audit.models import Checkpoint, Entry
from protection.pdf import pages_of
from referrals.hours.sums import CalendarMonth
from referrals.readings import jobs
from tests.conftest import SignIn, as_owner
from tests.world import WORKER, World

OFFICER = "seidel"
HAPPENED = trail.Event("proving.happened", "Versuch geschehen")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sealed_trail(world: World, tmp_path: Path, settings: Settings) -> Iterator[None]:
    key = tmp_path / "seal.key"
    key.write_text("07" * 32)
    key.chmod(0o600)
    settings.SEAL_KEY_FILE = str(key)
    settings.CHECKPOINT_DIR = tmp_path / "outside"
    with world.acting(WORKER) as by:
        for number in range(12):
            trail.record(HAPPENED, by=by, facts={"number": number})
    sealer.seal(clock.read())
    yield
    cache.clear()


def this_month() -> CalendarMonth:
    return CalendarMonth.of(clock.day(clock.read()))


def verified(officer: Client) -> None:
    address: str = officer.post(reverse("check_seal")).url  # type: ignore[attr-defined]  # a redirect
    jobs.check_seal(check=address.rstrip("/").rsplit("/", 1)[-1])


def printed(officer: Client, month: CalendarMonth) -> str:
    answer = officer.post(reverse("proof"), {"month": month.code})
    assert answer.headers["Content-Type"] == "application/pdf", answer.content.decode()
    assert f"Monatsnachweis_{month.code}.pdf" in answer.headers["Content-Disposition"]
    pages = pages_of(answer.content)
    assert len(pages) == 1
    return " ".join(pages[0].split())


def test_the_page_holds_counts_the_verification_and_the_signed_state(
    world: World, signed_in: SignIn
) -> None:
    officer = signed_in(OFFICER)
    verified(officer)
    text = printed(officer, this_month())
    with world.acting(OFFICER):
        note = Checkpoint.objects.latest("size").note
        deeds = Entry.objects.filter(kind="deed").count()
        assert Entry.objects.get(event="proof.printed").facts == {"month": this_month().code}
    assert f"Handlung {deeds} " in text
    assert "fand alle Einträge unverändert" in text
    assert "".join(note.split()) in "".join(text.split())
    assert "Monat läuft noch" in text


def test_what_a_verification_found_stands_on_the_page(signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    with as_owner(), connection.cursor() as cursor:
        # More than the page shows: it stays one page.
        cursor.execute("UPDATE audit_entry SET facts = '{}' WHERE event = %s", [HAPPENED.code])
    verified(officer)
    text = printed(officer, this_month())
    assert "fand veränderte Einträge" in text
    assert "Davon mit Befund 1 " in text
    assert text.count("wurde nach dem Versiegeln geändert") == 4
    assert "… und " in text


def test_without_a_verification_there_is_no_proof(world: World, signed_in: SignIn) -> None:
    officer = signed_in(OFFICER)
    answer = officer.post(reverse("proof"), {"month": this_month().code})
    assert answer.status_code == 422
    assert "wurde das Siegel nicht geprüft" in answer.content.decode()
    with world.acting(OFFICER):
        assert not Entry.objects.filter(event="proof.printed").exists()


def test_a_month_before_rests_on_a_later_verification_and_counts_only_its_own(
    signed_in: SignIn,
) -> None:
    officer = signed_in(OFFICER)
    verified(officer)
    text = printed(officer, this_month().before)
    assert "Handlung 0 0 0" in text
    assert "kein signierter Stand" in text
    assert "Monat läuft noch" not in text


def test_a_month_that_does_not_exist_is_refused_in_words(signed_in: SignIn) -> None:
    answer = signed_in(OFFICER).post(reverse("proof"), {"month": "2026-13"})
    assert answer.status_code == 422


def test_only_the_officer_takes_it(signed_in: SignIn) -> None:
    for other in ("demir", "nolte", "kowalski", "rehm", "stolze", "wolters", "grote"):
        assert signed_in(other).get(reverse("proof")).status_code in {403, 404}, other


def test_retired_entries_are_counted_under_their_kind(world: World) -> None:
    now = clock.read()
    word = trail.event_named("trail.retired")
    assert word
    with world.acting(WORKER) as by:
        trail.record(word, by=by, facts={"kind": "reading", "positions": "1-3,7"})
        since = clock.moment(clock.day(now), 0)
        found = {one.kind.value: one.retired for one in reader.counted(since, clock.read())}
    assert found == {"deed": 0, "reading": 4, "security": 0}
