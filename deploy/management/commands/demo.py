"""manage.py demo: the example town on this machine, ready to click."""

import fcntl
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.roles import Role
from deploy import demo, devdb


class Command(BaseCommand):
    """Starts the example town with web server and job worker; Ctrl-C stops it, data stays."""

    help = "Startet die Übungsstadt auf diesem Rechner. Strg-C beendet sie, die Daten bleiben."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="beginnt von vorn")

    def handle(self, *_args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with _only_demo(), devdb.running():
                self._serve(options["port"], afresh=options["reset"])
        except (demo.DemoError, devdb.DevelopmentDatabaseError) as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            self.stdout.write("\nBeendet. Die Daten bleiben; make demo-reset beginnt von vorn.")

    def _serve(self, port: int, *, afresh: bool) -> None:
        _refuse_taken(port)
        if afresh or demo.was_cut_short():
            demo.forget()
        demo.prepare()
        if not _people():
            self.stdout.write("Die Übungsstadt wird gebaut ...")
            demo.build_town()
        with demo.children(port) as running:
            self._greet(port)
            while True:
                demo.refuse_the_dead(running)
                time.sleep(0.5)

    def _greet(self, port: int) -> None:
        self.stdout.write("\nMan kann hier sein:")
        for name, roles in _people():
            self.stdout.write(f"  {name:<28} {roles}")
        self.stdout.write(f"\nHilfenetz läuft: http://{demo.HOST}:{port}/   (Strg-C beendet)")
        self.stdout.flush()


def _people() -> list[tuple[str, str]]:
    """Name the people of the town with their roles."""
    people = User.objects.filter(is_active=True).prefetch_related("mandates")
    named = [
        (
            person.display_name,
            ", ".join(sorted({str(Role(m.role).label) for m in person.mandates.all()})),
        )
        for person in people.order_by("display_name")
    ]
    return sorted(named, key=lambda one: (one[1], one[0]))


def _refuse_taken(port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((demo.HOST, port))
        except OSError as taken:
            text = f"Port {port} ist belegt. Ein anderer geht so: make demo PORT={port + 1}"
            raise demo.DemoError(text) from taken


@contextmanager
def _only_demo() -> Iterator[None]:
    with (devdb.var() / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise demo.DemoError("Die Übungsstadt läuft hier schon.") from taken
        yield
