"""Who may see and keep the grounds on which something may be told."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.families.models import Family


def visible_to(actor: Actor) -> Q:
    """Whoever may see the family may see its grounds."""
    return Q(family__in=Family.objects.visible_to(actor))
