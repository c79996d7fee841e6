"""Rows about roles that wait until another person confirms them."""

import uuid
from secrets import randbelow
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.actor import Actor


def new_number() -> str:
    """Draw six digits that a person reads on the own page and tells somebody."""
    return f"{randbelow(1_000_000):06}"


class Status(models.TextChoices):
    """How far a role is that the administration wants to give."""

    WAITING = "waiting", "wartet auf Bestätigung"
    CONFIRMED = "confirmed", "bestätigt"
    DECLINED = "declined", "abgelehnt"
    WITHDRAWN = "withdrawn", "zurückgezogen"


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Roles that wait, as far as somebody asked for them or may decide."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the roles that this person asked for as the administration, or decides about."""
        from accounts.access import nominations_visible_to  # that room asks the rows of this app

        return self.filter(nominations_visible_to(actor))

    def waiting(self) -> Self:
        """Leave the roles about which nobody has decided."""
        return self.filter(status=Status.WAITING)


class Nomination(models.Model):
    """A role that one person of the administration wants to give; it is none until another confirms.

    `number` is what the person reads on their own page and tells whoever confirms, so that the role
    reaches the person who was meant and not whoever took the invitation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations")
    role = models.CharField(max_length=20, choices=Role)
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, related_name="+")
    provider_id = models.UUIDField(null=True)
    number = models.CharField(max_length=6)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="role_waits_once",
                fields=["user", "role", "team", "provider_id"],
                condition=Q(status=Status.WAITING),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="nobody_asks_for_a_role_of_their_own", condition=~Q(asked_by=F("user"))
            ),
            models.CheckConstraint(
                name="a_role_is_confirmed_by_a_third_person",
                condition=~Q(status=Status.CONFIRMED)
                | (
                    Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                    & ~Q(decided_by=F("user"))
                ),
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {
            *("id", "role", "team", "provider_id", "number", "status", "asked_by", "asked_at"),
            *("decided_by", "decided_at", "tries"),
        }
        wall = "open"
        retention = "account"
