"""What may become of a first contact."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a first contact stands."""

    OPEN = "open", "Offen"
    FAMILY = "family", "Familie angelegt"
    COUNSELLING = "counselling", "Beratung"
    FORWARDED = "forwarded", "Weitervermittelt"
    NO_NEED = "no_need", "Kein Bedarf"


FLOW = Flow(
    "intake",
    "Erstkontakt",
    Status.OPEN,
    {
        Status.OPEN: frozenset(
            {Status.FAMILY, Status.COUNSELLING, Status.FORWARDED, Status.NO_NEED}
        ),
        Status.FAMILY: frozenset(),
        Status.COUNSELLING: frozenset({Status.OPEN}),
        Status.FORWARDED: frozenset({Status.OPEN}),
        Status.NO_NEED: frozenset({Status.OPEN}),
    },
)
