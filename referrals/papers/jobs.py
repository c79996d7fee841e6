"""What the worker does for paper: prints what was asked for."""

from uuid import UUID

from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import clock
from protection import wall
from referrals.papers import actions
from referrals.papers.models import Paper


@app.task(name=actions.TASK)
def make(paper: str) -> None:
    """Print one paper, given by its id; whatever goes wrong, the page says that it did."""
    by = Actor.clock(clock.read())
    try:
        with wall.standing_as(by):
            actions.make(by=by, paper=Paper.objects.get(id=UUID(paper)))
    except Exception as problem:  # noqa: BLE001  # its text may speak of people: nothing but its name goes on
        with wall.standing_as(by):
            row = Paper.objects.get(id=UUID(paper))
            actions.give_up(by=by, paper=row, error=type(problem).__name__)
