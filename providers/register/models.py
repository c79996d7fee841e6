"""Reference rows of the town: spaces, streets, code lists, types of help; and the providers that
help in it.
"""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from providers.register import access


def valid_on(on: date) -> Q:
    """Match rows of reference data that hold in the year of a day."""
    return Q(valid_from__lte=on.year) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on.year))


class List(models.TextChoices):
    """The code lists of the service."""

    AGE_BAND = "age_bands", "Altersgruppe"
    CARRIER_KIND = "carrier_kinds", "Art der Trägerschaft"
    COUNSELLING_TOPIC = "counselling_topics", "Anlass der Beratung"
    CUSTODY = "custody_kinds", "Elterliche Sorge"
    DECLINE_REASON = "decline_reasons", "Ablehnungsgrund"
    ENDING_REASON = "ending_reasons", "Grund der Beendigung"
    HOUR_KIND = "hour_kinds", "Art der Stunde"
    INTAKE_CHANNEL = "intake_channels", "Weg des Erstkontakts"
    LANGUAGE = "languages", "Sprache"
    PROTECTION_LAW = "protection_laws", "Datenschutzrecht"
    REASON = "reasons", "Grund der Hilfe"
    REPORTER = "reporter_categories", "Meldende Stelle"
    WEEKDAY = "weekdays", "Wochentag"


class CodeQuerySet(models.QuerySet["Code"]):
    """Codes of one list, as they hold on a day."""

    def of(self, code_list: List, on: date) -> Self:
        """Give the codes of a list that hold on this day, in their order."""
        return self.filter(valid_on(on), list=code_list).order_by("position")


class Code(models.Model):
    """One code of a code list, with its years of validity; `detail` carries what only this list
    knows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    list = models.CharField(max_length=24, choices=List)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()
    detail = models.JSONField(default=dict)
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="code_once_per_start", fields=["list", "code", "valid_from"]
            ),
            models.CheckConstraint(
                name="code_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            "id",
            "list",
            "code",
            "name",
            "position",
            "detail",
            "valid_from",
            "valid_to",
        }
        wall = "open"
        grants = "read"
        retention = "reference"
        reference = True

    def __str__(self) -> str:
        return self.name


class AidTypeQuerySet(models.QuerySet["AidType"]):
    """Types of help, as they hold on a day."""

    def valid(self, on: date) -> Self:
        """Give the types of help that hold on this day."""
        return self.filter(valid_on(on)).order_by("position")

    def referable(self, on: date) -> Self:
        """Give the types for which providers of the network are asked."""
        return self.valid(on).filter(in_budget=True)


class AidType(models.Model):
    """A type of help with its legal basis, as the law and the statistics name it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    paragraph = models.CharField(max_length=40)
    setting = models.CharField(max_length=20)
    unit = models.CharField(max_length=20)
    statistic_code = models.CharField(max_length=4, blank=True)
    counted_by = models.CharField(max_length=10)
    in_budget = models.BooleanField()
    position = models.PositiveSmallIntegerField()
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    objects = AidTypeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="aid_type_once_per_start", fields=["code", "valid_from"]),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "code", "name", "short_name", "paragraph", "setting", "unit", "statistic_code"),
            *("counted_by", "in_budget", "position", "valid_from", "valid_to"),
        }
        wall = "open"
        grants = "read"
        retention = "reference"
        reference = True
        report = True

    def __str__(self) -> str:
        return f"{self.short_name} ({self.paragraph})"


class District(models.Model):
    """A district of the town: the work area of one team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "code", "name", "valid_from", "valid_to"}
        wall = "open"
        retention = "keep"
        report = True

    def __str__(self) -> str:
        return self.name


class SpaceQuerySet(models.QuerySet["SocialSpace"]):
    """Social spaces, as they hold on a day."""

    def valid(self, on: date) -> Self:
        """Give the social spaces of this year, by name."""
        return self.filter(valid_on(on)).select_related("district").order_by("name")


class SocialSpace(models.Model):
    """A social space of the town; its limits change over the years, so it has years of validity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    district = models.ForeignKey(District, models.PROTECT, related_name="spaces")
    inhabitants = models.PositiveIntegerField()
    under_21 = models.PositiveIntegerField()
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    objects = SpaceQuerySet.as_manager()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *(
                "id",
                "code",
                "name",
                "district",
                "inhabitants",
                "under_21",
                "valid_from",
                "valid_to",
            ),
        }
        wall = "open"
        retention = "keep"
        report = True

    def __str__(self) -> str:
        return self.name


class StreetQuerySet(models.QuerySet["Street"]):
    """The street list, as it holds on a day."""

    def at(self, name: str, number: int, on: date) -> Self:
        """Find the lines of the street list for a street and house number."""
        return self.filter(
            valid_on(on), name__iexact=name.strip(), from_number__lte=number, to_number__gte=number
        ).select_related("space__district")


class Street(models.Model):
    """A line of the street list: these house numbers of this street lie in this social space."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    space = models.ForeignKey(SocialSpace, models.PROTECT, related_name="streets")
    name = models.CharField(max_length=120)
    from_number = models.PositiveSmallIntegerField()
    to_number = models.PositiveSmallIntegerField()
    postal_code = models.CharField(max_length=5)
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    objects = StreetQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["name"], name="street_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="street_numbers_in_order", condition=Q(to_number__gte=F("from_number"))
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "space", "name", "from_number", "to_number", "postal_code"),
            *("valid_from", "valid_to"),
        }
        wall = "open"
        retention = "keep"


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Providers of the network."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the providers that a person may know of: everyone who signed in may see the
        register.
        """
        return self.filter(access.visible_to(actor))

    def active(self, on: date) -> Self:
        """Give the providers that take part on this day."""
        return self.filter(valid_on(on)).order_by("name")


class Provider(models.Model):
    """An organisation that helps families in the network."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=40)
    specialities = models.CharField(max_length=240, blank=True)
    languages = ArrayField(models.CharField(max_length=10))
    weekdays = ArrayField(models.CharField(max_length=10))
    age_bands = ArrayField(models.CharField(max_length=10))
    spaces = models.ManyToManyField(SocialSpace, related_name="providers", through="ProviderSpace")
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    objects = ProviderQuerySet.as_manager()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "code", "name", "number", "specialities", "languages", "weekdays", "age_bands"),
            *("valid_from", "valid_to"),
        }
        wall = "open"
        retention = "K7"
        report = True

    def __str__(self) -> str:
        return self.name


class ProviderSpace(models.Model):
    """A provider works in a social space."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    space = models.ForeignKey(SocialSpace, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="provider_space_once", fields=["provider", "space"]),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "provider", "space"}
        wall = "open"
        retention = "K7"


class Carrier(models.Model):
    """The legal person behind a provider; one provider may have several, under different data
    protection law.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="carriers")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    kind = models.ForeignKey(Code, models.PROTECT, related_name="+")
    law = models.ForeignKey(Code, models.PROTECT, related_name="+")
    valid_from = models.PositiveSmallIntegerField()
    valid_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="carrier_once_per_provider", fields=["provider", "code"]),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            "id",
            "provider",
            "code",
            "name",
            "kind",
            "law",
            "valid_from",
            "valid_to",
        }
        wall = "open"
        retention = "K7"
