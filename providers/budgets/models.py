"""Yearly budgets and their ledger: what was reserved, committed and used, line by line, never
changed.
"""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.actor import Actor
from providers.budgets import access
from providers.register.models import Provider


class BudgetQuerySet(models.QuerySet["Budget"]):
    """Budgets that a person may see."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the budgets that this person may see."""
        return self.filter(access.visible_to(actor))


class Budget(models.Model):
    """What one provider gets for one year, and the hours it holds for families.

    Money in integer cents, time in integer minutes; `contingent_minutes` follows from case money
    and rate when the budget is set, and is stored because the rate may change inside the year. A
    provisional budget repeats the year before until the council decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    total_cents = models.PositiveBigIntegerField()
    unspecific_cents = models.PositiveBigIntegerField()
    rate_cents = models.PositiveIntegerField()
    contingent_minutes = models.PositiveBigIntegerField()
    provisional = models.BooleanField(default=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="budget_once_a_year", fields=["provider", "year"]),
            models.CheckConstraint(
                name="unspecific_is_part_of_total",
                condition=Q(unspecific_cents__lte=models.F("total_cents")),
            ),
            models.CheckConstraint(name="an_hour_costs_something", condition=Q(rate_cents__gt=0)),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "provider", "year", "total_cents", "unspecific_cents", "rate_cents"),
            *("contingent_minutes", "provisional"),
        }
        wall = "provider"
        retention = "K7"


class Movement(models.TextChoices):
    """Why hours moved in the ledger."""

    RESERVED = "reserved", "Vorgemerkt"
    CONFIRMED = "confirmed", "Zugesagt"
    RELEASED = "released", "Wieder frei"
    USED = "used", "Geleistet"
    CORRECTED = "corrected", "Berichtigt"


class LedgerLine(models.Model):
    """One movement of hours in one budget year; the state is the sum of the lines.

    The three columns are signed differences: what is reserved by a choice, what is committed by
    acceptance, what was used. `account` is the commitment it belongs to (one provider's part of
    one help); it names no family. `over_minutes` says how much of a reservation lay beyond the
    contingent: the claim to help stands, the head is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    account = models.UUIDField(db_index=True)
    movement = models.CharField(max_length=12, choices=Movement)
    reserved_minutes = models.BigIntegerField(default=0)
    committed_minutes = models.BigIntegerField(default=0)
    used_minutes = models.BigIntegerField(default=0)
    over_minutes = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["budget", "account"], name="ledger_by_budget")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_line_moves_something",
                condition=~Q(reserved_minutes=0, committed_minutes=0, used_minutes=0),
            ),
            models.CheckConstraint(
                name="only_reservations_go_over",
                condition=Q(over_minutes=0) | Q(movement=Movement.RESERVED),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "budget", "provider", "account", "movement", "reserved_minutes"),
            *("committed_minutes", "used_minutes", "over_minutes", "at", "by"),
        }
        wall = "provider"
        grants = "append"
        retention = "K6"
