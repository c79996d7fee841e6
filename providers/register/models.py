"""Rows of the town: districts, spaces, streets, and the providers that help in it."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from providers.codes.models import Code, valid_on
from providers.register import access


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
