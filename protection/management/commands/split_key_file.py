"""manage.py split_key_file FILE FOLDER: three sheets of paper of which any two bring the key file back."""

import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string

from audit import keyfiles
from protection import paper, shares


class Command(BaseCommand):
    """Writes each sheet as a PDF to print and as text, into a new folder that nobody else may enter."""

    help = "Schreibt eine Schlüsseldatei auf drei Blätter; zwei davon ergeben sie wieder, eines verrät nichts."
    requires_system_checks: list[str] = []  # Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the key file and a folder to make, best in memory (/dev/shm)."""
        parser.add_argument("file", type=Path, help="die Schlüsseldatei")
        parser.add_argument("folder", type=Path, help="ein neuer Ordner, am besten unter /dev/shm")

    def handle(self, *_: Any, file: Path, folder: Path, **__: Any) -> None:
        """Split, and say what is done with the sheets."""
        try:
            sheets = shares.split(keyfiles.keys(file))
            folder.mkdir(mode=0o700)
        except (ImproperlyConfigured, shares.WrongSheetsError) as wrong:
            raise CommandError(str(wrong)) from wrong
        except OSError as problem:
            raise CommandError(
                f"{folder} lässt sich nicht anlegen: {problem.strerror}."
            ) from problem
        for number, lines in zip(shares.SHEETS, sheets, strict=True):
            title = f"Schlüsselblatt {number} von 3: {file.name}"
            page = render_to_string("protection/key_sheet.html", {"title": title, "lines": lines})
            _write(folder / f"blatt-{number}.pdf", paper.print_pdf(page, title))
            _write(folder / f"blatt-{number}.txt", f"{title}\n{'\n'.join(lines)}\n".encode())
        self.stdout.write(SAID.format(folder))


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


SAID = (
    "In {0} liegen drei Blätter. Drucken Sie jedes einmal, auf einem Drucker ohne Festplatte und nicht über das"
    " Netz.\nTippen Sie zur Probe zwei davon ab: manage.py restore_key_file PROBEDATEI\nDann löschen Sie den"
    " Ordner: rm -r {0}"
)
