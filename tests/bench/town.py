"""The town in which the rows are measured."""

import time

from django.db import connection
from django.test import Client

from accounts.actor import Actor
from accounts.middleware import SIGNED_IN_AT
from accounts.models import User
from audit import clock
from deploy.seed.planting import Town, plant
from deploy.town.reference import the_town
from protection import wall
from referrals.families import actions as families
from referrals.families.models import Family, NewPerson, Relation


class Bench:
    """The planted town and the people who act in it."""

    def __init__(self) -> None:
        """Plant the town and open forty families of one worker."""
        self.town: Town = plant(the_town(), clock.read())
        self.worker = self.actor("demir")
        with wall.standing_as(self.worker):
            self.families = [self.a_family(i) for i in range(40)]

    def actor(self, code: str) -> Actor:
        """Give a person of the town, now."""
        return self.town.actor(code, clock.read())

    def as_owner(self, *statements: str) -> None:
        """Do as the tables' owner what the web may not, such as letting the database know its tables,
        which it does by itself some seconds after big writes.
        """
        user = connection.settings_dict["USER"]
        connection.close()
        connection.settings_dict["USER"] = "owner"
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()
        connection.settings_dict["USER"] = user

    def a_family(self, index: int) -> Family:
        """Open a family of two people."""
        return families.open_family(
            by=self.worker,
            name=f"Messfamilie{index}",
            people=[
                NewPerson(relation=Relation.MOTHER, first_name="Anna", number="0221 4710-400"),
                NewPerson(relation=Relation.CHILD, first_name="Ben"),
            ],
            street="Messweg",
            house_number=str(index + 1),
            space=self.town.spaces["herten-sued"],
        )


def signed_in(person: User) -> Client:
    """Give a browser in which a person signed in with a second factor."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SIGNED_IN_AT] = time.time()
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.id)
    session.save()
    return client
