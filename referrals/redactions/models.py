"""What was collected for a request: one row for one thing of the file, with what of it is blackened."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.families.models import Person
from referrals.redactions import access
from referrals.redactions.sums import Opening
from referrals.subject_access.models import AccessRequest


class ItemQuerySet(models.QuerySet["Item"]):
    """What was collected, as far as a person may decide about it."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person may read and change now."""
        return self.filter(access.visible_to(actor))


class Item(models.Model):
    """One thing of the file as it was on the day of collecting, under the key of the request.

    `place` and `row` say where it stands; `text` is missing where it is never opened for an answer.
    `proposed` is what the rules would blacken, `cuts` what is blackened; each names a sentence and a
    reason ("3:third"). `why` says why less is blackened than was proposed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked = models.ForeignKey(AccessRequest, models.DB_CASCADE, related_name="items")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=60)
    row = models.UUIDField()
    about = models.ForeignKey(Person, models.DB_CASCADE, null=True, related_name="+")
    on = models.DateField(null=True)
    text = SealedField(null=True)
    proposed = ArrayField(models.CharField(max_length=24), default=list)
    cuts = ArrayField(models.CharField(max_length=24), default=list)
    why = models.CharField(max_length=10, choices=Opening, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="item_number_once", fields=["asked", "number"]),
            models.CheckConstraint(
                name="item_without_words_is_blackened",
                condition=Q(text__isnull=False) | ~Q(cuts=[]),
            ),
            models.CheckConstraint(
                name="item_was_changed_by_somebody",
                condition=Q(changed_by__isnull=True, changed_at__isnull=True)
                | Q(changed_by__isnull=False, changed_at__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar = {"text"}
        plain: ClassVar = {
            *("id", "asked", "lock", "number", "place", "row", "about", "on", "proposed", "cuts"),
            *("why", "changed_by", "changed_at"),
        }
        wall = "office"
        retention = "K10"
