"""What enquiries do by the clock: whoever did not answer in time is out."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.enquiries import actions


@app.periodic(cron="10 5,6,7 * * *")
@app.task(name="enquiries.expire", queueing_lock="enquiries.expire", lock="enquiries.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """End the copies whose deadline has passed; running it again changes nothing."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.expire_due(by=by)
