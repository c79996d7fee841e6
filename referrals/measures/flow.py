"""How an immediate measure goes its way: one look by another person, and nothing after it."""

from django.db import models

from audit.flows import Flow


class Status(models.TextChoices):
    """Where an immediate measure stands."""

    WAITING = "waiting", "Zu prüfen"
    CONFIRMED = "confirmed", "In Ordnung"
    OBJECTED = "objected", "Beanstandet"


FLOW = Flow(
    "measure",
    "Sofortmaßnahme trotz Befangenheit",
    Status.WAITING,
    {
        Status.WAITING: frozenset({Status.CONFIRMED, Status.OBJECTED}),
        Status.CONFIRMED: frozenset(),
        Status.OBJECTED: frozenset(),
    },
)


class Kind(models.TextChoices):
    """What was done: one measure, and none that needs a file."""

    POLICE = "police", "Polizei gerufen"
    AMBULANCE = "ambulance", "Rettungsdienst gerufen"
    CHILD = "child", "Kind begleitet oder in Sicherheit gebracht"
    OTHER_OFFICE = "other_office", "Bereitschaft eines anderen Jugendamts gerufen"
    OTHER = "other", "Andere Maßnahme"
