"""Coded facts of one year, frozen on a day: what reports count. No names, no addresses, no text."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from providers.codes.models import AidType
from providers.register.models import Provider, SocialSpace
from referrals.aids.models import Aid


class Snapshot(models.Model):
    """The facts of one year as they stood on a day, under one version of the definitions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.PositiveSmallIntegerField()
    cut_on = models.DateField()
    definitions = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "year", "cut_on", "definitions", "made_at"}
        wall = "office"
        grants = "append"
        retention = "keep"
        report = True


class AidFact(models.Model):
    """One help in one year, in codes. `family_tag` links helps of one family inside this snapshot
    and nowhere else.

    Minutes are those handed in within the year; `waiting_days` is empty while the first contact is
    still to come; goals are counted by what became of them until the cut.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    snapshot = models.ForeignKey(Snapshot, models.DB_CASCADE, related_name="aids")
    aid = models.ForeignKey(Aid, models.DB_SET_NULL, null=True, related_name="+")
    family_tag = models.UUIDField()
    aid_type = models.ForeignKey(AidType, models.DO_NOTHING, related_name="+")
    space = models.ForeignKey(SocialSpace, models.DO_NOTHING, null=True, related_name="+")
    started = models.BooleanField()
    ended = models.BooleanField()
    planned = models.CharField(max_length=10, blank=True)
    waiting_days = models.PositiveSmallIntegerField(null=True)
    minutes = models.BigIntegerField()
    joint = models.BooleanField()
    goals_achieved = models.PositiveSmallIntegerField(default=0)
    goals_partly = models.PositiveSmallIntegerField(default=0)
    goals_missed = models.PositiveSmallIntegerField(default=0)
    goals_dropped = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_ended_helps_were_planned_or_not", condition=Q(planned="") | Q(ended=True)
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *(
                "id",
                "snapshot",
                "aid",
                "family_tag",
                "aid_type",
                "space",
                "started",
                "ended",
                "planned",
            ),
            *("waiting_days", "minutes", "joint", "goals_achieved", "goals_partly", "goals_missed"),
            "goals_dropped",
        }
        wall = "office"
        grants = "append"
        retention = "keep"
        report = True


class ProviderFact(models.Model):
    """One provider's part of one help in one year, in codes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid_fact = models.ForeignKey(AidFact, models.DB_CASCADE, related_name="providers")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    minutes = models.BigIntegerField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "aid_fact", "provider", "minutes"}
        wall = "office"
        grants = "append"
        retention = "keep"
        report = True
