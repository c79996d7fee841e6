"""What the clock does about protected addresses: every night it ends what ran out."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.easings import actions


@app.periodic(cron="40 0,3 * * *")
@app.task(name="easings.sweep", queueing_lock="easings.sweep", lock="easings.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """End the namings of carers that ran out; a shield itself never ends by a day."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.sweep(by=by)
