"""Who has a list of decisions to release, or of decisions laid before the approver."""

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families.access import unblocked


def waiting_for(actor: Actor) -> Q:
    """What waits for this person: the decisions of the own team, for the head all of them; nothing
    of a family that a conflict of interest keeps them away from.
    """
    waiting = Q() if actor.has(Role.HEAD) else Q(aid__family__team__in=actor.leads)
    return waiting & unblocked(actor, "aid__family")


def may_release(actor: Actor) -> bool:
    """Leads and the head have a list of decisions to release."""
    return actor.has(Role.TEAM_LEAD, Role.HEAD)


def may_lay_before(actor: Actor) -> bool:
    """District workers have a list of what they laid before the approver."""
    return actor.has(Role.CASEWORKER)
