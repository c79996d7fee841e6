"""Confided notes: rows and keys that the database hands to their author alone."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from accounts.models import User
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.confidences import access
from referrals.families.models import Family


class ConfidedNoteQuerySet(models.QuerySet["ConfidedNote"]):
    """Confided notes that a person may read."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the confided notes that this person may read now."""
        return self.filter(access.visible_to(actor))


class ConfidedNote(models.Model):
    """What a person of a family confided to one worker (SGB VIII § 65).

    Row and key are the author's alone, in the database too. `told` keeps for the author what was
    given to whom. Once the author put it into the file, nothing is left here but that it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    confider = SealedField(null=True)
    text = SealedField(null=True)
    told = SealedField(null=True)
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    objects = ConfidedNoteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="confided_until_lifted",
                condition=Q(lifted_at__isnull=True, text__isnull=False, confider__isnull=False)
                | Q(lifted_at__isnull=False, text__isnull=True, confider__isnull=True),
            ),
        ]

    class Protection:
        personal: ClassVar = {"confider", "text", "told"}
        plain: ClassVar = {
            *("id", "lock", "family", "author", "happened_at", "noted_at", "looked_at"),
            "lifted_at",
        }
        wall = "author"
        retention = "K1"


class Sealing(models.Model):
    """That somebody keeps confided notes of a family: whether, never how many.

    The lead learns from it that there is sealed material; without it nobody could find what a
    worker who left has sealed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="sealings")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    holds = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="sealing_once", fields=["family", "author"]),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "family", "author", "holds"}
        wall = "office"
        retention = "K1"


def gone_from(family: Family, today: date) -> list[uuid.UUID]:
    """Name who sealed something of a family and works here no more, or not with this family."""
    holding = Sealing.objects.filter(family=family, holds=True).values("author")
    people = User.objects.filter(access.gone(today, family.id), id__in=holding)
    return list(people.order_by("id").values_list("id", flat=True))


class Ground(models.TextChoices):
    """On what ground a confided note is told on: the routes of SGB VIII § 65 (1), and no other."""

    CONSENT = "consent", "Einwilligung der Person, die es anvertraut hat (Nr. 1)"
    COURT = "court", "Für das Familiengericht, um eine Gefährdung abzuwenden (Nr. 2)"
    CHANGE = "change", "Wechsel der Zuständigkeit bei Anzeichen einer Gefährdung (Nr. 3)"
    ASSESSING = "assessing", "Einschätzung einer Gefährdung zu mehreren (Nr. 4)"
    NECESSITY = "necessity", "Notstand oder eine andere Befugnis wie nach § 203 StGB (Nr. 5)"


# What two people may open in place of somebody who left: danger, and nothing else.
OF_TWO = (Ground.CHANGE, Ground.NECESSITY)


class ConfidedReleaseQuerySet(models.QuerySet["ConfidedRelease"]):
    """Parts of confided notes that a person was given."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person was given."""
        return self.filter(access.received_by(actor))


class ConfidedRelease(models.Model):
    """A part of a confided note for one receiver and one purpose; row and key are the receiver's alone.

    The receiver stands in the column that the wall compares, as authors do elsewhere. What two people
    opened names the request and who had sealed it; otherwise the author gave it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="+")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+", db_column="author_id"
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    unsealing = models.ForeignKey("Unsealing", models.DB_CASCADE, null=True, related_name="+")
    sealed_by = ArrayField(models.UUIDField(), default=list)
    ground = models.CharField(max_length=10, choices=Ground)
    purpose = SealedField()
    text = SealedField()
    released_at = models.DateTimeField()

    objects = ConfidedReleaseQuerySet.as_manager()

    class Protection:
        personal: ClassVar = {"purpose", "text"}
        plain: ClassVar = {
            *("id", "lock", "family", "receiver", "given_by", "unsealing", "sealed_by", "ground"),
            "released_at",
        }
        wall = "author"
        grants = "append"
        retention = "K1"


class UnsealingQuerySet(models.QuerySet["Unsealing"]):
    """Requests to open what somebody who left has sealed."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the requests of which this person may know."""
        return self.filter(access.unsealings_visible_to(actor))


class Unsealing(models.Model):
    """A request to open what a worker who left has sealed; it opens when the head and a child
    protection expert both agree, and is over as soon as one of them refuses.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    why = SealedField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refusal = SealedField(null=True)

    objects = UnsealingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="unsealing_takes_two",
                condition=Q(opened_at__isnull=True)
                | (Q(head__isnull=False, expert__isnull=False) & ~Q(head=F("expert"))),
            ),
            models.CheckConstraint(name="unsealing_is_for_danger", condition=Q(ground__in=OF_TWO)),
            models.CheckConstraint(
                name="unsealing_is_refused_with_a_reason_or_not",
                condition=Q(refused_at__isnull=True, refused_by__isnull=True, refusal__isnull=True)
                | Q(
                    refused_at__isnull=False,
                    refused_by__isnull=False,
                    refusal__isnull=False,
                    opened_at__isnull=True,
                ),
            ),
        ]

    class Protection:
        personal: ClassVar = {"why", "refusal"}
        plain: ClassVar = {
            *("id", "family", "lock", "ground", "asked_by", "asked_at", "head", "expert"),
            *("opened_at", "refused_by", "refused_at"),
        }
        wall = "office"
        retention = "K1"
