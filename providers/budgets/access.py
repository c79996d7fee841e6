"""Who may see a budget: the office's head and planning all of them, a coordinator the own
provider's.
"""

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Give the budgets a person may see."""
    if actor.has(Role.HEAD, Role.PLANNER, Role.FINANCE):
        return Q()
    if actor.coordinates:
        return Q(provider__in=actor.coordinates)
    return NOTHING


def may_set(actor: Actor) -> bool:
    """Only planning and the clock (which reads reference files) set budgets."""
    return actor.has(Role.PLANNER, Role.CLOCK)


def may_steer(actor: Actor) -> bool:
    """Only head, planning and finance see all budgets beside each other, exact and internal."""
    return actor.has(Role.HEAD, Role.PLANNER, Role.FINANCE)


def may_read(actor: Actor) -> bool:
    """Head, planning and finance read all budgets, coordinators their own provider's."""
    return may_steer(actor) or bool(actor.coordinates)
