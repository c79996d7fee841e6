"""Who notes that a family was informed."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.families.access import NOTHING, may_keep
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.families.models import Family as OneFamily


def visible_to(actor: Actor) -> Q:
    """The office, with the family."""
    return Q(family__in=Family.objects.visible_to(actor)) if actor.is_office else NOTHING


def may_inform(actor: Actor, family: "OneFamily") -> bool:
    """Whoever keeps the file."""
    return actor.is_office and may_keep(actor, family)
