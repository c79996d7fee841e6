"""Who opens an access log: two people of two offices, one of them the officer for data protection."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.access_logs.flow import Status
from referrals.families.access import NOTHING, is_free, unblocked

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.access_logs.models import AccessLog

OTHERS = (Role.HEAD, Role.DP_COORDINATOR)


def visible_to(actor: Actor) -> Q:
    """Whoever may hold one of the two keys, without families that a conflict keeps away."""
    return unblocked(actor, "family") if may_list(actor) else NOTHING


def may_list(actor: Actor) -> bool:
    """The officer for data protection, the head and the coordination of data protection hold a key."""
    return actor.is_office and actor.has(Role.DPO, *OTHERS)


def may_ask(actor: Actor, family: "UUID") -> bool:
    """Any of them asks, unless a conflict of interest keeps them away."""
    return may_list(actor) and is_free(actor, family)


def may_answer(actor: Actor, log: "AccessLog") -> bool:
    """Another person agrees or not: the officer where somebody else asked, somebody else where the
    officer did.
    """
    waits = log.status == Status.ASKED and log.asked_by_id != actor.user_id
    fits = actor.has(*OTHERS) if log.by_officer else actor.has(Role.DPO)
    return waits and fits and may_ask(actor, log.family_id)


def may_withdraw(actor: Actor, log: "AccessLog") -> bool:
    """Whoever asked takes it back while it waits."""
    return log.status == Status.ASKED and log.asked_by_id == actor.user_id and may_list(actor)


def may_read(actor: Actor, log: "AccessLog") -> bool:
    """The two who opened it, and nobody else."""
    two = {log.asked_by_id, log.answered_by_id}
    return log.status == Status.AGREED and actor.user_id in two and may_ask(actor, log.family_id)
