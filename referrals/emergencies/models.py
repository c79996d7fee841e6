"""Emergencies: who looked at which family's card, why, until when, and what another person says of it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.emergencies import access, sums


class Way(models.TextChoices):
    """By what right the card was opened."""

    ROSTER = "roster", "Bereitschaft"
    EMERGENCY = "emergency", "Notzugriff"


class Cause(models.TextChoices):
    """What happened; the typed words stand beside it."""

    CHILD = "child", "Ein Kind ist in Gefahr"
    AUTHORITY = "authority", "Polizei, Gericht oder Klinik fragt an"
    NOBODY = "nobody", "Zuständige und Vertretung sind nicht erreichbar"
    OTHER = "other", "Anderer Grund"


class Outcome(models.TextChoices):
    """What the review says."""

    FINE = "fine", "In Ordnung"
    MISUSE = "misuse", "Nicht in Ordnung"


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    """Emergencies that a person may know of."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the emergencies that this person may know of now."""
        return self.filter(access.visible_to(actor))


class Emergency(models.Model):
    """One look at a family's emergency card; it ends by its hour, without anything having to run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey("referrals.Family", models.DB_CASCADE, related_name="emergencies")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    cause = models.CharField(max_length=10, choices=Cause)
    reason = SealedField(null=True)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    remark = SealedField(null=True)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="emergency_lasts_four_hours",
                condition=Q(ends_at__gt=F("began_at"))
                & (Q(way=Way.ROSTER) | Q(ends_at__lte=F("began_at") + sums.LASTS)),
            ),
            models.CheckConstraint(
                name="emergency_says_why",
                condition=Q(way=Way.ROSTER) | Q(reason__isnull=False),
            ),
            models.CheckConstraint(
                name="emergency_is_reviewed_whole",
                condition=Q(reviewed_by__isnull=True, reviewed_at__isnull=True, outcome="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="emergency_is_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("person")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "began_at"], name="emergency_person")]

    class Protection:
        personal: ClassVar = {"reason", "remark"}
        plain: ClassVar = {
            *("id", "family", "lock", "person", "way", "cause", "began_at", "ends_at", "ended_at"),
            *("reviewed_by", "reviewed_at", "outcome"),
        }
        wall = "office"
        retention = "K1"
