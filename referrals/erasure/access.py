"""Who works on what is kept, restricted and erased; one person alone never erases or opens anything."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.erasure.flow import Status
from referrals.families.access import is_free, unblocked
from referrals.holds.access import may_list as may_list

if TYPE_CHECKING:
    from referrals.erasure.models import Erasure

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """The coordinator of data protection and the head, without what a conflict keeps them away from; they
    read Merkwort, class and counts, never the file.
    """
    return unblocked(actor, "thing") if may_list(actor) else NOTHING


def may_look_through(actor: Actor) -> bool:
    """The clock looks through the periods, and erases what two people released."""
    return actor.has(Role.CLOCK)


def may_prepare(actor: Actor, erasure: "Erasure") -> bool:
    """Whoever works on erasures offers them to the archive and proposes them."""
    return may_list(actor) and is_free(actor, erasure.thing)


def may_release(actor: Actor, erasure: "Erasure") -> bool:
    """Another person than the one who proposed it releases an erasure."""
    waits = erasure.status == Status.PROPOSED and erasure.proposed_by_id != actor.user_id
    return waits and may_prepare(actor, erasure)
