"""After a town was replayed, nothing made up about a family stands in clear in the dump."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from deploy import devdb

ROOT = Path(__file__).resolve().parents[2]
NAME = f"test_leak_{os.getpid()}"


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


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, list[str]]:
    """Seed a town in a database of its own; give its dump, everything that was printed, and the names."""
    folder = tmp_path_factory.mktemp("leak")
    names = folder / "names.txt"
    manage = (sys.executable, "manage.py")
    _run("createdb", NAME)
    try:
        _run(*manage, "migrate", "-v0")
        _run(*manage, "wall")
        said = _run(
            *(*manage, "seed", "--scale", "demo", "--names", str(names)),
            role="app",
        )
        dump = _run("pg_dump", "--inserts", NAME).stdout
    finally:
        _run("dropdb", "--force", NAME)
    printed = said.stdout + said.stderr
    return dump, printed, names.read_text(encoding="utf-8").splitlines()


def test_the_names_are_worth_looking_for(seeded: tuple[str, str, list[str]]) -> None:
    _, _, names = seeded
    assert len(names) > 100
    assert all(name.strip() for name in names)


def test_no_dump_of_the_database_holds_a_name(seeded: tuple[str, str, list[str]]) -> None:
    dump, _, names = seeded
    assert "referrals_family" in dump
    assert [name for name in names if name in dump] == []


def test_nothing_printed_holds_a_name(seeded: tuple[str, str, list[str]]) -> None:
    _, printed, names = seeded
    assert [name for name in names if name in printed] == []
