"""Refusing to start: no web and no jobs without keys, or as a database
role that the second wall does not bind.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit import keyfiles
from deploy import devdb
from deploy.checks import above_the_wall

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server() -> Iterator[None]:
    """A server of its own, whose superuser may bend roles as it likes."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        Path(folder).chmod(0o755)
        patch.setenv("HILFENETZ_VAR", f"{folder}/var")
        with devdb.running():
            yield


def _said_as(role: str, *bending: str) -> str:
    """Ask as a role, after the superuser bent something for this one transaction."""
    with psycopg.connect(devdb.url("postgres")) as superuser, superuser.cursor() as cursor:
        for statement in bending:
            cursor.execute(statement.encode())
        cursor.execute(f"SET LOCAL ROLE {role}".encode())
        said = above_the_wall(cursor)
        superuser.rollback()
    return said


def test_whoever_the_wall_binds_may_start(server: None) -> None:
    table = "CREATE TABLE thing (id int)", "ALTER TABLE thing OWNER TO owner"
    assert [_said_as(role, *table) for role in ("app", "worker", "audit_reader")] == ["", "", ""]


def test_whoever_stands_above_the_wall_is_named(server: None) -> None:
    owned = "CREATE TABLE thing (id int)", "ALTER TABLE thing OWNER TO {}"
    above: dict[str, list[tuple[str, ...]]] = {
        "postgres": [()],
        "app": [
            ("ALTER ROLE app SUPERUSER",),
            ("ALTER ROLE app BYPASSRLS",),
            tuple(line.format("app") for line in owned),
            # Who is a member of a role can become it at any time.
            (*(line.format("owner") for line in owned), "GRANT owner TO app"),
            ("CREATE ROLE passing BYPASSRLS", "GRANT passing TO app"),
        ],
        "owner": [tuple(line.format("owner") for line in owned)],
    }
    found = {role: [_said_as(role, *bent) for bent in each] for role, each in above.items()}
    assert found == {role: [role] * len(each) for role, each in above.items()}


STARTS = [("-c", "import deploy.wsgi"), ("manage.py", "procrastinate", "worker", "--one-shot")]


def _started(start: tuple[str, ...], role: str, **more: str) -> subprocess.CompletedProcess[str]:
    host, name = quote(str(devdb.socket_dir()), safe=""), connection.settings_dict["NAME"]
    environment = {"DATABASE_URL": f"postgresql://{role}@/{name}?host={host}", **more}
    return subprocess.run(
        [sys.executable, *start],
        env=os.environ | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("start", STARTS)
def test_neither_the_web_nor_its_jobs_start_as_the_owner(start: tuple[str, ...]) -> None:
    done = _started(start, "owner")
    assert done.returncode != 0
    assert "Die Datenbankrolle owner steht über der zweiten Wand." in done.stderr


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("start", "setting"),
    [
        *((start, "HILFENETZ_KEY_FILE") for start in STARTS),
        (STARTS[1], "HILFENETZ_SEAL_KEY_FILE"),
        (STARTS[0], "HILFENETZ_INDEX_KEY_FILE"),
    ],
    ids=["web", "jobs", "jobs without the seal", "web without the index"],
)
def test_neither_starts_without_its_keys(
    start: tuple[str, ...], setting: str, tmp_path: Path
) -> None:
    done = _started(start, "app", **{setting: str(tmp_path / "own.key")})
    assert done.returncode != 0
    assert f"Die Schlüsseldatei {tmp_path}/own.key fehlt. Legen Sie sie an" in done.stderr


@pytest.mark.usefixtures("db")
def test_keys_may_come_from_systemd(tmp_path: Path) -> None:
    """Credentials lie in a folder of the service alone; the mask of their access list shows as bits
    of the group.
    """
    for name in ("data.key", "seal.key", "index.key"):
        keyfiles.make(tmp_path / name, [keyfiles.fresh()])
        (tmp_path / name).chmod(0o440)
    laid = {
        "HILFENETZ_KEY_FILE": "",
        "HILFENETZ_SEAL_KEY_FILE": "",
        "HILFENETZ_INDEX_KEY_FILE": "",
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }
    assert _started(STARTS[0], "app", **laid).returncode == 0
    (tmp_path / "data.key").chmod(0o444)
    assert "data.key ist für andere lesbar" in _started(STARTS[0], "app", **laid).stderr


SENTENCES = [
    (None, 0o600, "fehlt. Legen Sie sie an"),
    ("00" * 32, 0o644, "ist für andere lesbar. Schließen Sie sie: chmod 600"),
    ("00" * 32, 0o640, "ist für andere lesbar. Schließen Sie sie: chmod 600"),
    (" \n", 0o600, "ist leer"),
    ("00" * 31, 0o600, "64 Hexadezimalziffern"),
    ("Amsel, Drossel, Fink und Star", 0o600, "64 Hexadezimalziffern"),
    ("\xfcberall", 0o600, "64 Hexadezimalziffern"),
]


@pytest.mark.parametrize(("content", "mode", "sentence"), SENTENCES)
def test_a_key_file_that_does_not_protect_is_refused_in_words(
    content: str | None, mode: int, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.key"
    if content is not None:
        path.write_text(content, encoding="latin-1")
        path.chmod(mode)
    with pytest.raises(ImproperlyConfigured) as refused:
        keyfiles.keys(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)
    assert content is None or not content.strip() or content not in str(refused.value)


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="ist keine Datei"):
        keyfiles.keys(tmp_path)


def test_a_file_that_the_service_may_not_read_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "own.key"
    keyfiles.make(path, [keyfiles.fresh()])

    def closed(*_: object, **__: object) -> str:  # root may read everything
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", closed)
    with pytest.raises(ImproperlyConfigured, match=r"darf die Schlüsseldatei .* nicht lesen"):
        keyfiles.keys(path)
