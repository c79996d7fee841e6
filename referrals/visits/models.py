"""Visits of carers with families: the provider's own, sealed for it alone; what they booked stands
in the hours.
"""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.register.models import Provider
from referrals.aids.models import Share
from referrals.hours.models import TimeEntry
from referrals.visits import access
from referrals.visits.flow import Status


class VisitQuerySet(models.QuerySet["Visit"]):
    """Appointments that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the appointments that this person may see now."""
        return self.filter(access.visible_to(actor))


class Visit(models.Model):
    """A carer's appointment with a family, at a place that is neutral or left out; the provider's
    own, sealed for it alone.

    It belongs to whoever is named for the share now; `carer` is for whom it was planned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    share = models.ForeignKey(Share, models.DB_CASCADE, related_name="visits")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, null=True, related_name="+")
    carer = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = SealedField(null=True)
    entry = models.OneToOneField(TimeEntry, models.DB_SET_NULL, null=True, related_name="visit")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["carer", "starts_at"], name="visit_of_carer")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="visit_takes_time_but_no_more_than_a_day",
                condition=Q(minutes__gte=5, minutes__lte=600),
            ),
            models.CheckConstraint(
                name="a_place_has_its_key", condition=Q(place__isnull=True) | Q(lock__isnull=False)
            ),
        ]

    class Protection:
        personal: ClassVar = {"place", "starts_at"}
        plain: ClassVar = {"id", "share", "provider", "lock", "carer", "minutes", "status", "entry"}
        wall = "own"
        retention = "K6"
