"""Who sees visits: the provider alone, never the office."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.aids.models import Share
from referrals.hours.access import may_book

__all__ = ["may_book", "may_have_a_day", "visible_to"]

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Coordinators all visits of their provider, carers those of the families they are named for,
    until the settlement window is over; the office none.
    """
    if not actor.providers:
        return NOTHING
    return Q(share__in=Share.objects.visible_to(actor))


def may_have_a_day(actor: Actor) -> bool:
    """Carers have a day with families."""
    return bool(actor.cares_at)
