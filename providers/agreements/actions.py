"""Deeds about what a provider offers."""

from datetime import date

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed
from providers.agreements import events
from providers.agreements.models import Agreement
from providers.codes.models import AidType
from providers.register import access
from providers.register.models import Provider


@deed
def agree(
    *, by: Actor, provider: Provider, aid_type: AidType, from_on: date, until_on: date | None = None
) -> Agreement:
    """Agree that a provider offers a type of help in the network."""
    if not access.may_keep(by):
        raise PermissionDenied
    agreement = Agreement.objects.create(
        provider=provider, aid_type=aid_type, from_on=from_on, until_on=until_on
    )
    trail.record(
        events.AGREED, by=by, about=[provider, agreement], facts={"aid_type": aid_type.code}
    )
    return agreement
