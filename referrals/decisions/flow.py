"""How a decision about a help goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a decision stands."""

    SUBMITTED = "submitted", "Zur Freigabe"
    APPROVED = "approved", "Freigegeben"
    RETURNED = "returned", "Zurückgegeben"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


FLOW = Flow(
    "decision",
    "Entscheidung",
    Status.SUBMITTED,
    {
        Status.SUBMITTED: frozenset({Status.APPROVED, Status.RETURNED, Status.WITHDRAWN}),
        Status.APPROVED: frozenset(),
        Status.RETURNED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    },
)
