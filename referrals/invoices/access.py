"""Who accounts for the hours of a provider: its administration, without families (DP-41)."""

from django.db.models import Q

from accounts.actor import Actor

NOTHING = Q(pk__in=[])


def hours_for(actor: Actor) -> Q:
    """Match the hours of the providers for which somebody accounts."""
    return Q(provider__in=actor.bills_for) if may_bill(actor) else NOTHING


def may_bill(actor: Actor) -> bool:
    """Tell whether somebody accounts for hours at all."""
    return bool(actor.bills_for)
