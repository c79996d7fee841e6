"""Reports and their papers: protected numbers only, so that no row of this app could tell of anybody."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.actor import Actor
from outcomes import access
from outcomes.flow import Status
from referrals.facts.models import Snapshot


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the reports that this person may see."""
        return self.filter(access.visible_to(actor))


class Report(models.Model):
    """The outcome tables of a year up to a cut, as anybody may see them.

    `tables` holds protected values (never a raw number), `labels` what the categories are called,
    `digest` the SHA-256 over all of it. `earlier` are the released reports against which it was
    protected: once another one is released, this one must be counted again. A released row never
    changes; a trigger of the database holds that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    year = models.PositiveSmallIntegerField()
    cut_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.COUNTING)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    tables = models.JSONField(null=True)
    labels = models.JSONField(null=True)
    threshold = models.PositiveSmallIntegerField(null=True)
    method = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    earlier = ArrayField(models.UUIDField(), default=list)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    hint = models.TextField(blank=True)
    problem = models.CharField(max_length=40, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="author_and_releaser_are_two", condition=~Q(prepared_by=F("released_by"))
            ),
            models.CheckConstraint(
                name="released_has_person_and_moment",
                condition=Q(
                    status=Status.RELEASED, released_by__isnull=False, released_at__isnull=False
                )
                | ~Q(status=Status.RELEASED)
                & Q(released_by__isnull=True, released_at__isnull=True),
            ),
            models.CheckConstraint(
                name="what_can_be_read_was_counted",
                condition=Q(status__in=[Status.COUNTING, Status.FAILED])
                | Q(snapshot__isnull=False, tables__isnull=False, prepared_at__isnull=False)
                & ~Q(digest=""),
            ),
            models.UniqueConstraint(
                name="one_open_report_a_year",
                fields=["year"],
                condition=Q(status__in=[Status.COUNTING, Status.PREPARED]),
            ),
            models.UniqueConstraint(
                name="one_released_report_a_cut",
                fields=["year", "cut_on"],
                condition=Q(status=Status.RELEASED),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "year", "cut_on", "status", "snapshot", "text", "tables", "labels"),
            *("threshold", "method", "digest", "earlier", "prepared_by", "ordered_at"),
            *("prepared_at", "released_by", "released_at", "hint", "problem"),
        }
        wall = "office"
        retention = "keep"
        report = True


class ReportPaper(models.Model):
    """A released report as PDF, made once by the worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.OneToOneField(Report, models.PROTECT, related_name="paper")
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "report", "content", "made_at"}
        wall = "office"
        grants = "append"
        retention = "keep"
        report = True
