"""What departures do by the clock: every night, and what a night left over, the next."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.departures import actions


@app.periodic(cron="20 0,3 * * *")
@app.task(name="departures.leave", queueing_lock="departures.leave", lock="departures.leave")
def leave(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """Close what providers may not know any more, batch by batch, each in its own transaction."""
    by = Actor.clock(clock.read())
    for act in (actions.leave_due, actions.close_expired):
        left = 1
        while left:
            with wall.standing_as(by):
                left = act(by=by)
