"""Marks by which a person is found again without being readable, and questions that were answered with silence."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models import Exists, OuterRef

from protection import blind
from referrals.families.models import Family, Person

COUNTED_FOR = 60 * 60


class Trace(models.Model):
    """One mark of a person; strangers share it. Without a birth date there is a row without a mark.

    `kind` says with which key and how many bits it was made, so that older ones are found and renewed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.DB_CASCADE, related_name="traces")
    kind = models.PositiveIntegerField()
    mark = models.BigIntegerField(null=True, db_index=True)

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "person", "kind", "mark"}
        wall = "office"
        grants = "all"
        retention = "K1"


def families_counted() -> int:
    """Count the families, which decides how many bits a mark keeps; an hour-old number does."""
    counted = cache.get_or_set("families-counted", Family.objects.count, timeout=COUNTED_FOR)
    return int(counted or 0)


def unmarked(families: int) -> models.QuerySet[Person]:
    """Give the people who have no mark of the present key and number of bits."""
    current = Trace.objects.filter(person=OuterRef("pk"), kind=blind.kind_now(families))
    return Person.objects.filter(~Exists(current))


class Asking(models.Model):
    """Somebody asked for a person of a family that they must not hear of; its own worker is told instead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    asked_at = models.DateTimeField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "family", "person", "asked_at"}
        wall = "office"
        grants = "append"
        retention = "K1"
