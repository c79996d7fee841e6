"""Protected addresses: the shield of a household, who is named for it, and what is kept from everybody else."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from protection.models import DataKey
from protection.sealing import SealedField
from providers.register.models import Provider
from referrals.families.models import Address, Family, Person
from referrals.shields import access


class Level(models.IntegerChoices):
    """How strictly a household is protected."""

    CONDITIONAL = 1, "Bedingter Sperrvermerk (§ 52 BMG)"
    LOCK = 2, "Auskunftssperre (§ 51 BMG)"
    HIGH = 3, "Auskunftssperre bei hoher Gefahr"


class ShieldQuerySet(models.QuerySet["Shield"]):
    """Shields that a person may know of."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the shields that this person may know of now."""
        return self.filter(access.visible_to(actor))

    def standing(self) -> Self:
        """Give the shields that hold; a day that passed ends none of them."""
        return self.filter(ended_at=None)


class Shield(models.Model):
    """The protection of a household's address: its level, until when it was granted, who may open it.

    It holds until two people end it; `until_on` is the day on which the registry's lock runs out and
    only reminds. `people` are the named people, the same as in the key and the withheld rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="shields")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    since_on = models.DateField()
    until_on = models.DateField(null=True)
    substitute = SealedField()
    people = ArrayField(models.UUIDField())
    readers = ArrayField(models.UUIDField(), default=list)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ShieldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_shield_of_a_family", fields=["family"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(name="shield_has_a_level", condition=Q(level__in=Level.values)),
            models.CheckConstraint(
                name="locks_run_out",
                condition=Q(level=Level.CONDITIONAL) | Q(until_on__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar = {"substitute"}
        plain: ClassVar = {
            *("id", "family", "lock", "level", "since_on", "until_on", "people", "readers"),
            *("set_by", "set_at", "ended_at"),
        }
        wall = "office"
        retention = "K1"


class Kept(models.TextChoices):
    """What is kept from everybody who is not named."""

    ADDRESS = "address", "Anschrift"
    NUMBER = "number", "Telefon"
    FACTS = "facts", "Gut zu wissen"
    SPACE = "space", "Sozialraum"
    SCHOOL = "school", "Schule, Kita oder Arbeitsstelle"


class Withheld(models.Model):
    """One thing of a protected household, sealed apart; the database hands the row to named people only.

    Its usual place holds the substitute address, or nothing. `text` is empty once it lies there again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="withheld")
    shield = models.ForeignKey(Shield, models.DB_CASCADE, related_name="withheld")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    kind = models.CharField(max_length=8, choices=Kept)
    person = models.ForeignKey(Person, models.DB_CASCADE, null=True, related_name="+")
    address = models.ForeignKey(Address, models.DB_CASCADE, null=True, related_name="+")
    text = SealedField(null=True)
    people = ArrayField(models.UUIDField())
    readers = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField()

    class Protection:
        personal: ClassVar = {"text"}
        plain: ClassVar = {
            *("id", "family", "shield", "lock", "kind", "person", "address", "people", "readers"),
            "made_at",
        }
        wall = "named"
        retention = "K1"


class NamingQuerySet(models.QuerySet["Naming"]):
    """Namings that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the namings of shields that this person may know of."""
        return self.filter(shield__in=Shield.objects.visible_to(actor).standing(), ended_at=None)


class Naming(models.Model):
    """Somebody who may open a protected address; a carer until a day, at the latest until their share ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    shield = models.ForeignKey(Shield, models.DB_CASCADE, related_name="namings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    provider = models.ForeignKey(Provider, models.DO_NOTHING, null=True, related_name="+")
    until_on = models.DateField(null=True)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = NamingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="named_once", fields=["shield", "person"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="carers_are_named_until_a_day",
                condition=Q(provider__isnull=True) | Q(until_on__isnull=False),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "shield", "person", "provider", "until_on", "named_at", "ended_at"}
        wall = "office"
        retention = "K1"


class ChangeKind(models.TextChoices):
    """What takes two people: whatever lets somebody know more."""

    LOWER = "lower", "Schutz verringern"
    END = "end", "Schutz beenden"
    NAME = "name", "Person benennen"


class ChangeQuerySet(models.QuerySet["Change"]):
    """Proposals that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the proposals about shields that this person may know of."""
        return self.filter(shield__in=Shield.objects.visible_to(actor))


class Change(models.Model):
    """A proposal to protect a household less, or to name somebody more; a second person decides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    shield = models.ForeignKey(Shield, models.DB_CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind)
    level = models.PositiveSmallIntegerField(choices=Level, null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    provider = models.ForeignKey(Provider, models.DO_NOTHING, null=True, related_name="+")
    until_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="another_confirms_a_change",
                condition=Q(agreed__isnull=True)
                | Q(agreed=False)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "shield", "kind", "level", "person", "provider", "until_on", "proposed_by"),
            *("proposed_at", "decided_by", "decided_at", "agreed"),
        }
        wall = "office"
        retention = "K1"


class Showing(models.Model):
    """That somebody opened a protected address, for the first page of the responsible worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    shield = models.ForeignKey(Shield, models.DB_CASCADE, related_name="showings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    shown_at = models.DateTimeField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "shield", "person", "shown_at"}
        wall = "office"
        grants = "append"
        retention = "K1"
