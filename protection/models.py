"""Keys of circles of readers, as they lie in the database: wrapped."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


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
