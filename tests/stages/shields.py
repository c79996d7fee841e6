"""Stages with protected addresses."""

from collections.abc import Iterable

from referrals.families.models import Family
from referrals.shields import actions
from referrals.shields.models import Level, Shield
from tests.stages.families import a_family
from tests.world import WORKER, World

PLACES = "Rosengartenschule"


def shielded(
    world: World,
    family: Family,
    level: Level = Level.LOCK,
    *,
    named: Iterable[str] = (WORKER, "nolte"),
    worker: str = WORKER,
) -> Shield:
    """Protect a family's address; its worker and the lead are named."""
    people = [world.town.people[code] for code in named]
    with world.acting(worker) as by:
        return actions.protect(by=by, family=family, level=level, people=people, places=PLACES)


def a_shielded_family(world: World, level: Level = Level.LOCK, *, opened: int = 0) -> Family:
    """Open a family, so many days ago, and protect its address."""
    family = a_family(world, now=world.ago(days=opened))
    shielded(world, family, level)
    return family
