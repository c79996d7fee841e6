"""manage.py key_drill FILE: proves that a key file opens what lies in the database; run as its owner."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.actor import Actor
from accounts.keyring import actions
from audit import clock
from audit.findings import numbered
from protection import rotation, wall
from protection.drilling import EACH
from protection.models import Circle


class Command(BaseCommand):
    """Tries keys of every circle with the file, and writes the result into the trail."""

    help = (
        "Probt, ob eine (wiederhergestellte) Schlüsseldatei die Schlüssel der Datenbank öffnet; als"
        " Eigentümer der Datenbank."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and how many keys of each circle are tried."""
        parser.add_argument("file", type=Path, help="die Schlüsseldatei")
        parser.add_argument("--each", type=int, default=EACH, help="so viele je Kreis")

    def handle(self, *_: Any, file: Path, each: int, **__: Any) -> None:
        """Try, and say it circle by circle."""
        if not rotation.sees_every_key():
            raise CommandError(
                "Nur der Eigentümer der Datenbank sieht alle Schlüssel. Bitte mit der Rolle owner starten."
            )
        by = Actor.clock(clock.read())
        try:
            with wall.standing_as(by):
                found = actions.drill(by=by, file=file, each=each)
        except ImproperlyConfigured as wrong:
            raise CommandError(str(wrong)) from wrong
        if not found:
            self.stdout.write("Die Datenbank hat noch keine Schlüssel. Es gibt nichts zu proben.")
            return
        for circle, tried, opened in found:
            name = Circle(circle).label
            self.stdout.write(f"{name}: {numbered(opened)} von {numbered(tried)} öffnen sich")
        if any(line.opened < line.tried for line in found):
            raise CommandError("Die Probe ist misslungen: Diese Datei öffnet nicht alles.")
        self.stdout.write("Die Probe ist gelungen.")
