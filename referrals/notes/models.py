"""Notes: what was said and seen, by whom noted, of which family."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.families.models import Family
from referrals.marks.models import Marked
from referrals.notes import access


class Way(models.TextChoices):
    """How it was learnt."""

    CALL = "call", "Anruf"
    VISIT = "visit", "Besuch"
    TALK = "talk", "Gespräch"
    POST = "post", "Post"


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes that a person may read."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the notes that this person may read now."""
        return self.filter(access.visible_to(actor))


class Note(Marked):
    """A note under a key of its own, so that it can be written before its family is known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    family = models.ForeignKey(Family, models.DB_CASCADE, null=True, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    way = models.CharField(max_length=8, choices=Way)
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    who = SealedField(null=True)
    text = SealedField()

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["family", "-happened_at"], name="note_of_family")]

    class Protection:
        personal: ClassVar = {"text", "who"}
        plain: ClassVar = {
            *("id", "lock", "family", "author", "way", "happened_at", "noted_at", "marks"),
        }
        wall = "office"
        retention = "K1"
