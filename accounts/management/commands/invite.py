"""Print the invitation of a person whose access an administrator opened."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts import actions
from accounts.actor import Actor
from accounts.models import User
from audit import clock
from audit.deeds import NotPossibleError
from protection import wall


class Command(BaseCommand):
    """Give a person the address where they set their first password."""

    help = "Gibt die Adresse aus, unter der eine Person ihr erstes Passwort setzt."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one sign-in name."""
        parser.add_argument("name", metavar="NAME", help="Anmeldename")
        parser.add_argument(
            "--again",
            action="store_true",
            help="Die Person hat alle zweiten Faktoren verloren und sich ausgewiesen.",
        )

    def handle(self, *_: Any, name: str, again: bool, **__: Any) -> None:
        """Invite and print."""
        by = Actor.clock(clock.read())
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError("Diesen Anmeldenamen gibt es nicht.")
        with wall.standing_as(by):
            try:
                let_in = actions.reset_access if again else actions.invite
                token = let_in(by=by, person=person)
            except NotPossibleError as refusal:
                raise CommandError(refusal.sentence) from refusal
        self.stdout.write(reverse("invitation", args=[person.id, token]))
