"""Why an access log is opened, and how a request goes its way."""

from django.db import models

from audit.flows import Flow


class Reason(models.TextChoices):
    """Why somebody must know who read a family's file."""

    ASKED = "asked", "Die Familie fragt, wer ihre Akte gelesen hat"
    HINT = "hint", "Ein Hinweis oder eine Stichprobe ist zu klären"
    COMPLAINT = "complaint", "Beschwerde über einen Zugriff"
    COURT = "court", "Ein Gericht oder die Aufsicht fordert es an"
    STAFF = "staff", "Eine Kollegin oder ein Kollege bittet um Klärung"


class Status(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", "Wartet auf die zweite Person"
    AGREED = "agreed", "Geöffnet"
    REFUSED = "refused", "Abgelehnt"
    EXPIRED = "expired", "Verfallen: niemand stimmte in drei Tagen zu"
    WITHDRAWN = "withdrawn", "Zurückgenommen"


FLOW = Flow(
    "access_log",
    "Zugriffsprotokoll einer Familie",
    Status.ASKED,
    {
        Status.ASKED: frozenset({Status.AGREED, Status.REFUSED, Status.EXPIRED, Status.WITHDRAWN}),
        Status.AGREED: frozenset(),
        Status.REFUSED: frozenset(),
        Status.EXPIRED: frozenset(),
        Status.WITHDRAWN: frozenset(),
    },
)
