"""Who was told which version of the information text, how and when."""

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.actor import Actor
from referrals.families.models import Family, Person
from referrals.information import access
from referrals.information.flow import Way


class InformationQuerySet(models.QuerySet["Information"]):
    """Who was informed, as far as a person may see it."""

    def visible_to(self, actor: Actor) -> Self:
        """Give what this person may see now."""
        return self.filter(access.visible_to(actor))


class Information(models.Model):
    """One person was told one version of the information text, or not, with the reason; `digest` ties
    it to the words of that version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    family = models.ForeignKey(Family, models.DB_CASCADE, related_name="informed")
    person = models.ForeignKey(Person, models.DB_CASCADE, related_name="+")
    version = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=Way)
    given_on = models.DateField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    noted_at = models.DateTimeField()

    objects = InformationQuerySet.as_manager()

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {
            *("id", "family", "person", "version", "digest", "way", "given_on", "noted_by"),
            "noted_at",
        }
        wall = "office"
        grants = "append"
        retention = "K1"
