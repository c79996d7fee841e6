"""Checks of the seal by the clock: when the officer asks, and every night."""

from uuid import UUID

from django.core.cache import cache
from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock, examiner
from protection import wall
from referrals.readings import actions
from referrals.readings.models import SealCheck


@app.task(name=actions.TASK, queueing_lock=actions.TASK)
def check_seal(check: str) -> None:
    """Verify the whole trail and write down what was found; the check is given by its id."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        asked = SealCheck.objects.get(id=UUID(check))

    def say(done: int, of: int) -> None:
        cache.set(asked.place_of_progress, (done, of), timeout=3600)

    report = examiner.examine(progress=say)
    with wall.standing_as(by):
        actions.end_check(by=by.at(clock.read()), check=asked, report=report)
    cache.delete(asked.place_of_progress)


@app.periodic(cron="17 3 * * *")
@app.task(name="readings.check_seal_at_night", queueing_lock="readings.check_seal_at_night")
def check_seal_at_night(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Have the seal checked while nobody works."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.ask_check(by=by)
