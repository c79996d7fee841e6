"""manage.py retire_entries: remove entries of the trail whose time is over; run as the owner of the database.

Without a choice it removes of every kind what is older than the table says (`referrals.readings.sums.KEPT_DAYS`).
"""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actor import Actor
from audit import clock
from audit.deeds import NotPossibleError
from audit.findings import numbered
from audit.trail import Kind
from protection import wall
from referrals.readings import actions
from referrals.readings.sums import KEPT_DAYS


class Command(BaseCommand):
    """Removes sealed entries from before a day, of one kind or of each by its own period."""

    help = "Entfernt Nachweise nach Ablauf ihrer Frist (als Eigentümer der Datenbank)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name kind and day."""
        parser.add_argument("--kind", choices=Kind.values, help="nur diese Art")
        parser.add_argument(
            "--before",
            type=date.fromisoformat,
            metavar="JJJJ-MM-TT",
            help="mit --kind: älter als dieser Tag, sonst älter als ihre Frist",
        )

    def handle(self, *_: Any, kind: str | None, before: date | None, **__: Any) -> None:
        """Remove them in one deed for each kind, which says in the trail what it removed."""
        if before and not kind:
            raise CommandError("Ein Tag gilt für eine Art: bitte auch --kind angeben.")
        by = Actor.clock(clock.read())
        count = 0
        for one in [Kind(kind)] if kind else Kind:
            day = before or by.today - timedelta(days=KEPT_DAYS[one])
            try:
                with wall.standing_as(by):
                    count += actions.retire(by=by, kind=one, before=day)
            except NotPossibleError as refused:
                raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{numbered(count)} Nachweise entfernt.")
