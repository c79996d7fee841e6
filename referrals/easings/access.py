"""Who goes to a protected family now, and may open its address for that."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.aids.flow import Status
from referrals.aids.models import Share
from referrals.families import access as families

if TYPE_CHECKING:
    from datetime import date

    from referrals.shields.models import Naming


def going_now(today: "date") -> Q:
    """Match the shares of helps that run, or begin soon, on their days."""
    return Q(aid__status__in=[Status.APPROVED, Status.RUNNING], until_on__gte=today)


def going_there(naming: "Naming", today: "date") -> bool:
    """Whether a named carer still goes to the family for their provider."""
    shares = Share.objects.filter(going_now(today), aid__family=naming.shield.family_id)
    return shares.filter(carer=naming.person_id, provider=naming.provider_id).exists()


def may_show_outside(actor: Actor, naming: "Naming") -> bool:
    """A named carer, until their day, while they go there."""
    in_time = naming.until_on is not None and naming.until_on >= actor.today
    there = naming.provider_id in actor.providers and going_there(naming, actor.today)
    free = families.is_free(actor, naming.shield.family_id)
    return naming.person_id == actor.user_id and in_time and there and free
