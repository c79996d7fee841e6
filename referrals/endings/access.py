"""Who ends a help."""

from accounts.actor import Actor
from referrals.aids.models import Aid
from referrals.families import access as families


def may_end(actor: Actor, aid: Aid) -> bool:
    """Whoever keeps the family's file ends its helps."""
    # Providers stop here: the family's row lies behind the wall for them.
    return actor.is_office and families.may_keep(actor, aid.family)
