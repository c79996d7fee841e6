"""How somebody was informed, or why not."""

from django.db import models


class Way(models.TextChoices):
    """How somebody got the information, or why they did not (SGB X §§ 82 and 82a)."""

    HANDED = "handed", "Auf Papier übergeben und besprochen"
    SPOKEN = "spoken", "Vorgelesen oder gedolmetscht"
    SENT = "sent", "Per Post geschickt"
    KNOWN = "known", "Nicht informiert: die Person weiß es schon"
    HARM = "harm", "Nicht informiert: es würde ein Kind oder jemand anderen gefährden"
    EFFORT = "effort", "Nicht informiert: die Person ist nicht zu erreichen"


EXCEPTIONS = (Way.KNOWN, Way.HARM, Way.EFFORT)
