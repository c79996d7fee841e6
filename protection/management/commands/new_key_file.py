"""manage.py new_key_file PATH: makes a key file that only its owner may read."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection.keys import DATA_KEY


class Command(BaseCommand):
    """Writes one fresh key of 32 random bytes as hexadecimal digits; never over an existing file."""

    help = "Legt eine Schlüsseldatei an (64 Hexadezimalziffern, nur für den Eigentümer lesbar)."
    requires_system_checks: list[str] = []  # Django's own form

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the path of the file."""
        parser.add_argument("path", type=Path)

    def handle(self, **options: Any) -> None:
        """Make the file with mode 0600 from its first moment on."""
        path: Path = options["path"]
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as there:
            raise CommandError(f"{path} gibt es schon. Es wurde nichts geändert.") from there
        except OSError as problem:
            raise CommandError(f"{path} lässt sich nicht anlegen: {problem.strerror}.") from problem
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(DATA_KEY) + "\n")
        self.stdout.write(
            f"{path} ist angelegt. Bewahren Sie eine Abschrift an einem zweiten Ort auf."
        )
