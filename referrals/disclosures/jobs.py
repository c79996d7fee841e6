"""What choices do by the clock: whoever was chosen and did not accept in time is out."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.disclosures import actions


@app.periodic(cron="10 5,6,7 * * *")
@app.task(name="disclosures.expire", queueing_lock="disclosures.expire", lock="disclosures.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """End choices that were not accepted in time; running it again changes nothing."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.expire_due(by=by)
