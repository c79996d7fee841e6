"""Grounds for telling someone something: law, consent, release from secrecy."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.register.models import Provider
from referrals.bases import access
from referrals.families.models import Family, Person


class Kind(models.TextChoices):
    """What a ground rests on."""

    LAW = "law", "Gesetzliche Grundlage"
    CONSENT = "consent", "Einwilligung"
    RELEASE = "release", "Schweigepflichtentbindung"


class Topic(models.TextChoices):
    """What a ground is about; one topic each, never a blanket."""

    AID = "aid", "Auftrag der Hilfe"
    SCHOOL = "school", "Schule und Kita"
    HEALTH = "health", "Gesundheit"
    HOUSING = "housing", "Wohnen und Geld"
    CONTACT = "contact", "Umgang und Trennung"


# Matters of considerable weight: joint custody gives two consents, and a young person's own comes on top
# (BGB § 1687 (1)).
WEIGHTY = frozenset({Topic.HEALTH, Topic.CONTACT})
JOINT_CUSTODY = "both"


class Law(models.TextChoices):
    """Paragraphs by which something may be told without a consent; the value is what a ground keeps."""

    TASK = (
        "§ 61 Abs. 3, § 64 SGB VIII",
        "Der beauftragte Träger erfährt, was er für seinen Auftrag braucht (§ 61 Abs. 3, § 64 SGB VIII)",
    )
    DUTY = (
        "§ 69 Abs. 1 SGB X",
        "Nötig für eine Aufgabe nach dem Sozialgesetzbuch (§ 69 Abs. 1 SGB X)",
    )


class BasisQuerySet(models.QuerySet["Basis"]):
    """Grounds that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the grounds of the families that this person may see."""
        return self.filter(access.visible_to(actor))

    def holding(self, on: date) -> Self:
        """Give the grounds that hold on a day: not withdrawn, begun, and not run out."""
        running = Q(until_on__isnull=True) | Q(until_on__gte=on)
        return self.filter(running, withdrawn_at__isnull=True, given_on__lte=on)


class Basis(models.Model):
    """One ground: kind, topic, whom it lets learn something, who gave it, and how long it holds.

    A ground "until" a day includes that day. A statutory ground names its paragraph and cannot be
    withdrawn; a consent and a release name the person who gave them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="bases")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    topic = models.CharField(max_length=10, choices=Topic)
    paragraph = models.CharField(max_length=60, blank=True)
    giver = models.ForeignKey(Person, models.DB_CASCADE, null=True, related_name="+")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, null=True, related_name="+")
    recipient = SealedField(null=True)
    given_on = models.DateField()
    until_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")

    objects = BasisQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="law_has_a_paragraph_consent_a_giver",
                condition=(Q(kind=Kind.LAW, giver__isnull=True) & ~Q(paragraph=""))
                | Q(kind__in=[Kind.CONSENT, Kind.RELEASE], giver__isnull=False),
            ),
            models.CheckConstraint(
                name="law_cannot_be_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | ~Q(kind=Kind.LAW),
            ),
            models.CheckConstraint(
                name="basis_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("given_on")),
            ),
        ]

    class Protection:
        personal: ClassVar = {"recipient"}
        plain: ClassVar = {
            *(
                "id",
                "family",
                "lock",
                "kind",
                "topic",
                "paragraph",
                "giver",
                "provider",
                "given_on",
            ),
            *("until_on", "withdrawn_at", "kept_by"),
        }
        wall = "office"
        retention = "K1"

    def holds_on(self, day: date) -> bool:
        """Tell whether the ground holds on a day; the day until which it holds is included."""
        begun = self.given_on <= day and self.withdrawn_at is None
        return begun and (self.until_on is None or self.until_on >= day)
