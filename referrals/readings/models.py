"""Checks of the seal: who asked, when, and what was found."""

import uuid
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from referrals.readings import access

# A check that has not ended after this long never will.
STUCK = timedelta(hours=1)


class Result(models.TextChoices):
    """What a check of the seal found."""

    UNCHANGED = "unchanged", "alle unverändert"
    BENT = "bent", "Einträge wurden verändert"


class SealCheckQuerySet(models.QuerySet["SealCheck"]):
    """Checks that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give all checks to the officer, none to others."""
        return self.filter(access.visible_to(actor))


class SealCheck(models.Model):
    """One verification of the whole trail; it runs as a job and says here what it found.

    `findings` name entries by their identity, never people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    checked = models.BigIntegerField(default=0)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    findings = ArrayField(models.CharField(max_length=400), default=list)

    objects = SealCheckQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-asked_at"], name="seal_check_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="seal_check_has_a_result_when_it_ended",
                condition=Q(ended_at__isnull=True, result="")
                | Q(ended_at__isnull=False, result__in=Result.values),
            ),
        ]

    class Protection:
        personal: ClassVar = {"asked_by"}
        plain: ClassVar = {"id", "asked_at", "ended_at", "checked", "result", "findings"}
        wall = "office"
        retention = "K9"

    @property
    def place_of_progress(self) -> str:
        """Name the place in the cache where a running check says how far it is."""
        return f"seal-check-{self.id}"
