"""Rows of the trail: entries, their leaves in the tree, and the signed states of the tree."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Kind(models.TextChoices):
    """What an entry speaks of."""

    DEED = "deed", "Handlung"
    READING = "reading", "Einsicht"
    SECURITY = "security", "Sicherheit"


class Outcome(models.TextChoices):
    """How what an entry speaks of went out."""

    DONE = "done", "getan"
    REFUSED = "refused", "nicht zugelassen"
    FAILED = "failed", "misslungen"


class Reason(models.TextChoices):
    """Why a deed was refused."""

    NONE = "", ""
    NOT_ALLOWED = "not_allowed", "nicht berechtigt"
    NOT_POSSIBLE = "not_possible", "zu dieser Zeit nicht möglich"
    DONE_BEFORE = "done_before", "schon geschehen"


class Entry(models.Model):
    """One line of the trail: who did or read what, in references and codes, never in content.

    `on_behalf` are those for whom somebody stood in; `policy` names the rules of access that held.

    Rows are written by `audit.trail.record` alone; `at` and `seq` are given by the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seq = models.BigIntegerField()
    at = models.DateTimeField(
        # Not the beginning of the transaction: the trail tells when it was written.
        db_default=models.Func(function="clock_timestamp", output_field=models.DateTimeField()),
    )
    kind = models.CharField(max_length=10, choices=Kind)
    who = models.UUIDField()
    role = models.CharField(max_length=120)
    organisation = models.UUIDField(null=True)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    about = ArrayField(models.UUIDField())
    facts = models.JSONField()
    seals = models.JSONField()
    request = models.UUIDField()
    salt = models.BinaryField()
    # Empty in entries from before these columns were there; see `audit.streams` for their bytes.
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    policy = models.CharField(max_length=16, blank=True)
    on_behalf = ArrayField(models.UUIDField(), default=list)

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["about"], name="entry_about"),
            models.Index(fields=["-at", "-seq"], name="entry_newest"),
            models.Index(fields=["event", "-seq"], name="entry_event"),
            models.Index(fields=["who", "-seq"], name="entry_who"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seq"], name="entry_seq_once"),
            models.CheckConstraint(
                name="entry_kind_known", condition=models.Q(kind__in=Kind.values)
            ),
        ]

    class Protection:
        personal: ClassVar = {"who", "on_behalf"}
        plain: ClassVar = {
            *("id", "seq", "at", "kind", "role", "organisation", "purpose", "basis", "event"),
            *("about", "facts", "seals", "request", "salt", "outcome", "reason", "policy"),
        }
        wall = "entry"
        grants = "append"
        retention = "K9"


class Leaf(models.Model):
    """The place of one entry in the growing tree; the order of leaves is the order of sealing."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    hash = models.BinaryField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"position", "entry", "hash"}
        wall = "office"
        grants = "append"
        retention = "keep"


class Checkpoint(models.Model):
    """A signed state of the tree: how many leaves, which root, and the frontier to go on from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "size", "root", "frontier", "note", "at"}
        wall = "office"
        grants = "append"
        retention = "keep"
