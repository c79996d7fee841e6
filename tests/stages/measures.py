"""Stages of immediate measures that somebody takes who may be biased."""

from datetime import datetime, timedelta

from referrals.families.models import Family
from referrals.measures import actions
from referrals.measures.flow import Kind, Status
from referrals.measures.models import Measure
from tests.stages.cast import ACTED, ALONE, DANGER, FOUND_RIGHT
from tests.world import World


def a_measure(world: World, person: str, who: str, now: datetime | None = None) -> Measure:
    """Let somebody record the one measure that could not wait."""
    with world.acting(person, now) as by:
        return actions.take(
            by=by,
            who=who,
            danger=DANGER,
            kind=Kind.OTHER,
            words=ACTED,
            taken_at=by.now - timedelta(minutes=10),
            alone=ALONE,
        )


def a_reviewed_measure(world: World, person: str, family: Family, lead: str) -> Measure:
    """Let a lead find a measure of two days ago in order, and put it to a family."""
    measure = a_measure(world, person, family.word, world.ago(days=2))
    with world.acting(lead) as by:
        return actions.review(
            by=by, measure=measure, outcome=Status.CONFIRMED, word=family.word, remark=FOUND_RIGHT
        )
