"""manage.py reseal_family ID: give every circle of a family a fresh data key; run as the owner of the database."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from accounts.actor import Actor
from audit import clock
from protection import resealing, rotation, wall
from protection.keys import EnvelopeBrokenError, KeyProviderDownError
from protection.models import Circle
from referrals.enquiries.models import Matter
from referrals.families.models import Family
from referrals.hours.models import TimeEntry
from referrals.intakes.models import Intake
from referrals.resealings import actions


class Command(BaseCommand):
    """Does one circle after the other; cut short, each is as before or done, and starting again does all."""

    help = (
        "Verschließt alles einer Familie neu unter frischen Datenschlüsseln und vernichtet die alten"
        " (als Eigentümer der Datenbank)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of the family, as it stands in the address of its page."""
        parser.add_argument("family", type=UUID, help="die Nummer der Familie aus der Adresszeile")

    def handle(self, *_: Any, family: UUID, **__: Any) -> None:
        """Find what hangs from the family, and close it anew."""
        if not rotation.sees_every_key():
            raise CommandError(
                "Nur der Eigentümer der Datenbank sieht alle Schlüssel. Bitte mit der Rolle owner starten."
            )
        found = Family.objects.filter(id=family).first()
        if found is None:
            raise CommandError("Diese Familie gibt es nicht.")
        for key in _keys(found):
            by = Actor.clock(clock.read())
            try:
                with wall.standing_as(by):
                    done = actions.reseal(by=by, family=found, key=key)
            except (EnvelopeBrokenError, KeyProviderDownError) as wrong:
                raise CommandError(
                    "Ein Umschlag oder Schlüssel öffnet sich nicht; dieser Kreis blieb, wie er war."
                    " Bitte prüfen: manage.py verify_trail --rows"
                ) from wrong
            except OperationalError as busy:
                raise CommandError(
                    "Gerade wird viel gearbeitet. Bitte noch einmal starten."
                ) from busy
            name = Circle(done.circle).label
            self.stdout.write(f"{name}: {done.envelopes} Texte, {done.files} Dateien")
        self.stdout.write("Fertig. Die alten Schlüssel gibt es nur noch in Sicherungen.")


def _keys(family: Family) -> list[UUID]:
    """The family's own; those of first contacts that became it, of enquiries, which do not know it, and of
    hours, which stay when it is erased.
    """
    matters = Matter.objects.filter(family=family).select_related("enquiry")
    return resealing.keys_below(
        [
            family,
            *Intake.objects.filter(family=family),
            *(matter.enquiry for matter in matters),
            *TimeEntry.objects.filter(share__aid__family=family),
        ]
    )
