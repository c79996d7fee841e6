"""Who sees and keeps what may be said on the telephone."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.families import access as families
from referrals.families.models import Family


def visible_to(actor: Actor) -> Q:
    """Whoever may see the family may see what may be said about it."""
    return Q(person__family__in=Family.objects.visible_to(actor))


def may_word(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file keeps court orders and stricter words."""
    return families.may_keep(actor, family)
