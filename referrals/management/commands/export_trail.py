"""manage.py export_trail FILE: give the trail out for whoever verifies it elsewhere."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.actor import Actor
from audit import clock
from audit.findings import numbered
from protection import wall
from referrals.readings import actions


class Command(BaseCommand):
    """Writes every leaf with its entry, one line each."""

    help = "Gibt die Nachweise in eine Datei aus, zum Prüfen mit deploy/verify_trail_alone.py."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file."""
        parser.add_argument("file", type=Path, metavar="DATEI")

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        """Write the file so that only its owner can read it; an existing one is not overwritten."""
        by = Actor.clock(clock.read())
        with open(file, "xb", opener=_for_its_owner) as out, wall.standing_as(by):
            size = actions.export(by=by, file=out)
        self.stdout.write(f"{numbered(size)} Einträge ausgegeben.")


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
