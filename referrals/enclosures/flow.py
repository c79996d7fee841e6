"""How a photograph or a file goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where it stands; only what was found clean is there for others than its author."""

    UNSCANNED = "unscanned", "Noch ungeprüft"
    CLEAN = "clean", "Geprüft"
    INFECTED = "infected", "Schadsoftware gefunden"
    REMOVED = "removed", "Entfernt"


FLOW = Flow(
    "enclosure",
    "Foto oder Datei",
    Status.UNSCANNED,
    {
        Status.UNSCANNED: frozenset({Status.CLEAN, Status.INFECTED, Status.REMOVED}),
        Status.CLEAN: frozenset({Status.REMOVED}),
        Status.INFECTED: frozenset({Status.REMOVED}),
        Status.REMOVED: frozenset(),
    },
)
