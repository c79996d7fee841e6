"""What the sign-in side does by the clock: old drafts go at night."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from accounts.drafts import actions as drafts
from audit import clock
from protection import wall


@app.periodic(cron="41 2 * * *")
@app.task(name="accounts.retire_drafts", queueing_lock="accounts.retire_drafts")
def retire_drafts(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Remove drafts that nobody went on with for two weeks."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        drafts.retire(by=by)
