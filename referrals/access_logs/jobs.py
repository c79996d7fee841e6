"""What the worker does for access logs: it freezes those that two people opened, and lets old requests go."""

from uuid import UUID

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.access_logs import actions
from referrals.access_logs.models import AccessLog


@app.task(name=actions.TASK)
def make(log: str) -> None:
    """Freeze one access log, given by its id; whatever goes wrong, the page says that it did."""
    by = Actor.clock(clock.read())
    try:
        with wall.standing_as(by):
            actions.make(by=by, log=AccessLog.objects.get(id=UUID(log)))
    except Exception as problem:  # noqa: BLE001  # its text may speak of people: nothing but its name goes on
        with wall.standing_as(by):
            row = AccessLog.objects.get(id=UUID(log))
            actions.give_up(by=by, log=row, error=type(problem).__name__)


@app.periodic(cron="5 * * * *")
@app.task(name="access_logs.expire", queueing_lock="access_logs.expire", lock="access_logs.expire")
def expire(timestamp: int) -> None:  # noqa: ARG001  # the moment for which the clock asked
    """Let requests go that nobody agreed to in three days."""
    by = Actor.clock(clock.read())
    with wall.standing_as(by):
        actions.expire_due(by=by)
