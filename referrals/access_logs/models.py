"""Requests for the access log of one family, and its paper."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.access_logs import access
from referrals.access_logs.flow import Reason, Status
from referrals.families.models import Family

USER = settings.AUTH_USER_MODEL


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    """Requests that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the requests that this person may see now."""
        return self.filter(access.visible_to(actor))


class AccessLog(models.Model):
    """Somebody asks who did and read what with one family in a period; a second person agrees, and what
    the trail says is frozen as paper under a key of its own. `by_officer` says which of the two keys
    was turned first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="access_logs")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=10, choices=Reason)
    words = SealedField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    by_officer = models.BooleanField()
    asked_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    content = SealedField(null=True)
    made_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="access_log_takes_another_person",
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="access_log_is_opened_by_two",
                condition=~Q(status=Status.AGREED)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="access_log_has_paper_only_when_agreed",
                condition=Q(content__isnull=True) | Q(status=Status.AGREED, made_at__isnull=False),
            ),
            models.CheckConstraint(
                name="access_log_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"words", "content"}
        plain: ClassVar = {
            *("id", "family", "lock", "from_on", "until_on", "reason", "status", "by_officer"),
            *("asked_by", "asked_at", "answered_by", "answered_at", "made_at", "failed"),
        }
        wall = "office"
        retention = "K1"
