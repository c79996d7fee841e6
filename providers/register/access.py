"""Who may see the register, and who may change it."""

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Everyone with a mandate may know who takes part in the network."""
    return Q() if actor.roles else NOTHING


def may_keep(actor: Actor) -> bool:
    """Only the office's planning and the clock (which reads reference files) keep the register."""
    return actor.has(Role.PLANNER, Role.CLOCK)
