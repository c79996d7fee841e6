"""Purposes that were stated: who read which family on which day, and what for."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.families.models import Family
from referrals.purposes import access
from referrals.purposes.flow import Purpose


class StatedPurposeQuerySet(models.QuerySet["StatedPurpose"]):
    """Stated purposes that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the stated purposes that this person may see now."""
        return self.filter(access.visible_to(actor))


class StatedPurpose(models.Model):
    """What a lead read a family for that waited for nothing from her; once a family and a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="stated_purposes")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    on = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    line = SealedField()
    at = models.DateTimeField()

    objects = StatedPurposeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="purpose_once_a_family_and_day", fields=["family", "reader", "on"]
            ),
        ]

    class Protection:
        personal: ClassVar = {"line"}
        plain: ClassVar = {"id", "family", "reader", "on", "purpose", "lock", "at"}
        wall = "office"
        grants = "append"
        retention = "K9"
