"""Why something is kept although its period is over."""

from django.db import models


class Reason(models.TextChoices):
    """Why something is not erased although its period is over (DP-92)."""

    COURT = "court", "Gerichtsverfahren"
    AUDIT = "audit", "Prüfung"
    CLAIM = "claim", "Anspruch auf Entschädigung (SGB XIV)"
    ACCESS = "access", "Laufende Auskunft"
    STATISTICS = "statistics", "Rückfrage der Statistik"
    ARCHIVE = "archive", "Das Archiv prüft"
