"""Stages of stated purposes."""

from referrals.families.models import Family
from referrals.purposes import actions
from referrals.purposes.flow import Purpose
from tests.world import World


def she_says_what_for(world: World, family: Family, lead: str = "nolte") -> None:
    """Let a lead say what she reads a family for today, where nothing waits for her."""
    with world.acting(lead) as by:
        family = Family.objects.select_related("lock").get(id=family.id)
        actions.state(by=by, family=family, purpose=Purpose.OVERSIGHT, line="Quartalsgespräch")
