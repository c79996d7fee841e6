"""Who may read the trail, and who may have its seal checked."""

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """The officer for data protection sees every check of the seal, nobody else any."""
    return Q() if may_check_seal(actor) else NOTHING


def may_read_trail(actor: Actor) -> bool:
    """Only the officer for data protection reads the trail."""
    return actor.has(Role.DPO)


def may_check_seal(actor: Actor) -> bool:
    """The officer has the seal checked, and the clock does so every night."""
    return actor.has(Role.DPO, Role.CLOCK)


def may_retire(actor: Actor) -> bool:
    """Only the clock removes entries whose time is over, and only as the owner of the database it can."""
    return actor.has(Role.CLOCK)
