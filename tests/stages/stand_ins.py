"""Stages of hand-given exceptions."""

from datetime import timedelta

from referrals.families.flow import GrantKind, GrantReason
from referrals.families.models import Family, Grant
from referrals.stand_ins import actions
from tests.world import World


def a_grant(
    world: World,
    lead: str,
    family: Family,
    person: str,
    kind: GrantKind = GrantKind.STAND_IN,
    *,
    days: int = 14,
    ago: int = 0,
) -> Grant:
    """Let somebody in to a family for some days, today or some days ago."""
    with world.acting(lead, world.ago(days=ago)) as by:
        return actions.let_in(
            by=by,
            family=family,
            person=world.town.people[person],
            kind=kind,
            until_on=by.today + timedelta(days=days),
            reason=GrantReason.INDUCTION,
        )
