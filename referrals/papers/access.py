"""Who sees a printed care plan."""

from django.db.models import Q

from accounts.actor import Actor
from referrals.plans.models import Version


def visible_to(actor: Actor) -> Q:
    """The papers a person asked for; a paper of a draft made for the office never reaches a provider."""
    return Q(asked_by=actor.user_id, version__in=Version.objects.visible_to(actor))
