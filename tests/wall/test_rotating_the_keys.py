"""`manage.py rotate_keys`: a newest key closes everything anew while pages go on, however often it is
cut short; and it says when the old one may go.
"""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts.adapters import SecondFactorAdapter
from audit import clock, keyfiles
from audit.findings import numbered
from audit.models import Entry
from deploy import devdb
from protection import keys, wall
from protection.models import Circle, DataKey
from referrals.families.models import Family
from tests.conftest import SignIn, as_owner
from tests.stages.families import a_family
from tests.world import WORKER, World

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    """A key file of this test alone, with the key under which everything lies."""
    path = tmp_path / "data.key"
    keyfiles.make(path, keyfiles.keys(Path(configured.KEY_FILE)))
    settings.KEY_FILE = str(path)
    keys.provider.cache_clear()
    return path


@pytest.fixture(autouse=True)
def _others_get_their_own_provider() -> object:
    yield
    keys.provider.cache_clear()


@pytest.fixture
def family(key_file: Path, world: World) -> Family:
    return a_family(world)


@pytest.fixture
def leaf(family: Family, signed_in: SignIn) -> tuple[Client, str]:
    return signed_in(WORKER), reverse("family", args=[family.id])


def opens(leaf: tuple[Client, str]) -> bool:
    client, address = leaf
    answer = client.get(address)
    return answer.status_code == 200 and "Velmbrinker" in answer.text


def add(key_file: Path) -> bytes:
    """Put a new key before the old ones; gives how everything under it begins."""
    call_command("new_key_file", str(key_file), "--add", stdout=io.StringIO())
    return keys.VERSION + keys.name_of(keyfiles.keys(key_file)[0])


def rotate(*options: str) -> str:
    said = io.StringIO()
    with as_owner():
        call_command("rotate_keys", *options, stdout=said)
    return said.getvalue()


def under(beginning: bytes) -> tuple[int, int]:
    """Count the keys that begin like this, and the others."""
    with as_owner():
        found = DataKey.objects.filter(wrapped__isnull=False).values_list("wrapped", flat=True)
        begin = [bytes(wrapped or b"").startswith(beginning) for wrapped in found]
    return begin.count(True), begin.count(False)


def many_keys(number: int) -> None:
    now, provider = clock.read(), keys.provider()
    made = [DataKey(id=uuid4(), circle=Circle.FILE, made_at=now) for _ in range(number)]
    for key in made:
        key.wrapped = provider.wrap(key.id, keys.new())
    with as_owner():
        DataKey.objects.bulk_create(made)


def until_alone() -> None:
    """Wait until the database noticed that a killed process is gone: it may still have kept its word."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = time.monotonic() + 20
    with as_owner(), connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("The killed process is still connected.")


def test_pages_open_before_during_and_after(leaf: tuple[Client, str], key_file: Path) -> None:
    many_keys(5)
    assert opens(leaf)
    newest = add(key_file)
    assert opens(leaf)
    assert under(newest)[0] == 0
    said = rotate("--most", "2")
    assert opens(leaf)
    count, others = under(newest)
    assert others == 0
    assert count > 5
    assert f"{count} Schlüssel neu verschlossen." in said
    assert "Unter älteren Schlüsseln liegt nichts mehr." in said
    assert "1 ältere Schlüssel" in rotate("--retire")
    assert len(keyfiles.keys(key_file)) == 1
    assert opens(leaf)
    keys.provider.cache_clear()
    assert opens(leaf)


def test_a_process_that_knows_the_old_file_learns_of_the_new_one(
    leaf: tuple[Client, str], key_file: Path, family: Family, world: World
) -> None:
    assert opens(leaf)
    before = keys.provider()
    newest = add(key_file)
    rotate()
    assert keys.provider() is before
    assert opens(leaf)
    # Nothing more is made under the key that is to go.
    with world.acting(WORKER):
        assert before.wrap(uuid4(), keys.new()).startswith(newest)


def test_a_key_nobody_knows_lets_the_file_be_read_once(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = keys.provider()
    read: list[Path] = []
    unread = keyfiles.keys

    def counted(path: Path) -> list[bytes]:
        read.append(path)
        return unread(path)

    monkeypatch.setattr(keyfiles, "keys", counted)
    closed = provider.wrap(uuid4(), keys.new())
    foreign = keys.VERSION + b"\0\0\0\0" + closed[5:]
    for _ in range(3):
        with pytest.raises(keys.EnvelopeBrokenError):
            provider.unwrap_many([(uuid4(), foreign)])
    assert read == []
    key_file.touch()
    for _ in range(3):
        with pytest.raises(keys.EnvelopeBrokenError):
            provider.unwrap_many([(uuid4(), foreign)])
    assert read == [key_file]


def test_a_file_that_became_unreadable_leaves_the_service_as_it_was(
    leaf: tuple[Client, str], key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert opens(leaf)
    key_file.write_text("Amsel")
    assert keys.provider().wrap(uuid4(), keys.new())
    assert opens(leaf)
    assert "64 Hexadezimalziffern" in caplog.text
    assert "Amsel" not in caplog.text


def test_killed_in_the_middle_it_goes_on_where_it_was(
    leaf: tuple[Client, str], key_file: Path
) -> None:
    many_keys(3_000)
    newest = add(key_file)
    host, name = quote(str(devdb.socket_dir()), safe=""), connection.settings_dict["NAME"]
    environment = {
        "DATABASE_URL": f"postgresql://owner@/{name}?host={host}",
        "HILFENETZ_KEY_FILE": str(key_file),
    }
    with subprocess.Popen(
        [sys.executable, "manage.py", "rotate_keys", "--most", "20"],
        env=os.environ | environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        for _ in range(3):
            running.stdout.readline()
        running.send_signal(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    until_alone()
    done, left = under(newest)
    assert done >= 40
    assert left > 0
    assert opens(leaf)
    said = rotate()
    assert f"{numbered(left)} Schlüssel neu verschlossen." in said
    assert under(newest) == (done + left, 0)
    assert opens(leaf)


def test_the_trail_counts_and_names_nobody(family: Family, key_file: Path) -> None:
    add(key_file)
    rotate("--most", "1")
    with as_owner():
        told = list(Entry.objects.filter(event__startswith="keys.").order_by("seq"))
    assert told[-1].event == "keys.rotated"
    assert {entry.event for entry in told[:-1]} == {"keys.rewrapped"}
    counts = [entry.facts["count"] for entry in told]
    assert counts[-1] == sum(counts[:-1]) > 0
    assert all(set(entry.facts) == {"count", "broken"} and not entry.about for entry in told)


def test_what_was_destroyed_stays_destroyed(family: Family, key_file: Path) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE protection_datakey SET wrapped = NULL, destroyed_at = now() WHERE id = %s",
            [family.lock_id],
        )
    add(key_file)
    rotate()
    with as_owner():
        assert DataKey.objects.get(id=family.lock_id).wrapped is None


def test_what_one_person_was_confided_is_closed_anew_too(world: World, key_file: Path) -> None:
    author = world.town.people[WORKER]
    with wall.standing_as(world.actor(WORKER)):
        identity = uuid4()
        wrapped = keys.provider().wrap(identity, keys.new())
        DataKey.objects.create(
            id=identity,
            circle=Circle.CONFIDED,
            wrapped=wrapped,
            author_id=author.id,
            made_at=clock.read(),
        )
    newest = add(key_file)
    rotate()
    assert under(newest) == (1, 0)


def test_a_key_of_no_line_stays_and_so_do_the_lines(family: Family, key_file: Path) -> None:
    many_keys(3)
    foreign = uuid4()
    with as_owner():
        DataKey.objects.create(
            id=foreign,
            circle=Circle.FILE,
            wrapped=keys.VERSION + bytes(4 + 12 + 48),
            made_at=clock.read(),
        )
    newest = add(key_file)
    with pytest.raises(CommandError, match="1 Schlüssel lassen sich mit keiner Zeile") as refused:
        rotate("--most", "2")
    assert str(foreign) in str(refused.value)
    assert under(newest)[1] == 1
    with pytest.raises(CommandError, match=r"liegt noch etwas \(1\)"):
        rotate("--retire")
    assert len(keyfiles.keys(key_file)) == 2


def test_older_lines_stay_while_something_is_under_them(family: Family, key_file: Path) -> None:
    add(key_file)
    before = key_file.read_text()
    with pytest.raises(CommandError, match="Die Datei bleibt, wie sie ist"):
        rotate("--retire")
    assert key_file.read_text() == before


def test_second_factors_go_on_working(world: World, key_file: Path) -> None:
    person = world.town.people[WORKER]
    request = RequestFactory().get("/")
    request.user = person
    adapter = SecondFactorAdapter()
    with context.request_context(request):
        sealed = {"secret": adapter.encrypt("JBSWY3DPEHPK3PXP")}
        codes = {"seed": adapter.encrypt("5eed"), "used_mask": 3}
    kinds = Authenticator.Type
    Authenticator.objects.create(user=person, type=kinds.TOTP, data=sealed)
    Authenticator.objects.create(user=person, type=kinds.RECOVERY_CODES, data=codes)
    add(key_file)
    rotate()
    rotate("--retire")
    keys.provider.cache_clear()
    with context.request_context(request):
        app = Authenticator.objects.get(user=person, type=kinds.TOTP).data
        kept = Authenticator.objects.get(user=person, type=kinds.RECOVERY_CODES).data
        assert adapter.decrypt(app["secret"]) == "JBSWY3DPEHPK3PXP"
        assert (adapter.decrypt(kept["seed"]), kept["used_mask"]) == ("5eed", 3)


def test_the_role_of_the_web_does_not_rotate(key_file: Path) -> None:
    with pytest.raises(CommandError, match="Nur der Eigentümer der Datenbank"):
        call_command("rotate_keys")


def test_a_file_keeps_its_mode_and_is_whole_or_as_before(key_file: Path) -> None:
    old = keyfiles.keys(key_file)
    add(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert keyfiles.keys(key_file)[1:] == old
    key_file.with_name("data.key.neu").touch()
    with pytest.raises(CommandError, match=r"data\.key\.neu gibt es schon"):
        add(key_file)
    assert keyfiles.keys(key_file)[1:] == old
