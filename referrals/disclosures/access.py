"""Who sees what a provider was told, who tells it, and who takes it on."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.disclosures.flow import Status
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.disclosures.models import Disclosure

NOTHING = Q(pk__in=[])
OPEN = (Status.MADE, Status.ACCEPTED)


def visible_to(actor: Actor) -> Q:
    """The office with the family; coordinators of the provider; the named carer; providers only while it holds."""
    if actor.is_office:
        return Q(family__in=Family.objects.visible_to(actor))
    if not actor.providers:
        return NOTHING
    holds = Q(status__in=OPEN) & (Q(until_on__isnull=True) | Q(until_on__gte=actor.today))
    mine = Q(provider__in=actor.coordinates) | Q(provider__in=actor.cares_at, carer=actor.user_id)
    return holds & mine


def may_disclose(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file tells a provider what its task needs."""
    return families.may_keep(actor, family)


def may_accept(actor: Actor, disclosure: "Disclosure") -> bool:
    """Only coordinators of the provider that was told may take the family on."""
    return disclosure.provider_id in actor.coordinates
