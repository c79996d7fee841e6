"""Rows about rights that are looked through, and about accesses that begin again."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.actor import Actor


class Reset(models.Model):
    """Beginning again for somebody who lost every second factor: one person vouches, another does it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="resets")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    vouched_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_reset", fields=["person"], condition=Q(done_at__isnull=True)
            ),
            models.CheckConstraint(
                name="reset_is_done_by_another_than_who_vouches",
                condition=Q(done_by__isnull=True)
                | (Q(vouched_by__isnull=False) & ~Q(done_by=F("vouched_by"))),
            ),
            models.CheckConstraint(
                name="nobody_vouches_for_themselves",
                condition=Q(vouched_by__isnull=True) | ~Q(vouched_by=F("person")),
            ),
        ]

    class Protection:
        personal: ClassVar = {"person"}
        plain: ClassVar = {
            *("id", "asked_by", "vouched_by", "vouched_at", "done_by", "done_at"),
        }
        wall = "open"
        retention = "account"


class RightsCheck(models.Model):
    """That somebody looked through the roles of one place in a quarter; without team and provider
    the place is the office as a whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team = models.ForeignKey("accounts.Team", models.PROTECT, null=True, related_name="+")
    provider_id = models.UUIDField(null=True)
    quarter_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="rights_checked_once_a_quarter",
                fields=["team", "provider_id", "quarter_on"],
                nulls_distinct=False,
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "team", "provider_id", "quarter_on", "checked_by", "checked_at"}
        wall = "open"
        grants = "append"
        retention = "account"


class Wish(models.TextChoices):
    """What is to be changed about a role; codes only, so that nothing is written about a person."""

    GONE = "gone", "Die Person arbeitet nicht mehr hier"
    ROLE = "role", "Die Person braucht diese Rolle nicht mehr"
    PLACE = "place", "Die Rolle gehört an einen anderen Ort"
    CALL = "call", "Bitte rufen Sie mich an"


class RightsMarkQuerySet(models.QuerySet["RightsMark"]):
    """Changes of roles, as far as somebody carries them out."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the changes that this person carries out."""
        from accounts.access import marks_visible_to  # that room asks the rows of this app

        return self.filter(marks_visible_to(actor))


class RightsMark(models.Model):
    """A role that its lead or coordinator wants changed; the administration does it and settles it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    mandate = models.ForeignKey("accounts.Mandate", models.PROTECT, related_name="marks")
    wish = models.CharField(max_length=8, choices=Wish)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = RightsMarkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_open_mark", fields=["mandate"], condition=Q(settled_by__isnull=True)
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "mandate", "wish", "asked_by", "asked_at", "settled_by"}
        wall = "open"
        retention = "account"
