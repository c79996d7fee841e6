"""How a booked hour goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a booked hour stands."""

    BOOKED = "booked", "Gebucht"
    HANDED_IN = "handed_in", "Abgegeben"
    REVERSED = "reversed", "Berichtigt"


FLOW = Flow(
    "time_entry",
    "Stunden",
    Status.BOOKED,
    {
        Status.BOOKED: frozenset({Status.HANDED_IN, Status.REVERSED}),
        Status.HANDED_IN: frozenset({Status.REVERSED}),
        Status.REVERSED: frozenset(),
    },
)
