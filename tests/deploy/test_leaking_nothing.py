"""After a town was replayed and its jobs ran, nothing made up about a family stands in clear."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from deploy import devdb

ROOT = Path(__file__).resolve().parents[2]
NAME = f"test_leak_{os.getpid()}"
LAST_HANDED_IN = (
    "SELECT p.name, max(m.first_on) FROM referrals_month m JOIN providers_provider p"
    " ON p.id = m.provider_id GROUP BY p.name"
)

PLANNED = (
    "SELECT u.display_name, count(*) FROM referrals_visit v JOIN accounts_user u ON u.id = v.carer_id"
    " WHERE (v.starts_at AT TIME ZONE 'Europe/Berlin')::date"
    " = (now() AT TIME ZONE 'Europe/Berlin')::date GROUP BY u.display_name"
)


def _url(role: str) -> str:
    return f"postgresql://{role}@/{NAME}?host={quote(str(devdb.socket_dir()), safe='')}"


def _run(*command: str, role: str = "owner", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=os.environ | devdb.tools() | {"DATABASE_URL": _url(role), **more},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


@dataclass(frozen=True, slots=True)
class Seeded:
    """What came out of seeding: the dump, everything printed (mails too), the names, the last
    months handed in, and who is visited when.
    """

    dump: str
    printed: str
    names: list[str]
    handed_in: list[str]
    planned: list[str]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Seeded:
    """Seed a town in a database of its own, and let the worker do what waits."""
    folder = tmp_path_factory.mktemp("leak")
    names = folder / "names.txt"
    # Every mail is printed, and so looked through with the rest.
    mailing = {"HILFENETZ_MAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    manage = (sys.executable, "manage.py")
    _run("createdb", "--template", connection.settings_dict["TEST"]["TEMPLATE"], NAME)
    try:
        _run(*manage, "wall")
        said = _run(
            *(*manage, "seed", "--scale", "demo", "--names", str(names)),
            role="app",
            **mailing,
        )
        worked = _run(
            *(*manage, "procrastinate", "worker", "--one-shot"),
            role="worker",
            HILFENETZ_CHECKPOINT_DIR=str(folder / "checkpoints"),
            **mailing,
        )
        dump = _run("pg_dump", "--inserts", NAME).stdout
        handed_in = _run("psql", "-XAtc", LAST_HANDED_IN, "-d", NAME).stdout.splitlines()
        planned = _run("psql", "-XAtc", PLANNED, "-d", NAME).stdout.splitlines()
    finally:
        _run("dropdb", "--force", NAME)
    return Seeded(
        dump=dump,
        printed=said.stdout + said.stderr + worked.stdout + worked.stderr,
        names=names.read_text(encoding="utf-8").splitlines(),
        handed_in=handed_in,
        planned=planned,
    )


def test_the_names_are_worth_looking_for(seeded: Seeded) -> None:
    assert len(seeded.names) > 100
    assert all(name.strip() for name in seeded.names)


def test_no_dump_of_the_database_holds_a_name(seeded: Seeded) -> None:
    assert "referrals_family" in seeded.dump
    assert [name for name in seeded.names if name in seeded.dump] == []


def test_nothing_printed_and_no_mail_holds_a_name(seeded: Seeded) -> None:
    assert [name for name in seeded.names if name in seeded.printed] == []


def test_a_month_waits_for_its_coordinator(seeded: Seeded) -> None:
    last = dict(line.split("|") for line in seeded.handed_in)
    assert last["FleX"] < max(last.values()), "the last full month of FleX is there to be handed in"


def test_a_carer_finds_visits_of_today(seeded: Seeded) -> None:
    assert dict(line.split("|") for line in seeded.planned)["Derya Sahin"] == "2"
