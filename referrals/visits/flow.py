"""How an appointment goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where an appointment stands."""

    PLANNED = "planned", "Geplant"
    HELD = "held", "Hat stattgefunden"
    MISSED = "missed", "Nicht angetroffen"
    CANCELLED = "cancelled", "Abgesagt"


FLOW = Flow(
    "appointment",
    "Termin",
    Status.PLANNED,
    {
        Status.PLANNED: frozenset({Status.HELD, Status.MISSED, Status.CANCELLED}),
        Status.HELD: frozenset({Status.PLANNED}),
        Status.MISSED: frozenset({Status.PLANNED}),
        Status.CANCELLED: frozenset(),
    },
)
