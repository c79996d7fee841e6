"""Stages with families: a household as district workers open it."""

from typing import Any

from providers.codes.models import List
from referrals.families import actions
from referrals.families.models import Family, NewPerson, Relation
from tests.stages.kept import kept
from tests.world import WORKER, World


def a_household(world: World) -> list[NewPerson]:
    """Give two children of different custody and two adults, with dates that stay true: ages 4 and 11."""
    today = world.actor(WORKER).today
    return [
        NewPerson(
            relation=Relation.CHILD,
            first_name="Mirabai",
            born=today.replace(year=today.year - 11, day=1),
            custody=world.code(List.CUSTODY, "both"),
            facts="Geht gern zum Handballverein.",
        ),
        NewPerson(
            relation=Relation.CHILD,
            first_name="Ottokar",
            last_name="Quendkötter",
            born=today.replace(year=today.year - 4, day=1),
            custody=world.code(List.CUSTODY, "mother"),
        ),
        NewPerson(
            relation=Relation.MOTHER,
            first_name="Sunniva",
            number="030 23125-9001",
            language=world.code(List.LANGUAGE, "tr"),
            needs_interpreter=True,
        ),
        NewPerson(relation=Relation.FATHER, first_name="Wunibald", last_name="Velmbrinker"),
    ]


@kept
def a_family(world: World, worker: str = WORKER, **overrides: Any) -> Family:
    """Open a family as a worker of the town; `overrides` replace what the deed is given."""
    given: dict[str, Any] = {
        "name": "Velmbrinker",
        "people": a_household(world),
        "street": "Hundekehrgasse",
        "house_number": "12a",
        "file_number": "51-20999",
    }
    with world.acting(worker, overrides.pop("now", None)) as by:
        return actions.open_family(by=by, **{**given, **overrides})
