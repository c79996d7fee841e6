"""How a report goes its way: counted, looked at by a second person, released or returned."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a report stands."""

    COUNTING = "counting", "Wird gerechnet"
    PREPARED = "prepared", "Liegt zur Prüfung vor"
    RELEASED = "released", "Freigegeben"
    RETURNED = "returned", "Zurückgegeben"
    FAILED = "failed", "Nicht zustande gekommen"


FLOW = Flow(
    "report",
    "Bericht",
    Status.COUNTING,
    {
        Status.COUNTING: frozenset({Status.PREPARED, Status.FAILED}),
        Status.PREPARED: frozenset({Status.RELEASED, Status.RETURNED}),
        Status.RELEASED: frozenset(),
        Status.RETURNED: frozenset(),
        Status.FAILED: frozenset(),
    },
)
