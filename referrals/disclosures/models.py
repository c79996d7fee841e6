"""What one provider was told about a family: a frozen sheet in that provider's own circle, with
its ground.
"""

import uuid
from collections.abc import Collection
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.register.models import Provider
from referrals.bases.models import Basis, Topic
from referrals.disclosures import access
from referrals.disclosures.flow import Status
from referrals.enquiries.models import Copy
from referrals.families.models import Family


class Field(models.TextChoices):
    """What can be told about a family, piece by piece."""

    CHILDREN = "children", "Namen und Geburtsjahre der Kinder"
    ADULTS = "adults", "Namen der Erwachsenen"
    NUMBERS = "numbers", "Telefon"
    LANGUAGES = "languages", "Sprachen und Sprachmittlung"
    CUSTODY = "custody", "Elterliche Sorge"
    NEED = "need", "Bedarf aus der Anfrage"
    WORKER = "worker", "Zuständige Fachkraft mit Telefon"
    ADDRESS = "address", "Anschrift"
    BIRTHDAYS = "birthdays", "Geburtstage der Kinder"
    FACTS = "facts", "Weitere Angaben zu den Personen"


class Package(models.TextChoices):
    """What a task needs at least; everything beyond it needs a tick of its own."""

    AID = "aid", "Auftrag der Hilfe"
    INTERPRETING = "interpreting", "Sprachmittlung"
    MATTER = "matter", "Einzelnes Thema"


PACKAGES: dict[str, tuple[Field, ...]] = {
    Package.AID: (
        *(Field.CHILDREN, Field.ADULTS, Field.NUMBERS, Field.LANGUAGES, Field.CUSTODY),
        *(Field.NEED, Field.WORKER),
    ),
    Package.INTERPRETING: (Field.ADULTS, Field.NUMBERS, Field.LANGUAGES, Field.WORKER),
    Package.MATTER: (Field.CHILDREN, Field.WORKER),
}
ADDITIONS = (Field.ADDRESS, Field.BIRTHDAYS, Field.FACTS)

# What a ground lets be told depends on its topic; the mandate of a help covers everything the help needs.
OF_TOPIC: dict[str, frozenset[Field]] = {
    Topic.AID: frozenset(Field),
    Topic.SCHOOL: frozenset({Field.CHILDREN, Field.BIRTHDAYS, Field.FACTS, Field.WORKER}),
    Topic.HEALTH: frozenset({Field.CHILDREN, Field.BIRTHDAYS, Field.FACTS, Field.WORKER}),
    Topic.HOUSING: frozenset({Field.ADULTS, Field.ADDRESS, Field.FACTS, Field.WORKER}),
    Topic.CONTACT: frozenset({Field.CHILDREN, Field.ADULTS, Field.CUSTODY, Field.WORKER}),
}


def outside_of(topic: str, fields: Collection[str]) -> list[str]:
    """Name the fields that a ground of this topic does not cover."""
    return [str(field.label) for field in Field if field in set(fields) - OF_TOPIC[topic]]


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    """Disclosures that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the disclosures that this person may see now."""
        return self.filter(access.visible_to(actor))

    def locked(self) -> Self:
        """Lock disclosures, in order of id; the office's rows beside them are only read."""
        rows = self.select_for_update(of=("self",)).order_by("id")
        return rows.select_related("lock", "family", "copy__provider")


class Disclosure(models.Model):
    """What one provider was told: chosen fields, frozen, sealed for the office and this provider.

    `sheet` is the list of lines (label, text) as JSON text; `fields` are the codes of the chosen
    fields; `until_on` is copied from the ground, so that the provider's gate needs no row of the
    office. Withdrawing the ground ends it in the same second. `closed` closes the row at the wall.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.DO_NOTHING, related_name="+")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="disclosures")
    copy = models.ForeignKey(Copy, models.DB_SET_NULL, null=True, related_name="disclosures")
    basis = models.ForeignKey(Basis, models.DO_NOTHING, related_name="disclosures")
    basis_words = models.CharField(max_length=120)
    word = models.CharField(max_length=40)
    fields = ArrayField(models.CharField(max_length=24))
    sheet = SealedField()
    status = models.CharField(max_length=10, choices=Status, default=Status.MADE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    made_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    carer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed = models.BooleanField(default=False)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["provider", "status"], name="disclosure_of_provider"),
            models.Index(fields=["carer", "status"], name="disclosure_of_carer"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_disclosure_per_copy",
                fields=["copy"],
                condition=Q(status__in=[Status.MADE, Status.ACCEPTED]),
            ),
            models.CheckConstraint(
                name="accepted_names_who_when_and_carer",
                condition=~Q(status=Status.ACCEPTED)
                | Q(carer__isnull=False, accepted_by__isnull=False, accepted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_has_a_moment",
                condition=Q(ended_at__isnull=True) | Q(status__in=[Status.REFUSED, Status.ENDED]),
            ),
        ]

    class Protection:
        personal: ClassVar = {"sheet"}
        plain: ClassVar = {
            *("id", "provider", "lock", "family", "copy", "basis", "basis_words", "word", "fields"),
            *("status", "made_by", "made_at", "until_on", "carer", "accepted_by", "accepted_at"),
            *("ended_at", "closed"),
        }
        wall = "provider"
        retention = "K12"
