"""Words of purposes: what a lead reads for when nothing waits."""

from django.db import models


class Purpose(models.TextChoices):
    """Why a lead reads a family that waits for nothing from her."""

    OVERSIGHT = "oversight", "Fachaufsicht"
    ADVICE = "advice", "Beratung der Fachkraft"
    COMPLAINT = "complaint", "Beschwerde oder Anliegen der Familie"
    INQUIRY = "inquiry", "Anfrage von Gericht, Behörde oder Leitung"
    OTHER = "other", "Anderer Anlass"
