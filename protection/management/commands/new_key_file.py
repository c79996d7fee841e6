"""manage.py new_key_file PATH: makes a key file that only its owner may read, or adds a newest key to one."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit import keyfiles


class Command(BaseCommand):
    """Writes one fresh key of 32 random bytes as hexadecimal digits; never over an existing file."""

    help = "Legt eine Schlüsseldatei an (64 Hexadezimalziffern, nur für den Eigentümer lesbar)."
    requires_system_checks: list[str] = []  # Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the path of the file, and whether it is there already."""
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--add",
            action="store_true",
            help="stellt einer Datei, die es gibt, einen neuen Schlüssel voran; die alten bleiben darin",
        )

    def handle(self, *_: Any, path: Path, add: bool, **__: Any) -> None:
        """Make or add to the file; it is the old one or the new one at every moment, never a half."""
        try:
            if add:
                keyfiles.put(path, [keyfiles.fresh(), *keyfiles.keys(path)])
            else:
                keyfiles.make(path, [keyfiles.fresh()])
        except ImproperlyConfigured as wrong:
            raise CommandError(str(wrong)) from wrong
        except FileExistsError as there:
            name = f"{path}.neu" if add else path
            raise CommandError(f"{name} gibt es schon. Es wurde nichts geändert.") from there
        except OSError as problem:
            raise CommandError(f"{path} lässt sich nicht anlegen: {problem.strerror}.") from problem
        self.stdout.write(ADDED.format(path) if add else MADE.format(path))


MADE = "{0} ist angelegt. Schreiben Sie sie auf drei Blätter: manage.py split_key_file {0} ORDNER"
ADDED = (
    "Der neue Schlüssel steht als erste Zeile in {0}; die alten bleiben darin."
    " Jetzt: manage.py rotate_keys, und neue Blätter: manage.py split_key_file {0} ORDNER"
)
