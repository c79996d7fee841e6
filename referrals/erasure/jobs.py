"""What is kept and erased by the clock: every night the periods, then what two people released."""

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.erasure import actions
from referrals.erasure.flow import Status
from referrals.erasure.models import Erasure


@app.periodic(cron="41 2 * * *")
@app.task(name="erasure.run", queueing_lock="erasure.run", lock="erasure.run")
def run(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked; a late run does the same
    """Look through the periods, then erase what was released; what a night left over, the next one does."""
    look_through()
    erase_released()


def look_through() -> None:
    """Look through all closed files, batch by batch, each in its own transaction."""
    by, after = Actor.clock(clock.read()), None
    while True:
        with wall.standing_as(by):
            after = actions.look_through(by=by, after=after)
        if after is None:
            return


def erase_released() -> int:
    """Erase what two people released, one thing at a time, and write it into the list outside; gives how many."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        waiting = list(Erasure.objects.filter(status=Status.RELEASED).values_list("id", flat=True))
    for identity in waiting:
        with wall.standing_as(by):
            actions.erase(by=by, erasure=Erasure.objects.get(id=identity))
    with wall.standing_as(by):
        if Erasure.objects.filter(status=Status.ERASED, listed=False).exists():
            actions.tell_outside(by=by)
    return len(waiting)
