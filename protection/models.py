"""Keys of circles of readers, as they lie in the database: wrapped."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fetch_modes import FetchMode

from protection import keys


class Circle(models.TextChoices):
    """Who shares a data key."""

    INTAKE = "intake", "Erstkontakt"
    FILE = "file", "Akte der Familie"
    DISCLOSURE = "disclosure", "Freigabe an einen Träger"
    AID = "aid", "Hilfe und Hilfeplan"
    PROVIDER = "provider", "Eigene Unterlagen eines Trägers"
    ENQUIRY = "enquiry", "Anfrage"
    NOTE = "note", "Notiz"
    ACCOUNT = "account", "Anmeldung"
    ADDRESS = "address", "Geschützte Anschrift"
    CONFIDED = "confided", "Anvertrautes"
    DRAFT = "draft", "Entwurf"
    ENCLOSURE = "enclosure", "Foto oder Datei"
    REQUEST = "request", "Auskunft an eine betroffene Person"


class DataKey(models.Model):
    """The key of one circle of readers; wrapped by a key that never enters the database.

    `office` and `readers` say who may load the row at all: people of the office, and the named
    providers. `people` narrows that to named people and whoever stands in for them today; a key
    with an `author` is that person's alone. Destroying the key closes everything it closed for
    ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    circle = models.CharField(max_length=12, choices=Circle)
    wrapped = models.BinaryField(null=True)
    office = models.BooleanField(default=True)
    readers = ArrayField(models.UUIDField(), default=list)
    people = ArrayField(models.UUIDField(), null=True)
    author_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="data_key_is_there_until_destroyed",
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            "id",
            "circle",
            "wrapped",
            "office",
            "readers",
            "people",
            "author_id",
            "made_at",
            "destroyed_at",
        }
        wall = "circle"
        retention = "file"

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        *,
        fetch_mode: FetchMode | None = None,
    ) -> Self:
        """Load a row, and remember that its key lies here: a page's keys are opened together."""
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        if wrapped := row.__dict__.get("wrapped"):
            keys.note_lying(row.id, bytes(wrapped))
        return row
