"""How an appointment and a booked hour go their way."""

from django.db import models

from audit.flows import Flow


class AppointmentStatus(models.TextChoices):
    """Where an appointment stands."""

    PLANNED = "planned", "Geplant"
    HELD = "held", "Hat stattgefunden"
    MISSED = "missed", "Nicht angetroffen"
    CANCELLED = "cancelled", "Abgesagt"


APPOINTMENT_FLOW = Flow(
    "appointment",
    "Termin",
    AppointmentStatus.PLANNED,
    {
        AppointmentStatus.PLANNED: frozenset(
            {AppointmentStatus.HELD, AppointmentStatus.MISSED, AppointmentStatus.CANCELLED}
        ),
        AppointmentStatus.HELD: frozenset({AppointmentStatus.PLANNED}),
        AppointmentStatus.MISSED: frozenset({AppointmentStatus.PLANNED}),
        AppointmentStatus.CANCELLED: frozenset(),
    },
)


class Status(models.TextChoices):
    """Where a booked hour stands."""

    BOOKED = "booked", "Gebucht"
    HANDED_IN = "handed_in", "Abgegeben"
    REVERSED = "reversed", "Berichtigt"


FLOW = Flow(
    "time_entry",
    "Stunden",
    Status.BOOKED,
    {
        Status.BOOKED: frozenset({Status.HANDED_IN, Status.REVERSED}),
        Status.HANDED_IN: frozenset({Status.REVERSED}),
        Status.REVERSED: frozenset(),
    },
)
