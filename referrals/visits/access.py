"""Who sees visits: the provider alone, never the office."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.hours.access import may_book, of_provider

__all__ = ["may_book", "visible_to"]


def visible_to(actor: Actor) -> Q:
    """Coordinators all visits of their provider, carers their own; the office none."""
    return of_provider(actor)
