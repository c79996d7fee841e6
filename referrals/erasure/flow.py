"""How a thing goes from the end of its period to its erasure, and what holds it back."""

from django.db import models

from audit.flows import Flow


class Thing(models.TextChoices):
    """What is erased as a whole."""

    FAMILY = "family", "Akte"
    INTAKE = "intake", "Erstkontakt"


class Status(models.TextChoices):
    """Where an erasure stands."""

    NOTED = "noted", "Vorgemerkt"
    OFFERED = "offered", "Dem Archiv angeboten"
    READY = "ready", "Vorzulegen"
    PROPOSED = "proposed", "Wartet auf Freigabe"
    RELEASED = "released", "Freigegeben"
    ERASED = "erased", "Gelöscht"
    LAPSED = "lapsed", "Entfallen"


FLOW = Flow(
    "erasure",
    "Löschung",
    Status.NOTED,
    {
        Status.NOTED: frozenset({Status.OFFERED, Status.READY, Status.LAPSED}),
        Status.OFFERED: frozenset({Status.READY, Status.LAPSED}),
        Status.READY: frozenset({Status.PROPOSED, Status.LAPSED}),
        Status.PROPOSED: frozenset({Status.RELEASED, Status.READY, Status.LAPSED}),
        Status.RELEASED: frozenset({Status.ERASED, Status.READY, Status.LAPSED}),
        Status.ERASED: frozenset(),
        Status.LAPSED: frozenset(),
    },
)
OPEN = (Status.NOTED, Status.OFFERED, Status.READY, Status.PROPOSED, Status.RELEASED)


class Answer(models.TextChoices):
    """What the archive said to an offer (ArchivG NRW § 4)."""

    NOT_WANTED = "not_wanted", "Nicht archivwürdig"
    TAKEN = "taken", "Übernommen"
    SILENT = "silent", "Keine Antwort in sechs Monaten"
