"""How a request to open what is sealed goes its way."""

from django.db import models

from audit.flows import Flow


class Standing(models.TextChoices):
    """Where a request stands; it follows from what the two did and from the days that went by."""

    ASKED = "asked", "Wartet auf Zustimmung"
    OPENED = "opened", "Geöffnet"
    REFUSED = "refused", "Abgelehnt"
    LAPSED = "lapsed", "Verfallen"


FLOW = Flow(
    "unsealing",
    "Öffnung von Versiegeltem",
    Standing.ASKED,
    {
        Standing.ASKED: frozenset({Standing.OPENED, Standing.REFUSED, Standing.LAPSED}),
        Standing.OPENED: frozenset(),
        Standing.REFUSED: frozenset(),
        Standing.LAPSED: frozenset(),
    },
)
