"""The embedded database: only the caller gets in, nobody is more than their role, one server."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from deploy import devdb, local


@pytest.fixture
def own_state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server of its own, in a folder that strangers may enter (pytest closes its own folders)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("HILFENETZ_VAR", f"{folder}/var")
        yield Path(folder) / "var" / "devdb"


@pytest.fixture
def server(own_state: Path) -> Iterator[Path]:
    with devdb.running():
        yield own_state


def postmaster(state: Path) -> int:
    return int((state / "data" / "postmaster.pid").read_text().split()[0])


def ask(role: str, query: str) -> object:
    with psycopg.connect(devdb.url(role)) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row and row[0]


def test_the_web_is_no_superuser_and_owns_nothing(server: Path) -> None:
    for role in ("app", "worker", "audit_reader"):
        assert ask(role, "SELECT current_user") == role
        assert (
            ask(role, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            is False
        )
        assert ask(role, "SELECT has_schema_privilege('public', 'CREATE')") is False
        assert ask(role, "SELECT has_database_privilege('hilfenetz', 'TEMP')") is False
        assert ask(role, "SHOW statement_timeout") != "0"


def test_the_web_can_put_on_the_role_for_reports_but_does_not_inherit_it(server: Path) -> None:
    with psycopg.connect(devdb.url("app")) as connection:
        assert connection.execute("SELECT pg_has_role('report', 'USAGE')").fetchone() == (False,)
        connection.execute("SET LOCAL ROLE report")
        assert connection.execute("SELECT current_user").fetchone() == ("report",)


def test_the_owner_can_make_a_database_for_tests_in_which_the_web_can_work(server: Path) -> None:
    with psycopg.connect(devdb.url("owner"), autocommit=True) as owner:
        owner.execute("CREATE DATABASE test_of_ours")
    with psycopg.connect(devdb.url("owner", "test_of_ours")) as owner:
        owner.execute("CREATE TABLE public.thing (id int); GRANT SELECT ON thing TO app")
    with psycopg.connect(devdb.url("app", "test_of_ours")) as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE public.other (id int)")


def test_only_the_calling_user_of_the_operating_system_gets_in(server: Path) -> None:
    rules = "SELECT string_agg(DISTINCT auth_method || ' ' || type, ', ') FROM pg_hba_file_rules"
    assert ask("postgres", rules) == "peer local"
    users = "SELECT count(DISTINCT sys_name) FROM pg_ident_file_mappings"
    assert ask("postgres", users) == 1
    assert ask("postgres", "SHOW listen_addresses") == ""
    assert (server / "socket").stat().st_mode & 0o777 == 0o700


def test_strangers_on_the_same_machine_are_refused(server: Path) -> None:
    if os.geteuid() != 0:
        # Only root can become somebody else; for others the rules above have to do.
        assert not (server / "socket").stat().st_mode & 0o077
        return
    # "daemon" fails at the folder; "nobody" runs the server, so it passes the folder.
    for stranger, refusal in (("daemon", "Permission denied"), ("nobody", "Peer authentication")):
        for role in ("postgres", "owner", "app"):
            answer = subprocess.run(
                [devdb.bin_dir() / "psql", devdb.url(role), "-c", "SELECT 1"],
                user=stranger,
                extra_groups=[],
                cwd="/",
                capture_output=True,
                text=True,
                check=False,
            )
            assert answer.returncode != 0
            assert refusal in answer.stderr


def test_two_starts_at_once_give_one_server(own_state: Path) -> None:
    together = threading.Barrier(2)
    seen: list[int] = []

    def start() -> None:
        together.wait()
        with devdb.running():
            together.wait()
            seen.append(postmaster(own_state))
            together.wait()

    starts = [threading.Thread(target=start) for _ in range(2)]
    for thread in starts:
        thread.start()
    for thread in starts:
        thread.join()
    assert len(seen) == 2
    assert len(set(seen)) == 1


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, or ends within the seconds that a busy disk may take."""
    for _ in range(100):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.1)
    return False


def test_the_last_user_stops_the_server(own_state: Path) -> None:
    with devdb.running():
        pid = postmaster(own_state)
        with devdb.running():
            assert postmaster(own_state) == pid
        assert ask("app", "SELECT 1") == 1
    assert is_gone(pid)
    with pytest.raises(psycopg.OperationalError):
        ask("app", "SELECT 1")


def test_after_a_killed_server_the_next_start_works_and_nothing_committed_is_lost(
    server: Path,
) -> None:
    with psycopg.connect(devdb.url("owner")) as owner:
        owner.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
    with psycopg.connect(devdb.url("app")):  # a session that outlives the server for a moment
        os.kill(postmaster(server), signal.SIGKILL)
        with devdb.running():
            assert ask("owner", "SELECT id FROM kept") == 7


def test_a_pid_that_now_belongs_to_another_program_is_no_server(own_state: Path) -> None:
    with devdb.running():
        pass
    (own_state / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with devdb.running():
        assert ask("app", "SELECT 1") == 1


def test_a_long_path_gets_a_private_socket_folder_elsewhere(
    own_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HILFENETZ_VAR", str(own_state.parent / ("lang" * 25)))
    with devdb.running():
        assert ask("app", "SELECT 1") == 1
        assert devdb.socket_dir().stat().st_mode & 0o777 == 0o700
        assert own_state not in devdb.socket_dir().parents
    devdb.socket_dir().rmdir()


def test_the_command_hands_on_the_exit_code_and_says_where_the_database_is(own_state: Path) -> None:
    script = 'test "$(psql -Atc "SELECT current_user || current_database()")" = ownerhilfenetz'
    assert local.run(["sh", "-c", f"{script} && exit 7"]) == 7
    assert local.run(["sh", "-c", "kill -9 $$"]) == 137


def test_starting_again_is_quick(own_state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with devdb.running():
        pass
    begin = time.perf_counter()
    with devdb.running():
        seconds = time.perf_counter() - begin
    with capsys.disabled():
        sys.stdout.write(f"\nrestart of the embedded database: {seconds:.2f} s\n")
    # The promise is below one second; a slow machine is no defect of ours.
    assert seconds < 30
