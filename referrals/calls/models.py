"""Coded facts about a person that decide what may be said to them on the telephone."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from referrals.calls import access
from referrals.calls.sums import NAMES
from referrals.families.models import Person


class WordQuerySet(models.QuerySet["Word"]):
    """Words that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the words about people of families that this person may see."""
        return self.filter(access.visible_to(actor))


class Word(models.Model):
    """A court order, a consent, or the keeper's stricter word about one person, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, models.DB_CASCADE, related_name="call_words")
    fact = models.CharField(max_length=16, choices=list(NAMES.items()))
    until_on = models.DateField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="call_fact_once",
                fields=["person", "fact"],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "person", "fact", "until_on", "set_by", "set_at", "ended_at"}
        wall = "office"
        retention = "K1"
