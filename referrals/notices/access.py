"""Who reads which decisions for the notice: finance the released ones, without their reasons."""

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.decisions.flow import Status
from referrals.families.access import unblocked

NOTHING = Q(pk__in=[])


def released_to(actor: Actor) -> Q:
    """Match the decisions that finance reads; a conflict of interest beats the role."""
    if not may_list(actor):
        return NOTHING
    return Q(status=Status.APPROVED) & unblocked(actor, "aid__family")


def may_list(actor: Actor) -> bool:
    """Only finance has this list."""
    return actor.has(Role.FINANCE)
