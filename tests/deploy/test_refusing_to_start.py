"""Refusing to start: no web and no jobs as a database role that the second wall does not bind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

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


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "start", [("-c", "import deploy.wsgi"), ("manage.py", "procrastinate", "worker", "--one-shot")]
)
def test_neither_the_web_nor_its_jobs_start_as_the_owner(start: tuple[str, ...]) -> None:
    host, name = quote(str(devdb.socket_dir()), safe=""), connection.settings_dict["NAME"]
    done = subprocess.run(
        [sys.executable, *start],
        env=os.environ | {"DATABASE_URL": f"postgresql://owner@/{name}?host={host}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Die Datenbankrolle owner steht über der zweiten Wand." in done.stderr
