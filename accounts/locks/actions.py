"""Deeds about locked sessions: they are recorded when somebody comes back."""

from accounts import events
from accounts.actor import Actor
from audit import trail
from audit.deeds import deed


@deed
def reopen(*, by: Actor) -> None:
    """Record that a locked session was opened again by the person whose it is."""
    trail.record(events.REOPENED, by=by, about=[by.user])
