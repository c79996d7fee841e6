"""The parts of the demo: what is prepared once, and the children that serve it."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy import devdb

MANAGE = (sys.executable, str(devdb.ROOT / "manage.py"))
HOST = "127.0.0.1"
START_SECONDS = 30
STOP_SECONDS = 10
PROGRAM = (
    "accounts",
    "audit",
    "deploy",
    "outcomes",
    "protection",
    "providers",
    "referrals",
    "requirements",
)


class DemoError(Exception):
    """The demo cannot go on; the text says why."""


def prepare() -> None:
    """Bring tables, rights and static files up to this program; nothing when they are."""
    now = fingerprint()
    if _stamp().exists() and _stamp().read_text() == now:
        return
    manage("owner", "migrate", "--verbosity", "0")
    manage("owner", "wall")
    manage("app", "collectstatic", "--no-input", "--verbosity", "0")
    _stamp().write_text(now)


def build_town() -> None:
    """Build the example town; what a broken start left behind is thrown away next time."""
    _unfinished().touch()
    manage("app", "seed", "--scale", "demo")
    _unfinished().unlink()


def was_cut_short() -> bool:
    """Whether the last start ended while the town was being built."""
    return _unfinished().exists()


def forget() -> None:
    """Throw the example town away, so that the next start makes it anew."""
    drop = f'DROP DATABASE IF EXISTS "{devdb.DATABASE}" WITH (FORCE)'
    connect = os.environ | devdb.tools() | {"PGUSER": "postgres", "PGDATABASE": "postgres"}
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", drop]
    subprocess.run(psql, env=connect, check=True)
    devdb.make_roles()
    # The new town's trail grows a tree of its own; the old tree's seals would speak against it.
    shutil.rmtree(devdb.var() / "checkpoints", ignore_errors=True)
    _stamp().unlink(missing_ok=True)
    _unfinished().unlink(missing_ok=True)


def fingerprint() -> str:
    """Name the state of the program: a start with the same one needs no preparing."""
    found = hashlib.sha256()
    for path in sorted(path for part in PROGRAM for path in (devdb.ROOT / part).rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            found.update(f"{path.relative_to(devdb.ROOT)} {path.stat().st_size} ".encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def manage(role: str, *arguments: str) -> None:
    """Run a management command as one database role."""
    done = subprocess.run([*MANAGE, *arguments], env=_as(role), check=False)
    if done.returncode:
        raise DemoError(
            f"manage.py {arguments[0]} ist gescheitert. Von vorn beginnt: make demo-reset"
        )


@contextmanager
def children(port: int) -> Iterator[Mapping[str, subprocess.Popen[bytes]]]:
    """Has web server and job worker running inside the block; it begins when the first page came."""
    web = ["-m", "gunicorn", "deploy.wsgi:application", "--bind", f"{HOST}:{port}"]
    web += ["--workers", "2", "--no-control-socket", "--log-level", "warning"]
    web += ["--preload"]  # the program is loaded once and not once for each worker
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        started["Der Webdienst"] = _start([sys.executable, *web], "app")
        # Who waits for the first page does not wait for the worker to load as well.
        wait_until_it_answers(port, started)
        started["Der Auftragsdienst"] = _start([*MANAGE, "procrastinate", "worker"], "worker")
        yield started
    finally:
        for child in started.values():
            child.send_signal(signal.SIGTERM)
        for child in started.values():
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_until_it_answers(port: int, running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Return when the first page came."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        refuse_the_dead(running)
        browser = HTTPConnection(HOST, port, timeout=5)
        try:
            browser.request("GET", "/")
            browser.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            browser.close()
    raise DemoError(f"Der Webdienst antwortet nicht auf {HOST}:{port}.")


def refuse_the_dead(running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Say which child has died, if one has."""
    for name, child in running.items():
        if child.poll() is not None:
            raise DemoError(
                f"{name} ist stehen geblieben (Code {child.returncode}). Ende der Demo."
            )


def _stamp() -> Path:
    return devdb.var() / "demo.stamp"


def _unfinished() -> Path:
    return devdb.var() / "demo.unfinished"


def _start(command: Sequence[str], role: str) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches only the demo, which then stops its children in order.
    return subprocess.Popen(command, env=_as(role), cwd=devdb.ROOT, start_new_session=True)


def _as(role: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": devdb.url(role), "PYTHONUNBUFFERED": "1"}
