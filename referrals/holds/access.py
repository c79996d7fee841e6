"""Who works on what is kept and erased, and says that a file must be kept."""

from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families.access import NOTHING, is_free, unblocked


def visible_to(actor: Actor) -> Q:
    """Whoever works on erasures sees the reasons, without families that a conflict keeps away."""
    return unblocked(actor, "family") if may_list(actor) else NOTHING


def may_list(actor: Actor) -> bool:
    """The coordinator of data protection and the head work on erasures."""
    return actor.is_office and actor.has(Role.DP_COORDINATOR, Role.HEAD)


def may_hold(actor: Actor, family: UUID) -> bool:
    """Whoever works on erasures says that a file must be kept."""
    return may_list(actor) and is_free(actor, family)
