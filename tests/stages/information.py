"""Stages with what a family was told about its data."""

from referrals.families.models import Family, Relation
from referrals.information import actions
from referrals.information.flow import Way
from referrals.information.models import Information
from tests.world import World


def informed(world: World, family: Family, worker: str) -> Information:
    """Hand the sheet to the mother."""
    mother = family.people.get(relation=Relation.MOTHER)
    with world.acting(worker) as by:
        return actions.give(by=by, family=family, person=mother, way=Way.HANDED, given_on=by.today)
