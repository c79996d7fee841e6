"""manage.py retire_entries: remove entries of the trail whose time is over; run as the owner of the database."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actor import Actor
from audit import clock
from audit.deeds import NotPossibleError
from audit.findings import numbered
from audit.trail import Kind
from protection import wall
from referrals.readings import actions


class Command(BaseCommand):
    """Removes sealed entries of one kind from before a day."""

    help = "Entfernt Nachweise nach Ablauf ihrer Frist (als Eigentümer der Datenbank)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name kind and day."""
        parser.add_argument("--kind", choices=Kind.values, required=True, help="die Art")
        parser.add_argument(
            "--before", type=date.fromisoformat, required=True, metavar="JJJJ-MM-TT", help="der Tag"
        )

    def handle(self, *_: Any, kind: str, before: date, **__: Any) -> None:
        """Remove them in one deed, which says in the trail what it removed."""
        by = Actor.clock(clock.read())
        try:
            with wall.standing_as(by):
                count = actions.retire(by=by, kind=Kind(kind), before=before)
        except NotPossibleError as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{numbered(count)} Nachweise entfernt.")
