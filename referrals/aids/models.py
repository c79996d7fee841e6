"""Helps and each provider's share of them."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from providers.codes.models import AidType
from providers.register.models import Provider
from referrals.aids import access
from referrals.aids.flow import Status
from referrals.families.models import Case, Family


class AidQuerySet(models.QuerySet["Aid"]):
    """Helps that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the helps that this person may see now."""
        return self.filter(access.visible_to(actor))


class Aid(models.Model):
    """A help for a family; shared by the office and the providers in `readers`.

    `lock` is the key of the circle of this help (office and its providers): the care plan is
    sealed with it. `asked_on` and `first_contact_on` give the waiting time; type and period are
    those of the decision in force.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="aids")
    case = models.ForeignKey(Case, models.DB_CASCADE, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    readers = ArrayField(models.UUIDField(), default=list)
    word = models.CharField(max_length=40)
    aid_type = models.ForeignKey(AidType, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    asked_on = models.DateField()
    first_contact_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    objects = AidQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "until_on"], name="aid_by_end")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="aid_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="ended_aid_has_its_day",
                condition=Q(status=Status.ENDED, ended_on__isnull=False)
                | (~Q(status=Status.ENDED) & Q(ended_on__isnull=True)),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "family", "case", "lock", "readers", "word", "aid_type", "status", "worker"),
            *("from_on", "until_on", "asked_on", "first_contact_on", "ended_on", "made_at"),
        }
        wall = "shared"
        retention = "K1"


class AidStep(models.Model):
    """One step on the way of a help; rows are written and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid = models.ForeignKey(Aid, models.DB_CASCADE, related_name="steps")
    readers = ArrayField(models.UUIDField(), default=list)
    status = models.CharField(max_length=10, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "aid", "readers", "status", "at", "by"}
        wall = "shared"
        grants = "append"
        retention = "K1"


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the shares that this person may see now."""
        return self.filter(access.shares_visible_to(actor))


class Share(models.Model):
    """One provider's part of a help: hours approved so far, who goes there, until when it is seen.

    `approved_minutes` is the contingent of this share over its whole period (a weekly average
    pooled over the period); it follows from the periods, and so do first and last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid = models.ForeignKey(Aid, models.DB_CASCADE, related_name="shares")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    account = models.UUIDField(unique=True)
    is_lead = models.BooleanField(default=False)
    week_minutes = models.PositiveIntegerField()
    approved_minutes = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()
    carer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    visible_until = models.DateField(null=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provider", "visible_until"], name="share_of_provider"),
            models.Index(fields=["carer"], name="share_of_carer"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(name="provider_once_in_an_aid", fields=["aid", "provider"]),
            models.UniqueConstraint(
                name="one_lead_in_an_aid", fields=["aid"], condition=Q(is_lead=True)
            ),
            models.CheckConstraint(
                name="share_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "aid", "provider", "account", "is_lead", "week_minutes", "approved_minutes"),
            *("from_on", "until_on", "carer", "visible_until"),
        }
        wall = "provider"
        retention = "K1"


class SharePeriod(models.Model):
    """Hours decided for a share from a day until a day; from its first day on, the later decision
    holds. Rows are written and never changed.

    Zero minutes say that the share ends before this period.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    share = models.ForeignKey(Share, models.DB_CASCADE, related_name="periods")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    week_minutes = models.PositiveIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="share_period_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "share", "provider", "from_on", "until_on", "week_minutes", "decided_at"),
        }
        wall = "provider"
        grants = "append"
        retention = "K1"
