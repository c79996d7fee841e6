"""Who closes and opens the cases of a family."""

from accounts.actor import Actor
from referrals.families import access as families
from referrals.families.models import Family


def may_close(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file closes its case, and opens the next one when the family comes back."""
    return families.may_keep(actor, family)
