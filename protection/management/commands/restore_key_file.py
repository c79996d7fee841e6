"""manage.py restore_key_file PATH: types two sheets off into a key file again."""

import sys
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import keyfiles
from protection import shares

BEGIN = (
    "Tippen Sie zwei Blätter ab, Zeile für Zeile, zuerst die Zeile SATZ. Leerzeichen und Groß- oder"
    " Kleinschreibung sind gleich. Eine falsche Zeile wird genannt und noch einmal getippt."
)


class Command(BaseCommand):
    """Reads lines until the key is whole; never over an existing file."""

    help = "Stellt eine Schlüsseldatei aus zwei Papierblättern wieder her."
    requires_system_checks: list[str] = []  # Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the path of the new file."""
        parser.add_argument("path", type=Path, help="die neue Datei")

    def handle(self, *_: Any, path: Path, **__: Any) -> None:
        """Read the lines and write the file with mode 0600."""
        if path.exists():
            raise CommandError(f"{path} gibt es schon. Es wurde nichts geändert.")
        self.stdout.write(BEGIN)
        try:
            held = self._typed(sys.stdin).keys()
            keyfiles.make(path, held)
        except shares.WrongSheetsError as wrong:
            raise CommandError(f"{wrong} Es wurde keine Datei angelegt.") from wrong
        except OSError as problem:
            raise CommandError(f"{path} lässt sich nicht anlegen: {problem.strerror}.") from problem
        self.stdout.write(f"{path} ist wiederhergestellt. Zur Probe: manage.py key_drill {path}")

    def _typed(self, lines: TextIO) -> shares.Typed:
        typed = shares.Typed()
        for line in lines:
            if sentence := typed.take(line):
                self.stdout.write(sentence)
            if not typed.missing():
                break
        return typed
