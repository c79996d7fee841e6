"""Erasures: a family whose time is over, and how far its erasure is."""

from datetime import timedelta

from django.db import connection

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.closings import actions as closings
from referrals.erasure import actions
from referrals.erasure.flow import Answer, Status
from referrals.erasure.models import Erasure
from referrals.families.flow import CaseEnd
from referrals.families.models import Family
from tests.world import WORKER, World

FIRST, SECOND = "rehm", "kowalski"
CENTURY = timedelta(days=366 * 101)
SINCE_COUNSELLING = timedelta(days=366 * 3 + 2)


def closed(world: World, family: Family, worker: str = WORKER) -> Family:
    """Close the family's case today."""
    with world.acting(worker) as by:
        closings.close(by=by, family=family, end=CaseEnd.ADVISED, closed_on=by.today)
    return family


def closed_by_hand(family: Family) -> None:
    """Close the case whatever is going on, as the owner of the database could; for families of a whole story."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE referrals_case SET closed_on = opened_on, \"end\" = 'helped' WHERE family_id = %s",
            [family.id],
        )
        # What is still asked about it holds it back otherwise.
        cursor.execute(
            "UPDATE referrals_hold SET ended_at = now(), ended_by_id = set_by_id"
            " WHERE family_id = %s AND ended_at IS NULL",
            [family.id],
        )


def looked_through(later: timedelta) -> None:
    """Look through the periods as the clock will later."""
    by = Actor.clock(clock.read() + later)
    with wall.standing_as(by):
        actions.look_through(by=by)


def noted(world: World, family: Family, worker: str = WORKER) -> Erasure:
    """A family that was counselled, whose case is closed and whose period is over."""
    closed(world, family, worker)
    looked_through(SINCE_COUNSELLING)
    with world.acting(FIRST):
        return Erasure.objects.get(thing=family.id)


def at_rest(family: Family) -> Family:
    """Let a family's file rest, as the clock does years after the last help."""
    Family.objects.filter(id=family.id).update(restricted_on=clock.day(clock.read()))
    return Family.objects.get(id=family.id)


def released(world: World, erasure: Erasure, first: str = FIRST, second: str = SECOND) -> Erasure:
    """Two people, and the archive where it is asked, let it go."""
    with world.acting(first) as by:
        if erasure.status == Status.NOTED:
            actions.offer(by=by, chosen=[erasure.id])
            actions.answer(by=by, chosen=[erasure.id], answer=Answer.NOT_WANTED)
        actions.propose(by=by, chosen=[erasure.id])
    with world.acting(second) as by:
        actions.release(by=by, chosen=[erasure.id])
        return Erasure.objects.get(id=erasure.id)
