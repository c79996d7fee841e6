"""Who tells a person that reported by profession what became of it."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.intakes.models import Intake

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Whoever sees the first contact sees what was told about it."""
    return Q(intake__in=Intake.objects.visible_to(actor)) if actor.is_office else NOTHING
