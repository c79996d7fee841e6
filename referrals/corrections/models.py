"""What somebody says is wrong, and what is not used any more: one row each, and a mark on the thing itself."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.corrections import access
from referrals.corrections.flow import Ground, Status
from referrals.corrections.sums import Place
from referrals.families.models import Family, Person

USER = settings.AUTH_USER_MODEL


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """What is disputed, as far as a person may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person may see now."""
        return self.filter(access.visible_to(actor))


class Dispute(models.Model):
    """Somebody says that something is wrong: which thing, who, in which words, and what became of it.

    `place`, `row` and `column` name the thing; `statement` is the person's own (Gegendarstellung) and
    stays in the file whatever becomes of it. `told_at` says that recipients learnt of a correction.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="disputes")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    place = models.CharField(max_length=10, choices=Place)
    row = models.UUIDField()
    column = models.CharField(max_length=24)
    person = models.ForeignKey(Person, models.DB_CASCADE, related_name="+")
    statement = SealedField()
    remark = SealedField(null=True)
    received_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    made_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="settled_dispute_has_person_moment_and_words",
                condition=Q(status=Status.OPEN)
                | Q(settled_by__isnull=False, settled_at__isnull=False, remark__isnull=False),
            ),
            models.CheckConstraint(
                name="recipients_are_told_of_a_correction",
                condition=Q(told_at__isnull=True) | Q(status=Status.CORRECTED),
            ),
            models.UniqueConstraint(
                name="one_open_dispute_of_a_person",
                fields=["row", "column", "person"],
                condition=Q(status__in=[Status.OPEN, Status.STANDS]),
            ),
        ]

    class Protection:
        personal: ClassVar = {"statement", "remark"}
        plain: ClassVar = {
            *("id", "family", "lock", "place", "row", "column", "person", "received_on", "status"),
            *("made_by", "made_at", "settled_by", "settled_at", "told_at"),
        }
        wall = "office"
        retention = "K1"


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """What is restricted, as far as a person may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person may see now."""
        return self.filter(access.visible_to(actor))


class Restriction(models.Model):
    """Something that is kept and not used any more, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="restrictions")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    place = models.CharField(max_length=10, choices=Place)
    row = models.UUIDField()
    column = models.CharField(max_length=24)
    ground = models.CharField(max_length=10, choices=Ground)
    made_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField()
    remark = SealedField(null=True)
    lifted_by = models.ForeignKey(USER, models.DO_NOTHING, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lifted_restriction_has_person_moment_and_words",
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, remark__isnull=True)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, remark__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_restriction_of_a_thing",
                fields=["row", "column"],
                condition=Q(lifted_at__isnull=True),
            ),
        ]

    class Protection:
        personal: ClassVar = {"remark"}
        plain: ClassVar = {
            *("id", "family", "lock", "place", "row", "column", "ground", "made_by", "made_at"),
            *("lifted_by", "lifted_at"),
        }
        wall = "office"
        retention = "K1"
