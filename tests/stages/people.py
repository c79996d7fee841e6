"""People of the town and their roles: given as the seed does, or asked for and waiting."""

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from accounts import actions
from accounts.actor import Actor
from accounts.models import Mandate, Nomination, Rest, Team, User
from accounts.nominations import actions as nominations
from accounts.rests import actions as rests
from accounts.roles import Role
from audit import clock
from protection import wall
from tests.world import World

IT = "wolters"


def a_nomination(
    world: World, person: str, role: Role, house: UUID | None = None, *, team: str = ""
) -> Nomination:
    """Ask as the administration that somebody gets a role; it waits."""
    place: dict[str, Any] = {
        "team": world.town.teams[team] if team else None,
        "provider_id": house,
    }
    with world.acting(IT) as by:
        return nominations.nominate(by=by, person=world.town.people[person], role=role, **place)


def a_rest(world: World, house: UUID) -> Rest:
    """Let the roles of somebody at a house rest, who came in again on a slip of the administration."""
    held = Mandate.objects.filter(provider_id=house, role=Role.CARER).order_by("user__username")
    person = held[held.count() - 1].user
    with world.acting(IT) as by:
        rests.let_rest(by=by, person=person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return Rest.objects.get(user=person)


def a_role(
    person: User, role: Role, *, team: Team | None = None, provider_id: UUID | None = None
) -> Mandate:
    """Give a role as the clock."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        return actions.give_mandate(
            by=by, person=person, role=role, team=team, provider_id=provider_id
        )
