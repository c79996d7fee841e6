"""What the clock does for the duplicate check: every minute it marks people who came."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.duplicates import actions
from referrals.duplicates.models import families_counted, unmarked


@app.periodic(cron="* * * * *")
@app.task(name="duplicates.renew", queueing_lock="duplicates.renew", lock="duplicates.renew")
def renew(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """Mark people in short transactions, until nobody is left; cut short, it goes on the next minute."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        while unmarked(families_counted()).exists():
            actions.renew(by=by)
