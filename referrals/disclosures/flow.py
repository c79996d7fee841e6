"""How a disclosure goes its way."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a disclosure to one provider stands."""

    MADE = "made", "Freigegeben"
    ACCEPTED = "accepted", "Angenommen"
    REFUSED = "refused", "Nicht übernommen"
    ENDED = "ended", "Beendet"


FLOW = Flow(
    "disclosure",
    "Freigabe",
    Status.MADE,
    {
        Status.MADE: frozenset({Status.ACCEPTED, Status.REFUSED, Status.ENDED}),
        Status.ACCEPTED: frozenset({Status.ENDED}),
        Status.REFUSED: frozenset(),
        Status.ENDED: frozenset(),
    },
)
