"""How and why a help ended."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from protection.models import DataKey
from protection.sealing import SealedField
from providers.codes.models import Code
from referrals.aids.models import Aid


class Ending(models.Model):
    """The end of a help: day, coded reason, and, after a break-off, whether danger was looked at.

    An unplanned end is a classic moment of risk, so the question is asked and answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    aid = models.OneToOneField(Aid, models.DB_CASCADE, related_name="ending")
    lock = models.ForeignKey(DataKey, models.DO_NOTHING, related_name="+")
    reason = models.ForeignKey(Code, models.DO_NOTHING, related_name="+")
    ended_on = models.DateField()
    visible_until = models.DateField()
    danger_looked_at = models.BooleanField(default=False)
    remark = SealedField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="seen_until_the_end_or_later", condition=Q(visible_until__gte=F("ended_on"))
            ),
        ]

    class Protection:
        personal: ClassVar = {"remark"}
        plain: ClassVar = {
            *("id", "aid", "lock", "reason", "ended_on", "visible_until", "danger_looked_at"),
            *("by", "at"),
        }
        wall = "office"
        retention = "K1"
