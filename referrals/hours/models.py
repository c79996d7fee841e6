"""Hours with families; corrections stand beside what they correct."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import Code
from providers.register.models import Provider
from referrals.aids.models import Share
from referrals.hours import access
from referrals.hours.flow import Status


class MonthQuerySet(models.QuerySet["Month"]):
    """Months that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the months of the own provider."""
        return self.filter(provider__in=actor.coordinates)


class Month(models.Model):
    """A provider's month that was handed in; from then on corrections fall into the current
    month.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    first_on = models.DateField()
    minutes = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    handed_in_at = models.DateTimeField()

    objects = MonthQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="month_handed_in_once", fields=["provider", "first_on"]),
            models.CheckConstraint(name="month_begins_on_its_first", condition=Q(first_on__day=1)),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "provider", "first_on", "minutes", "entries", "handed_in_by", "handed_in_at"),
        }
        wall = "provider"
        grants = "append"
        retention = "K6"


class TimeEntryQuerySet(models.QuerySet["TimeEntry"]):
    """Hours that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the hours that this person may see now."""
        return self.filter(access.visible_to(actor))


class TimeEntry(models.Model):
    """Minutes spent for a family on a day. A correction is a row of negative minutes that names
    what it reverses.

    `share` is empty for work without a family (team, case-unspecific): such a row can name no
    family at all. The note is sealed with the provider's own key: the office sees day, minutes and
    kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    share = models.ForeignKey(Share, models.DB_SET_NULL, null=True, related_name="entries")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    carer = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    on = models.DateField()
    minutes = models.SmallIntegerField()
    kind = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.BOOKED)
    reverses = models.OneToOneField(
        "self", models.DO_NOTHING, null=True, related_name="reversed_by"
    )
    month = models.ForeignKey(Month, models.DO_NOTHING, null=True, related_name="time_entries")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, null=True, related_name="+")
    note = SealedField(null=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    booked_at = models.DateTimeField()

    objects = TimeEntryQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provider", "on"], name="time_of_provider"),
            models.Index(fields=["carer", "on"], name="time_of_carer"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="only_reversals_are_negative",
                condition=Q(reverses__isnull=True, minutes__gt=0)
                | Q(reverses__isnull=False, minutes__lt=0),
            ),
            models.CheckConstraint(name="no_day_has_more_minutes", condition=Q(minutes__lte=1440)),
            models.CheckConstraint(
                name="it_does_not_reverse_itself", condition=~Q(reverses=F("id"))
            ),
            models.CheckConstraint(
                name="a_note_has_its_key", condition=Q(note__isnull=True) | Q(lock__isnull=False)
            ),
        ]

    class Protection:
        personal: ClassVar = {"note"}
        plain: ClassVar = {
            *("id", "share", "provider", "carer", "on", "minutes", "kind", "status"),
            *("reverses", "month", "lock", "booked_by", "booked_at"),
        }
        wall = "provider"
        retention = "K6"
