"""Printed versions of care plans, as the worker made them."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.papers import access
from referrals.plans.models import Version


class Audience(models.TextChoices):
    """For whom a version is printed."""

    EVERYBODY = "", "Alle Beteiligten"
    APART = "apart", "Elternteil, der getrennt lebt"

    @property
    def mark(self) -> str:
        """Give the letter by which the office tells the versions apart; on paper it says nothing."""
        return "B" if self == Audience.APART else "A"


class PaperQuerySet(models.QuerySet["Paper"]):
    """Papers that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the papers that this person asked for, of versions they may still see."""
        return self.filter(access.visible_to(actor))


class Paper(models.Model):
    """A printed version: the bytes of its PDF, made by the worker, sealed; `failed` tells that
    making it did not work, `held` that it was not given out: which page holds what kind of protected
    value.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey(Version, models.DB_CASCADE, related_name="papers")
    readers = ArrayField(models.UUIDField(), default=list)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    content = SealedField(null=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    audience = models.CharField(
        max_length=8, choices=Audience, default=Audience.EVERYBODY, blank=True
    )
    held = models.CharField(max_length=200, default="")

    objects = PaperQuerySet.as_manager()

    class Protection:
        personal: ClassVar = {"content"}
        plain: ClassVar = {
            *("id", "version", "readers", "lock", "asked_at", "asked_by", "made_at", "failed"),
            *("audience", "held"),
        }
        wall = "shared"
        retention = "K1"
