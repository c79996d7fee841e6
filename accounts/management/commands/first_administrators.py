"""Let the first two people in, so that they can let in everyone else and each other."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts import actions
from accounts.actor import Actor
from accounts.models import Mandate
from accounts.roles import Role, not_over
from audit import clock
from protection import wall


class Command(BaseCommand):
    """Open the access of two administrators on a new installation; later it refuses."""

    help = "Richtet auf einer neuen Installation die ersten beiden Administratorinnen oder Administratoren ein."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take two sign-in names."""
        parser.add_argument("names", nargs=2, metavar="NAME", help="Anmeldename")

    def handle(self, *_: Any, names: list[str], **__: Any) -> None:
        """Open, give the role, and print the two invitations."""
        by = Actor.clock(clock.read())
        with wall.standing_as(by):
            holding = Mandate.objects.filter(not_over(by.today), role=Role.IT_ADMIN)
            if holding.exists():
                raise CommandError("Es gibt schon eine technische Administration.")
            if names[0].casefold() == names[1].casefold():
                raise CommandError("Es müssen zwei verschiedene Personen sein.")
            for name in names:
                self.stdout.write(_let_in(by, name))


def _let_in(by: Actor, name: str) -> str:
    person = actions.open_account(by=by, username=name, display_name=name)
    actions.give_mandate(by=by, person=person, role=Role.IT_ADMIN)
    token = actions.invite(by=by, person=person)
    address = reverse("invitation", args=[person.id, token])
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    return f"{name}: {scheme}://{settings.ALLOWED_HOSTS[0]}{address} (gilt einen Tag, ein Mal)"
