"""manage.py rotate_keys: close every data key anew under the newest key; run as the owner of the database."""

import time
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from accounts.actor import Actor
from accounts.keyring import actions, sheets
from audit import clock
from audit.deeds import NotPossibleError
from audit.findings import numbered
from protection import rotation, wall
from protection.keys import KeyProviderDownError

BAR = 30
# Keys that a page is just changing are left for a later round.
PATIENCE_SECONDS = 0.2
MOST_WAITS = 50


class Command(BaseCommand):
    """Goes on where it was ended, however it was ended; the service runs meanwhile."""

    help = (
        "Verschließt alle Schlüssel neu unter dem ersten Schlüssel der Schlüsseldatei (als Eigentümer"
        " der Datenbank). Vorher: manage.py new_key_file DATEI --add"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how many at once, or that older keys shall go."""
        parser.add_argument("--most", type=int, default=1_000, help="so viele auf einmal")
        parser.add_argument(
            "--retire",
            action="store_true",
            help="nimmt ältere Schlüssel aus der Datei, wenn nichts mehr unter ihnen liegt",
        )

    def handle(self, *_: Any, most: int, retire: bool, **__: Any) -> None:
        """Rotate, or take the older keys away."""
        if not rotation.sees_every_key():
            raise CommandError(
                "Nur der Eigentümer der Datenbank sieht alle Schlüssel. Bitte mit der Rolle owner starten."
            )
        try:
            return self._retire() if retire else self._rotate(most)
        except (NotPossibleError, ImproperlyConfigured, KeyProviderDownError) as refused:
            raise CommandError(str(refused)) from refused

    def _rotate(self, most: int) -> None:
        of = sheets.left()
        if not of:
            self.stdout.write("Alles liegt unter dem neuesten Schlüssel.")
            return None
        done, waits = 0, 0
        while True:
            seeds = _seeds()
            found = self._once_through(most, of, done + seeds.done)
            broken = (*seeds.broken, *found.broken)
            if sheets.left() <= len(broken):
                return self._end(of - len(broken), sorted(map(str, broken)))
            waits, done = (0 if found.done > done else waits + 1), found.done
            if waits > MOST_WAITS:
                raise CommandError("Einige Schlüssel sind in Gebrauch. Bitte noch einmal starten.")
            time.sleep(PATIENCE_SECONDS if waits else 0)

    def _once_through(self, most: int, of: int, done: int) -> rotation.Round:
        """Go once through all data keys, one short transaction for each round."""
        after, broken = rotation.FIRST, list[UUID]()
        while True:
            by = _clock()
            with wall.standing_as(by):
                found = actions.rewrap(by=by, after=after, most=most)
            broken += found.broken
            done += found.done
            if found.last is None:
                return rotation.Round(done, tuple(broken), None)
            self._say(done, of)
            after = found.last

    def _say(self, done: int, of: int) -> None:
        part = min(1.0, done / of)
        bar = "#" * round(part * BAR)
        self.stdout.write(f"[{bar:<{BAR}}] {numbered(done)} von {numbered(of)} Schlüsseln")
        self.stdout.flush()

    def _end(self, count: int, broken: list[str]) -> None:
        by = _clock()
        with wall.standing_as(by):
            actions.end_rotation(by=by, count=count, broken=len(broken))
        self.stdout.write(f"{numbered(count)} Schlüssel neu verschlossen.")
        if broken:
            raise CommandError(BROKEN.format(len(broken), "\n".join(broken)))
        self.stdout.write(READY)

    def _retire(self) -> None:
        by = _clock()
        try:
            with wall.standing_as(by):
                count = actions.retire_older(by=by)
        except (rotation.StillNeededError, OperationalError) as busy:
            raise CommandError("Gerade entstehen Schlüssel. Bitte noch einmal starten.") from busy
        except OSError as problem:
            raise CommandError(
                f"Die Schlüsseldatei lässt sich nicht ändern: {problem.strerror}."
                " Nehmen Sie die alten Zeilen dort heraus, wo die Datei herkommt."
            ) from problem
        self.stdout.write(f"{numbered(count)} ältere Schlüssel aus der Datei genommen.")


def _clock() -> Actor:
    return Actor.clock(clock.read())


def _seeds() -> rotation.Round:
    by = _clock()
    with wall.standing_as(by):
        return actions.rewrap_seeds(by=by)


READY = (
    "Unter älteren Schlüsseln liegt nichts mehr. Nehmen Sie sie aus der Datei: manage.py rotate_keys"
    " --retire\nHeben Sie ihre Abschrift auf, bis die letzte Sicherung von vor heute gelöscht ist: Nur"
    " mit ihr lässt sich eine solche Sicherung öffnen."
)
BROKEN = (
    "{} Schlüssel lassen sich mit keiner Zeile der Datei öffnen; sie blieben, wie sie sind. Nehmen Sie"
    " keine Zeile heraus, und suchen Sie die Zeile, die fehlt.\n{}"
)
