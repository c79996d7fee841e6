"""Print the invitation of a person whose access an administrator opened."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts import actions
from accounts.actor import Actor
from accounts.models import User
from accounts.rights import actions as rights
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
            metavar="NAME",
            help="Beginnt für die technische Administration neu; diese zweite Person steht daneben.",
        )

    def handle(self, *_: Any, name: str, again: str | None, **__: Any) -> None:
        """Invite and print."""
        by = Actor.clock(clock.read())
        person = _called(name)
        with wall.standing_as(by):
            try:
                if again:
                    witness = _called(again)
                    token = rights.reset_administrator(by=by, person=person, witness=witness)
                else:
                    token = actions.invite(by=by, person=person)
            except NotPossibleError as refusal:
                raise CommandError(refusal.sentence) from refusal
        self.stdout.write(reverse("invitation", args=[person.id, token]))


def _called(name: str) -> User:
    person: User | None = User.objects.filter(username=name).first()
    if person is None:
        raise CommandError("Diesen Anmeldenamen gibt es nicht.")
    return person
