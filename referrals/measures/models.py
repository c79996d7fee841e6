"""Immediate measures: what somebody did who may be biased, and what another person says of it."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.families.models import Family
from referrals.measures import access
from referrals.measures.flow import Kind, Status


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Immediate measures that a person may look at."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the measures that this person may read now."""
        return self.filter(access.visible_to(actor))

    def listed_for(self, actor: Actor) -> Self:
        """Give the measures of which this person may know that they wait."""
        return self.filter(access.listed_for(actor))

    def receipts_of(self, actor: Actor) -> Self:
        """Give what this person took, for the receipt."""
        return self.filter(access.receipts_of(actor))


class Measure(models.Model):
    """One immediate measure, in words, without a family: the author is shown none, and none is looked
    up. Another person puts it to a family and says whether it was in order.

    Source: SGB X § 16 (3), DP-111.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    who = SealedField()
    danger = SealedField()
    kind = models.CharField(max_length=12, choices=Kind)
    words = SealedField(null=True)
    alone = SealedField()
    taken_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    family = models.ForeignKey(Family, models.DB_CASCADE, null=True, related_name="measures")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    remark = SealedField(null=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="measure_waits_or_was_reviewed",
                condition=Q(
                    status=Status.WAITING,
                    family__isnull=True,
                    reviewed_by__isnull=True,
                    reviewed_at__isnull=True,
                )
                | (
                    ~Q(status=Status.WAITING)
                    & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="measure_is_reviewed_by_another",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("author")),
            ),
            models.CheckConstraint(
                name="measure_objected_with_words",
                condition=~Q(status=Status.OBJECTED) | Q(remark__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_other_has_words",
                condition=~Q(kind=Kind.OTHER) | Q(words__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["author", "recorded_at"], name="measure_author")]

    class Protection:
        personal: ClassVar = {"who", "danger", "words", "alone", "remark"}
        plain: ClassVar = {
            *("id", "lock", "author", "kind", "taken_at", "recorded_at", "status", "family"),
            *("reviewed_by", "reviewed_at"),
        }
        wall = "office"
        retention = "K1"
