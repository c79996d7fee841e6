"""Requests to open a file that rests."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from referrals.families.models import Family
from referrals.resting import access
from referrals.resting.flow import Reason, Status

USER = settings.AUTH_USER_MODEL


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Requests that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the requests to whoever works on what rests, without families that a conflict keeps away."""
        return self.filter(access.visible_to(actor))


class Inspection(models.Model):
    """A request to open a restricted file for some days: one person asks, another agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="inspections")
    reason = models.CharField(max_length=10, choices=Reason)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until_on = models.DateField(null=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_inspection_waits",
                fields=["family"],
                condition=Q(status=Status.ASKED),
            ),
            models.CheckConstraint(
                name="inspection_takes_another_person",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "family", "reason", "status", "asked_by", "asked_at", "answered_by"),
            *("answered_at", "until_on"),
        }
        wall = "office"
        retention = "K1"
