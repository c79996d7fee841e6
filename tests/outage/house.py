"""The running service: web, worker and database, killed without warning and started again."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from deploy import demo, devdb

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60


class House:
    """Web, worker and database of one folder; whatever dies is started again, as an operator's service would."""

    def __init__(self, port: int, chance: random.Random) -> None:
        self._port, self._chance = port, chance
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.killed: dict[str, int] = {}

    def begins(self) -> None:
        """Start web and worker, and wait for the first page."""
        self.mends()

    def kills(self) -> None:
        """Kill one part without warning: the web or the worker whole, a process of the web, the
        database's postmaster, or one of its sessions.
        """
        ways: dict[str, Callable[[], None]] = {
            "web": lambda: _kill_group(self._running["web"]),
            "a process of the web": self._kill_a_child_of_the_web,
            "worker": lambda: _kill_group(self._running["worker"]),
            "database": lambda: _kill(postmaster()),
            "a session of the database": self._kill_a_session,
        }
        way = self._chance.choice(sorted(ways))
        ways[way]()
        self.killed[way] = self.killed.get(way, 0) + 1

    def mends(self) -> None:
        """Start what is dead, and wait until a page comes."""
        base = devdb._base()  # the one place that knows how the embedded server is started
        with devdb._starting(base):
            devdb._ensure_started(base)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            # A worker whose database went away ends by itself.
            for name, command, role in self._parts():
                child = self._running.get(name)
                if child is None or child.poll() is not None:
                    self._running[name] = demo._start(command, role)
            try:
                demo.wait_until_it_answers(self._port, self._running)
            except demo.DemoError:
                continue
            return
        raise demo.DemoError("Nach dem Ausfall kommt der Dienst nicht wieder.")

    def ends(self) -> None:
        """Stop everything in order."""
        for child in self._running.values():
            child.send_signal(signal.SIGTERM)
        for child in self._running.values():
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                _kill_group(child)

    def _parts(self) -> list[tuple[str, list[str], str]]:
        web = ["-m", "gunicorn", "deploy.wsgi:application", "--bind", f"{demo.HOST}:{self._port}"]
        web += ["--workers", "2", "--no-control-socket", "--log-level", "critical", "--preload"]
        return [
            ("web", [sys.executable, *web], "app"),
            ("worker", [*demo.MANAGE, "procrastinate", "worker"], "worker"),
        ]

    def _kill_a_child_of_the_web(self) -> None:
        children = psutil.Process(self._running["web"].pid).children()
        if children:
            _kill(self._chance.choice(children))

    def _kill_a_session(self) -> None:
        sessions = [
            one for one in postmaster().children() if "hilfenetz" in " ".join(one.cmdline())
        ]
        if sessions:
            _kill(self._chance.choice(sessions))


def postmaster() -> psutil.Process:
    """Find the first process of the database."""
    pid = (Path(devdb._base()) / "data" / "postmaster.pid").read_text().split()[0]
    return psutil.Process(int(pid))


def _kill(process: psutil.Process) -> None:
    process.kill()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()
    time.sleep(0.05)
