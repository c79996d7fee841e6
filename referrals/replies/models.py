"""What was released to somebody who asked what is kept: as it went out, and when."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from audit.clock import day
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.replies import access
from referrals.replies.flow import Way
from referrals.subject_access.models import AccessRequest

USER = settings.AUTH_USER_MODEL


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Answers that a person may hand out."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person may open now."""
        return self.filter(access.visible_to(actor))


class Reply(models.Model):
    """An answer as two people released it: paper, record for programs and letter, under the request's key.

    Nothing of it is written anew; only that it was handed out is noted, once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked = models.OneToOneField(AccessRequest, models.DB_CASCADE, related_name="reply")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    paper = SealedField()
    record = SealedField()
    letter = SealedField()
    released_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    released_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    sent_way = models.CharField(max_length=8, choices=Way, blank=True)
    sent_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reply_was_sent_by_somebody_in_a_way",
                condition=Q(sent_on__isnull=True, sent_way="", sent_by__isnull=True)
                | (Q(sent_on__isnull=False, sent_by__isnull=False) & ~Q(sent_way="")),
            ),
        ]

    @property
    def released_on(self) -> date:
        """Give the day of the release."""
        return day(self.released_at)

    class Protection:
        personal: ClassVar = {"paper", "record", "letter"}
        plain: ClassVar = {
            *("id", "asked", "lock", "released_by", "released_at", "sent_on", "sent_way", "sent_by")
        }
        wall = "office"
        retention = "K10"
