"""Reasons for which a file is kept although its period is over."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from referrals.families.models import Family
from referrals.holds import access
from referrals.holds.flow import Reason

USER = settings.AUTH_USER_MODEL


class HoldQuerySet(models.QuerySet["Hold"]):
    """Reasons to keep files."""

    def visible_to(self, actor: Actor) -> Self:
        """Give those that a person may see."""
        return self.filter(access.visible_to(actor))

    def standing(self, on: date) -> Self:
        """Give those that stand on a day, which may be their last."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), ended_at__isnull=True)


class Hold(models.Model):
    """A reason for which a family's file is not erased although its period is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="holds")
    reason = models.CharField(max_length=10, choices=Reason)
    until_on = models.DateField(null=True)
    set_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="end_of_a_hold_has_person_and_moment",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "family", "reason", "until_on", "set_by", "set_at", "ended_by", "ended_at"),
        }
        wall = "office"
        retention = "K1"
