"""Feedback to those who reported by profession: three facts."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from referrals.feedbacks import access
from referrals.intakes.models import Intake


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Feedback that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the feedback about first contacts that this person may see."""
        return self.filter(access.visible_to(actor))


class Feedback(models.Model):
    """Whether the signs were confirmed, whether the office acted, whether it still does (SGB VIII § 64 (4)).

    There is no column for words: what is not asked cannot be told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    intake = models.ForeignKey(Intake, models.DB_CASCADE, related_name="+")
    confirmed = models.BooleanField()
    acted = models.BooleanField()
    acts_still = models.BooleanField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    given_at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="feedback_once", fields=["intake"]),
            models.CheckConstraint(
                name="who_acts_still_has_acted", condition=Q(acts_still=False) | Q(acted=True)
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "intake", "confirmed", "acted", "acts_still", "given_by", "given_at"),
        }
        wall = "office"
        grants = "append"
        retention = "K5"
