"""How a dispute and a restriction go their ways, and their words."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where a dispute stands."""

    OPEN = "open", "Wird geprüft"
    STANDS = "stands", "Nicht zu klären: bleibt bestritten"
    CORRECTED = "corrected", "Berichtigt"
    CONFIRMED = "confirmed", "Geprüft: die Angabe stimmt"
    WITHDRAWN = "withdrawn", "Zurückgenommen"


# The mark stands as long as nobody knows (SGB X § 84 (2)).
DISPUTED = (Status.OPEN, Status.STANDS)
_ENDS = frozenset({Status.CORRECTED, Status.CONFIRMED, Status.WITHDRAWN})
FLOW = Flow(
    "dispute",
    "Bestrittene Angabe",
    Status.OPEN,
    {
        Status.OPEN: _ENDS | {Status.STANDS},
        Status.STANDS: _ENDS,
        Status.CORRECTED: frozenset(),
        Status.CONFIRMED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    },
)


class Ground(models.TextChoices):
    """Why something is not used any more (GDPR Art. 18 (1), SGB X § 84 (3))."""

    CHECKING = "checking", "Wird geprüft: die Person bestreitet, dass es stimmt"
    UNLAWFUL = (
        "unlawful",
        "Hätte nicht gespeichert werden dürfen; die Person will es nicht gelöscht",
    )
    CLAIM = "claim", "Nicht mehr nötig; die Person braucht es für eigene Ansprüche"
    INTEREST = "interest", "Löschen würde der Person schaden"


class Use(models.TextChoices):
    """What something restricted may be read for all the same (GDPR Art. 18 (2))."""

    CONSENT = "consent", "Die Person willigt ein"
    CLAIM = "claim", "Rechtliche Ansprüche"
    PROTECTION = "protection", "Schutz einer anderen Person"
