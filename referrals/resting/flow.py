"""Why a file that rests is opened again, and how a request to open it goes its way."""

from django.db import models

from audit.flows import Flow


class Reason(models.TextChoices):
    """Why a restricted file is opened again."""

    BIOGRAPHY = "biography", "Einsicht der betroffenen Person (SGB VIII § 9b)"
    CLAIM = "claim", "Anspruch auf Entschädigung (SGB XIV)"
    COURT = "court", "Anforderung eines Gerichts"
    RETURN = "return", "Die Familie kommt wieder"


class Status(models.TextChoices):
    """Where a request to open a restricted file stands."""

    ASKED = "asked", "Wartet auf die zweite Person"
    AGREED = "agreed", "Geöffnet"
    REFUSED = "refused", "Abgelehnt"


FLOW = Flow(
    "inspection",
    "Einsicht in eine eingeschränkte Akte",
    Status.ASKED,
    {
        Status.ASKED: frozenset({Status.AGREED, Status.REFUSED}),
        Status.AGREED: frozenset(),
        Status.REFUSED: frozenset(),
    },
)
