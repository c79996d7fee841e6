"""Who releases an answer: a second person who decided nothing in it; and who hands it out."""

from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from referrals.families.access import NOTHING, unblocked
from referrals.redactions.models import Item
from referrals.subject_access.access import is_second, may_list, may_work_on
from referrals.subject_access.flow import DECIDING, Status
from referrals.subject_access.models import AccessRequest, AccessStep

GIVEN_OUT = (Status.APPROVED, Status.RELEASED, Status.COMPLAINED)


def visible_to(actor: Actor) -> Q:
    """The coordination hands out what was released, and keeps what it handed out."""
    asked = AccessRequest.objects.visible_to(actor).filter(status__in=GIVEN_OUT)
    return Q(asked__in=asked) if may_list(actor) else NOTHING


def may_hand_out(actor: Actor, asked: AccessRequest) -> bool:
    """The coordination hands an answer out, once it was released."""
    return may_work_on(actor, asked) and asked.status == Status.APPROVED


def waiting_for(actor: Actor) -> Q:
    """Answers that wait for a second person, for whoever may be it: another coordination or the head,
    without a conflict of interest, who took none of the steps that decided and changed nothing.

    The officer for data protection advises and stays out of it, or she would supervise herself (Art. 38 (6) GDPR).
    """
    if not is_second(actor):
        return NOTHING
    steps = AccessStep.objects.filter(asked=OuterRef("pk"), status__in=DECIDING, by=actor.user_id)
    changed = Item.objects.filter(asked=OuterRef("pk"), changed_by=actor.user_id)
    waits = Q(status=Status.REDACTED) & ~Exists(steps) & ~Exists(changed)
    return waits & unblocked(actor, "family")


def may_look(actor: Actor, asked: AccessRequest) -> bool:
    """Whoever an answer waits for looks through it, and gives it on or back."""
    return AccessRequest.objects.filter(waiting_for(actor), id=asked.id).exists()
