"""Stages of the duplicate check."""

from protection import wall
from protection.sealing import opened
from referrals.duplicates import actions, jobs
from referrals.families.models import Family
from tests.world import World


def marked() -> None:
    """Let the clock mark whoever has no marks yet."""
    jobs.renew(0)


def silently_asked(world: World, family: Family, person: str) -> None:
    """Let somebody ask for a child of a family of which they must not hear."""
    with wall.as_office():
        child = family.people.select_related("lock").get(position=0)
        asked = opened(child.last_name), opened(child.born)
    with world.acting(person) as by:
        actions.ask(by=by, people=[asked])
