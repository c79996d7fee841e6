"""Photographs and files: the rows that make the bytes on the disk real."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.aids.models import Aid
from referrals.enclosures import access
from referrals.enclosures.flow import Status
from referrals.families.models import Family
from referrals.notes.models import Note


class Kind(models.TextChoices):
    """What a file turned out to be; the ending of its name follows."""

    JPEG = "jpeg", "Foto"
    PNG = "png", "Bild"
    PDF = "pdf", "Dokument"


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    """Photographs and files that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the photographs and files that this person may see now."""
        return self.filter(access.visible_to(actor))


class Enclosure(models.Model):
    """A photograph or file of a family: in its file, with a note of it, or beside the plan of a help
    and then shared with the providers in `readers`.

    `stored` names its bytes on the disk (`protection.files`); they are closed with a key of their own,
    which is destroyed with them. Without bytes there is no name and no title.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="enclosures")
    note = models.ForeignKey(Note, models.DB_CASCADE, null=True, related_name="enclosures")
    aid = models.ForeignKey(Aid, models.DB_CASCADE, null=True, related_name="enclosures")
    readers = ArrayField(models.UUIDField(), default=list)
    word = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField()
    stored = models.CharField(max_length=32, default="", blank=True)
    title = SealedField(null=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.UNSCANNED)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    uploaded_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["family", "-uploaded_at"], name="enclosure_of_family"),
            models.Index(
                fields=["uploaded_at"],
                name="enclosure_waits_for_scan",
                condition=Q(status=Status.UNSCANNED),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="enclosure_has_its_bytes_until_removed",
                condition=(Q(status__in=[Status.UNSCANNED, Status.CLEAN]) & ~Q(stored=""))
                | Q(status__in=[Status.INFECTED, Status.REMOVED], stored="", title__isnull=True),
            ),
            models.CheckConstraint(
                name="enclosure_of_a_note_or_of_an_aid",
                condition=Q(note__isnull=True) | Q(aid__isnull=True),
            ),
            models.CheckConstraint(
                name="enclosure_is_clean_because_it_was_scanned",
                condition=Q(scanned_at__isnull=False)
                | Q(status__in=[Status.UNSCANNED, Status.REMOVED]),
            ),
        ]

    class Protection:
        personal: ClassVar = {"title"}
        plain: ClassVar = {
            *("id", "lock", "family", "note", "aid", "readers", "word", "number", "kind", "size"),
            *("stored", "status", "author", "uploaded_at", "scanned_at"),
        }
        wall = "shared"
        retention = "K1"
