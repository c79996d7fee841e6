"""Who looks through which rights, who reads that it was done, who vouches for whom."""

from django.db.models import Q

from accounts.access import may_administer, works_at
from accounts.actor import Actor
from accounts.models import Mandate, User
from accounts.roles import Role, in_force

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


def may_vouch(actor: Actor, person: User) -> bool:
    """Tell whether somebody may vouch for a person who stands before them: the lead for the team,
    a coordinator for the own house, the head for the rest of the office, a lead for the head.
    """
    if person.id == actor.user_id:
        return False
    if works_at(actor, person):
        return True
    held = Mandate.objects.filter(in_force(actor.today), user=person)
    if actor.leads and held.filter(Q(team__in=actor.leads) | Q(role=Role.HEAD)).exists():
        return True
    return actor.has(Role.HEAD) and held.filter(provider_id__isnull=True).exists()


def may_ask(actor: Actor, person: User) -> bool:
    """Tell whether somebody of the administration may ask for a new beginning, and complete it."""
    return may_administer(actor, person)
