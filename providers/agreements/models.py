"""Agreements with providers: which types of help, from when to when."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from providers.codes.models import AidType
from providers.register.models import Provider


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Agreements as they hold on a day."""

    def holding(self, on: date) -> Self:
        """Give the agreements that hold on this day."""
        return self.filter(from_on__lte=on).exclude(until_on__lt=on)


class Agreement(models.Model):
    """A provider offers a type of help in the network, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="agreements")
    aid_type = models.ForeignKey(AidType, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="agreed_once", fields=["provider", "aid_type", "from_on"]),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]

    class Protection:
        personal: ClassVar[set[str]] = set()
        plain: ClassVar = {"id", "provider", "aid_type", "from_on", "until_on"}
        wall = "open"
        retention = "K7"
