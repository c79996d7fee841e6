"""Deeds that close to a provider, at the wall too, what it may not know any more.

The gate closes by itself on the day after the settlement window. These deeds follow at night: they
take the provider out of the readers of every row, and the keys out of its hands. Each does one
provider's next rows and returns how many there were; nothing due is no work, so that they can be
called again at any time, and a night that broke off is taken up by the next.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Subquery, Value

from accounts.actor import Actor
from accounts.roles import Role
from audit import trail
from audit.deeds import deed, must
from protection.models import DataKey
from referrals.aids.flow import Status
from referrals.aids.models import Aid, AidStep, Share
from referrals.bases.models import Basis
from referrals.departures import events, sheets
from referrals.disclosures.access import OPEN as TOLD
from referrals.disclosures.access import may_disclose
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure
from referrals.enclosures.models import Enclosure
from referrals.enquiries.models import Copy, Enquiry
from referrals.papers.models import Paper
from referrals.plans.models import Goal, Plan, Point, Rating, Signature, Task, Version, Wording

READERS = ArrayField(models.UUIDField())
# The provider of a row as a list of one, to look for it among readers.
PROVIDER = Func(F("provider"), template="ARRAY[%(expressions)s]", output_field=READERS)

# So many rows are loaded and locked at once; the queries stay the same however many are due.
BATCH = 500

# Everything that the providers of a help share, with the way from its row to the help.
SHARED: tuple[tuple[models.Manager[Any], str], ...] = (
    (Aid.objects, "id"),
    (AidStep.objects, "aid"),
    (Plan.objects, "aid"),
    (Version.objects, "plan__aid"),
    (Goal.objects, "plan__aid"),
    (Point.objects, "plan__aid"),
    (Wording.objects, "version__plan__aid"),
    (Task.objects, "version__plan__aid"),
    (Signature.objects, "version__plan__aid"),
    (Rating.objects, "version__plan__aid"),
    (Paper.objects, "version__plan__aid"),
    (Enclosure.objects, "aid"),
)


@deed
def read_before_withdrawing(*, by: Actor, basis: Basis) -> sheets.BeforeWithdrawing:
    """Read who is told no more when a consent is withdrawn, and what goes on, before it is kept."""
    must(by.is_office and may_disclose(by, basis.family))
    trail.record(events.WEIGHED, by=by, about=[basis, basis.family_id])
    return sheets.before_withdrawing(basis, by)


@deed
def leave_due(*, by: Actor, batch: int = BATCH) -> int:
    """Take a provider out of the helps whose settlement window is over for it: the help, its plan,
    its papers, and the enquiry it came from.

    A help that did not come about is left at once. What another help gives the same provider stays.

    Returns:
        How many helps were left; zero when nothing is due any more.
    """
    must(by.has(Role.CLOCK))
    provider, left = _next_leaving(by, batch)
    if provider is None:
        trail.record(events.CLOCKED, by=by)
        return 0
    for rows, way in SHARED:
        named = rows.filter(**{f"{way}__in": left, "readers__contains": [provider]})
        named.update(readers=_without(provider))
    keys = Aid.objects.filter(id__in=left).values_list("lock", flat=True)
    files = Enclosure.objects.filter(aid__in=left).values_list("lock", flat=True)
    _take_keys(provider, [*keys, *files])
    about = [provider, *left, *_close_answers(provider, left)]
    trail.record(events.LEFT, by=by, about=about, facts={"aids": len(left)})
    return len(left)


@deed
def close_expired(*, by: Actor, batch: int = BATCH) -> int:
    """End what a provider was told when its time is over: the ground's, or that of the help.

    Returns:
        How many disclosures ended; zero when nothing is due any more.
    """
    must(by.has(Role.CLOCK))
    due = Disclosure.objects.filter(status__in=TOLD, until_on__lt=by.today)
    provider = due.order_by("provider_id").values_list("provider_id", flat=True).first()
    if provider is None:
        trail.record(events.CLOCKED, by=by)
        return 0
    rows = due.filter(provider=provider).select_for_update().order_by("id")
    found = list(rows.values_list("id", "lock", "family")[:batch])
    Disclosure.objects.filter(id__in=[row[0] for row in found]).update(
        status=Disclosed.ENDED, ended_at=by.now, closed=True
    )
    _take_keys(provider, [row[1] for row in found])
    about = [provider, *{thing for row in found for thing in (row[0], row[2])}]
    trail.record(events.CLOSED, by=by, about=about, facts={"disclosures": len(found)})
    return len(found)


def _next_leaving(by: Actor, batch: int) -> tuple[UUID | None, list[UUID]]:
    """Find the next provider that has to leave, and lock the helps from which it has to."""
    over = Share.objects.filter(visible_until__lt=by.today, aid__readers__contains=PROVIDER)
    provider = over.order_by("provider_id").values_list("provider_id", flat=True).first()
    if provider is None:
        return _next_dropped(batch)
    due = over.filter(provider=provider).order_by("aid_id").values_list("aid_id", flat=True)
    locked = _lock(due[:batch])
    # Whoever was brought back while we waited stays.
    still = list(due.filter(aid__in=locked))
    return (provider, still) if still else (None, [])


def _next_dropped(batch: int) -> tuple[UUID | None, list[UUID]]:
    """Find helps that did not come about and still name a provider."""
    dropped = Aid.objects.filter(status=Status.DROPPED, readers__len__gt=0).order_by("id")
    named = dropped.values_list("readers", flat=True).first()
    if not named:
        return None, []
    rows = dropped.filter(readers__contains=named[:1]).values_list("id", flat=True)
    return named[0], _lock(rows[:batch])


def _lock(aids: Iterable[UUID]) -> list[UUID]:
    rows = Aid.objects.select_for_update().filter(id__in=list(aids)).order_by("id")
    return list(rows.values_list("id", flat=True))


def _close_answers(provider: UUID, aids: list[UUID]) -> list[UUID]:
    """Close the enquiries that led to helps, and the provider's own answers to them."""
    accounts = Share.objects.filter(aid__in=aids, provider=provider).values("account")
    copies = list(
        Copy.objects.filter(account__in=accounts, closed=False).values_list("id", "lock", "enquiry")
    )
    enquiries = Enquiry.objects.filter(id__in=[row[2] for row in copies])
    locks = list(enquiries.order_by("id").select_for_update().values_list("lock", flat=True))
    enquiries.update(readers=_without(provider))
    answers = [row[0] for row in copies]
    Copy.objects.filter(id__in=answers).update(closed=True)
    _hand_on(provider, answers)
    _take_keys(provider, [*locks, *(row[1] for row in copies)])
    return [thing for row in copies for thing in (row[0], row[2])]


def _hand_on(provider: UUID, answers: list[UUID]) -> None:
    """Give what was told for these helps to the carers of the helps for which it stays."""
    still = Share.objects.filter(
        aid__family=OuterRef("family"),
        provider=provider,
        visible_until__isnull=True,
        carer__isnull=False,
    )
    told = Disclosure.objects.filter(
        Exists(still), copy__in=answers, status=Disclosed.ACCEPTED, closed=False
    )
    told.update(carer=Subquery(still.order_by("-from_on", "id").values("carer")[:1]))


def _take_keys(provider: UUID, keys: Iterable[UUID]) -> None:
    DataKey.objects.filter(id__in=list(keys)).update(readers=_without(provider))


def _without(provider: UUID) -> Func:
    """Give the readers of a row without this one."""
    gone = Value(provider, output_field=models.UUIDField())
    return Func(F("readers"), gone, function="array_remove", output_field=READERS)
