"""How a help and a decision about it go their way."""

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


class DecisionStatus(models.TextChoices):
    """Where a decision stands."""

    SUBMITTED = "submitted", "Zur Freigabe"
    APPROVED = "approved", "Freigegeben"
    RETURNED = "returned", "Zurückgegeben"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


DECISION_FLOW = Flow(
    "decision",
    "Entscheidung",
    DecisionStatus.SUBMITTED,
    {
        DecisionStatus.SUBMITTED: frozenset(
            {DecisionStatus.APPROVED, DecisionStatus.RETURNED, DecisionStatus.WITHDRAWN}
        ),
        DecisionStatus.APPROVED: frozenset(),
        DecisionStatus.RETURNED: frozenset(),
        DecisionStatus.WITHDRAWN: frozenset(),
    },
)
