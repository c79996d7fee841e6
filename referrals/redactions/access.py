"""Who decides what an answer shows: the coordination, for one request, as long as it is being collected."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.subject_access.access import may_read_family, may_work_on
from referrals.subject_access.flow import Status
from referrals.subject_access.models import AccessRequest

if TYPE_CHECKING:
    from referrals.redactions.models import Item


def visible_to(actor: Actor) -> Q:
    """What was collected for the requests that a person sees, as long as it is decided about."""
    asked = AccessRequest.objects.visible_to(actor).filter(status=Status.COLLECTED)
    return Q(asked__in=asked)


def may_collect(actor: Actor, asked: AccessRequest) -> bool:
    """The coordination, once the scope is clear; the open request is what opens the family."""
    return may_read_family(actor, asked)


def may_hand_in(actor: Actor, asked: AccessRequest) -> bool:
    """The coordination hands an answer in and takes it back; the second person only says what it thinks of it."""
    return may_work_on(actor, asked)


def may_decide(actor: Actor, item: "Item") -> bool:
    """The coordination, before the answer goes to the second person."""
    return may_work_on(actor, item.asked) and item.asked.status == Status.COLLECTED
