"""Reference rows of the law and the statistics: code lists and types of help."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


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
