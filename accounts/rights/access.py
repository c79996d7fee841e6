"""Who looks through which rights, who reads that it was done, who vouches for whom."""

from django.db.models import Q

from accounts.access import may_administer
from accounts.access import may_vouch as may_vouch
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role

NOTHING = Q(pk__in=[])


def checked_by(actor: Actor) -> Q:
    """Match the roles that somebody looks through: of the led teams, of the own provider, for the
    head those of the office as a whole; never the own ones.
    """
    if not (actor.leads or actor.coordinates or actor.has(Role.HEAD)):
        return NOTHING
    found = Q(team__in=actor.leads) | Q(provider_id__in=actor.coordinates)
    if actor.has(Role.HEAD):
        found |= Q(team__isnull=True, provider_id__isnull=True) | Q(role=Role.TEAM_LEAD)
    return found & ~Q(user=actor.user_id)


def may_check(actor: Actor) -> bool:
    """Tell whether somebody looks through rights each quarter."""
    return bool(actor.leads or actor.coordinates) or actor.has(Role.HEAD)


def may_oversee(actor: Actor) -> bool:
    """Tell whether somebody reads which places were looked through, without the people."""
    return actor.has(Role.IT_ADMIN, Role.DPO, Role.DP_COORDINATOR)


def may_mark(actor: Actor, mandate: Mandate) -> bool:
    """Tell whether somebody may ask for a change of a role: whoever looks through it."""
    return Mandate.objects.filter(checked_by(actor), id=mandate.id).exists()


def may_ask(actor: Actor, person: User) -> bool:
    """Tell whether somebody of the administration may ask for a new beginning, and complete it."""
    return may_administer(actor, person)
