"""What the sign-in side does by the clock: old drafts and sessions that ended go at night."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from accounts.drafts import actions as drafts
from accounts.leavings import actions as leavings
from audit import clock
from protection import wall


@app.periodic(cron="41 2 * * *")
@app.task(name="accounts.retire_drafts", queueing_lock="accounts.retire_drafts")
def retire_drafts(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Remove drafts that nobody went on with for two weeks."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        drafts.retire(by=by)


@app.periodic(cron="47 2 * * *")
@app.task(name="accounts.end_sessions", queueing_lock="accounts.end_sessions")
def end_sessions(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Remove what is left of sessions that ended, and the lines of devices that named them."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        leavings.forget_sessions(by=by)
