"""Rows about roles that rest until somebody knows who came in on a slip."""

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from accounts.actor import Actor


class RestQuerySet(models.QuerySet["Rest"]):
    """Resting roles, as far as somebody wakes them."""

    def visible_to(self, actor: "Actor") -> Self:
        """Leave the resting roles of people for whom this person may vouch."""
        from accounts.access import rests_visible_to  # that room asks the rows of this app

        return self.filter(rests_visible_to(actor))

    def going_on(self) -> Self:
        """Leave those that nobody has ended: what these people hold opens nothing, to nobody."""
        return self.filter(ended_at=None)


class Rest(models.Model):
    """That the roles of a person rest, because the administration handed out a slip for them.

    `number` is what the person reads on their own page and tells whoever vouches for them, so that
    the roles wake for the person who was meant and not for whoever took the slip. Without anybody
    waking them the rest ends only with the access.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rests")
    number = models.CharField(max_length=6)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    woken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    objects = RestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="roles_rest_once", fields=["user"], condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="roles_are_woken_by_a_third_person",
                condition=Q(woken_by__isnull=True)
                | (~Q(woken_by=F("begun_by")) & ~Q(woken_by=F("user"))),
            ),
        ]

    class Protection:
        personal: ClassVar = {"user"}
        plain: ClassVar = {
            *("id", "number", "tries", "begun_by", "begun_at", "woken_by", "ended_at"),
        }
        wall = "open"
        retention = "account"
