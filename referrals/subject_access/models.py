"""Requests of people who ask what the office keeps about them."""

import uuid
from datetime import date
from typing import ClassVar, Self, cast

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from referrals.families.models import Family, Person
from referrals.holds.models import Hold
from referrals.subject_access import access, sums
from referrals.subject_access.flow import OVER, Asker, Channel, Proof, Status

USER = settings.AUTH_USER_MODEL


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    """Requests that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the requests that this person may see now."""
        return self.filter(access.visible_to(actor))

    def open(self) -> Self:
        """Give the requests on which somebody still works."""
        return self.exclude(status__in=OVER)


class AccessRequest(models.Model):
    """Somebody asks what is kept about them; the month runs from the day it was received.

    Until the identity is checked it belongs to no family. `person` is the one of the family whom it is
    about, `asker` decides what is told of the others; `remark` is why the second person gave it back
    last. Until it is answered `hold` keeps the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    received_on = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel)
    requester = SealedField()
    contact = SealedField()
    wish = SealedField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.RECEIVED)
    registered_by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")
    registered_at = models.DateTimeField()
    proof = models.CharField(max_length=8, choices=Proof, blank=True)
    family = models.ForeignKey(Family, models.DB_CASCADE, null=True, related_name="access_requests")
    person = models.ForeignKey(Person, models.DB_CASCADE, null=True, related_name="+")
    asker = models.CharField(max_length=8, choices=Asker, blank=True)
    scope = SealedField(null=True)
    extended_at = models.DateTimeField(null=True)
    extension = SealedField(null=True)
    refusal = SealedField(null=True)
    lawyer_on = models.DateField(null=True)
    remark = SealedField(null=True)
    hold = models.ForeignKey(Hold, models.DB_SET_NULL, null=True, related_name="+")

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "received_on"], name="request_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="request_was_identified_before_its_family",
                condition=Q(family__isnull=True) | ~Q(proof=""),
            ),
            models.CheckConstraint(
                name="request_is_clear_before_it_is_collected",
                condition=Q(
                    status__in=[
                        *(Status.RECEIVED, Status.IDENTIFIED, Status.REFUSED, Status.WITHDRAWN),
                        Status.COMPLAINED,
                    ]
                )
                | (Q(family__isnull=False, person__isnull=False) & ~Q(asker="")),
            ),
            models.CheckConstraint(
                name="request_is_put_off_with_words",
                condition=Q(extended_at__isnull=True, extension__isnull=True)
                | Q(extended_at__isnull=False, extension__isnull=False),
            ),
            models.CheckConstraint(
                name="request_is_refused_with_words",
                condition=~Q(status=Status.REFUSED) | Q(refusal__isnull=False),
            ),
            models.CheckConstraint(
                name="request_of_a_known_person_is_refused_with_advice",
                condition=~Q(status=Status.REFUSED) | Q(proof="") | Q(lawyer_on__isnull=False),
            ),
        ]

    @property
    def due_on(self) -> date:
        """Give the last day of the answer."""
        return sums.due_on(self.received_on, is_longer=self.extended_at is not None)

    @property
    def number(self) -> str:
        """Give a number to say on the telephone and to write on letters: A-3F2A-91BC."""
        digits = self.id.hex[:8].upper()
        return f"A-{digits[:4]}-{digits[4:]}"

    @property
    def known_family(self) -> uuid.UUID:
        """Give the family of a request that has one; the database keeps none without beyond its first steps."""
        return cast("uuid.UUID", self.family_id)

    class Protection:
        personal: ClassVar = {
            "requester",
            "contact",
            "wish",
            "scope",
            "extension",
            "refusal",
            "remark",
        }
        plain: ClassVar = {
            *("id", "lock", "received_on", "channel", "status", "registered_by", "registered_at"),
            *("proof", "family", "person", "asker", "extended_at", "lawyer_on", "hold"),
        }
        wall = "office"
        retention = "K10"


class AccessStep(models.Model):
    """One step on the way of a request; rows are written and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    asked = models.ForeignKey(AccessRequest, models.DB_CASCADE, related_name="steps")
    status = models.CharField(max_length=12, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, models.DO_NOTHING, related_name="+")

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "asked", "status", "at", "by"}
        wall = "office"
        grants = "append"
        retention = "K10"
