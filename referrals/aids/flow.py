"""How a help goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a help stands."""

    PROPOSED = "proposed", "Entscheidung offen"
    APPROVED = "approved", "Bewilligt"
    RUNNING = "running", "Läuft"
    ENDED = "ended", "Beendet"
    DROPPED = "dropped", "Nicht zustande gekommen"


FLOW = Flow(
    "aid",
    "Hilfe",
    Status.PROPOSED,
    {
        Status.PROPOSED: frozenset({Status.APPROVED, Status.DROPPED}),
        Status.APPROVED: frozenset({Status.RUNNING, Status.ENDED}),
        Status.RUNNING: frozenset({Status.ENDED}),
        Status.ENDED: frozenset(),
        Status.DROPPED: frozenset(),
    },
)
