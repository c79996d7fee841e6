"""Stages of conflicts of interest."""

from accounts.models import Bias, Conflict
from referrals.conflicts import actions
from referrals.families.models import Family
from tests.world import World


def a_conflict(world: World, lead: str, family: Family, person: str) -> Conflict:
    """Enter that somebody must have nothing to do with a family, as whoever answers for them."""
    with world.acting(lead) as by:
        biased = world.town.people[person]
        return actions.enter(by=by, family=family.id, person=biased, reason=Bias.CLOSE)


def i_know_them(world: World, person: str, family: Family) -> Conflict:
    """Let somebody say that they know a family."""
    with world.acting(person) as by:
        return actions.declare(by=by, family=family.id, reason=Bias.RELATIVE)
