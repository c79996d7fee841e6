"""Who opens a file that rests: one person asks, another agrees, both work on erasures."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.families.access import NOTHING, is_free, unblocked
from referrals.holds import access as holds
from referrals.resting.flow import Status

if TYPE_CHECKING:
    from referrals.families.models import Family
    from referrals.resting.models import Inspection


def visible_to(actor: Actor) -> Q:
    """The coordinator of data protection and the head, without families that a conflict keeps away."""
    return unblocked(actor, "family") if may_list(actor) else NOTHING


def may_list(actor: Actor) -> bool:
    """Whoever works on erasures works on what rests."""
    return holds.may_list(actor)


def may_ask(actor: Actor, family: "Family") -> bool:
    """Whoever works on erasures asks to open a file that rests."""
    return holds.may_hold(actor, family.id) and family.restricted_on is not None


def may_answer(actor: Actor, inspection: "Inspection") -> bool:
    """Another person than the one who asked opens it, or does not."""
    waits = inspection.status == Status.ASKED and inspection.asked_by_id != actor.user_id
    return waits and may_list(actor) and is_free(actor, inspection.family_id)
