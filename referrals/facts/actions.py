"""The one deed that turns helps into coded counts; it reads codes, days and minutes, never an envelope."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import batched
from typing import NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.endings.models import Ending
from referrals.facts import access, events, sums
from referrals.facts.models import AidFact, ProviderFact, Snapshot
from referrals.hours.models import TimeEntry
from referrals.plans.models import Goal

BATCH = 2_000
DECIDED = (Status.APPROVED, Status.RUNNING, Status.ENDED)


@deed
def gather(*, by: Actor, year: int, cut_on: date) -> Snapshot:
    """Freeze the coded facts of a year as they stand now, up to the cut.

    Memory does not grow with the number of helps: they are walked through family by family, in
    batches of a few set-based queries. A family gets a random tag that exists in this snapshot only.
    """
    if not access.may_gather(by):
        raise PermissionDenied
    if cut_on < date(year, 1, 1):
        raise NotPossibleError(f"Für {year} gibt es noch nichts zu zählen.", field="year")
    days = sums.window(year, cut_on)
    snapshot = Snapshot.objects.create(
        year=year, cut_on=cut_on, definitions=sums.VERSION, made_at=by.now
    )
    helps = sum(_write(snapshot, days, rows) for rows in batched(_tagged(days), BATCH))
    trail.record(
        events.GATHERED,
        by=by,
        about=[snapshot],
        facts={"year": year, "cut": cut_on, "helps": helps, "definitions": sums.VERSION},
    )
    return snapshot


class _Help(NamedTuple):
    """The coded columns of one help."""

    id: UUID
    family: UUID
    aid_type: UUID
    space: UUID | None
    asked_on: date
    first_contact_on: date | None
    ended_on: date | None


def _tagged(days: sums.Window) -> Iterator[tuple[UUID, _Help]]:
    """Walk over the helps of the days, family by family, with the family's tag."""
    columns = (
        "id",
        "family",
        "aid_type",
        "family__space",
        "asked_on",
        "first_contact_on",
        "ended_on",
    )
    open_then = Q(ended_on__isnull=True) | Q(ended_on__gte=days.first)
    rows = (
        Aid.objects.filter(open_then, status__in=DECIDED, from_on__lte=days.last)
        .order_by("family", "id")
        .values_list(*columns)
    )
    family, tag = None, uuid4()
    for row in map(_Help._make, rows.iterator(chunk_size=BATCH)):
        if row.family != family:
            family, tag = row.family, uuid4()
        yield tag, row


def _write(snapshot: Snapshot, days: sums.Window, tagged: Iterable[tuple[UUID, _Help]]) -> int:
    """Write the facts of one batch of helps."""
    helps = list(tagged)
    ids = [row.id for _, row in helps]
    minutes, goals, planned = _minutes(ids, days), _goals(ids, days), _planned(ids)
    facts, parts = [], []
    for tag, row in helps:
        ended = days.holds(row.ended_on)
        met = (
            row.first_contact_on
            if row.first_contact_on and row.first_contact_on <= days.last
            else None
        )
        fact = AidFact(
            snapshot=snapshot,
            aid_id=row.id,
            family_tag=tag,
            aid_type_id=row.aid_type,
            space_id=row.space,
            started=days.holds(met),
            ended=ended,
            planned=planned.get(row.id, "") if ended else "",
            waiting_days=max(0, (met - row.asked_on).days) if met else None,
            minutes=sum(minutes[row.id].values()),
            joint=len(minutes[row.id]) > 1,
            **{f"goals_{status}": count for status, count in goals[row.id].items()},
        )
        facts.append(fact)
        parts += [
            ProviderFact(aid_fact=fact, provider_id=provider, minutes=spent)
            for provider, spent in minutes[row.id].items()
        ]
    AidFact.objects.bulk_create(facts, batch_size=BATCH)
    ProviderFact.objects.bulk_create(parts, batch_size=BATCH)
    return len(facts)


def _minutes(ids: list[UUID], days: sums.Window) -> dict[UUID, dict[UUID, int]]:
    """Give the minutes handed in, by help and provider; providers without hours stand with zero."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    for aid, provider in Share.objects.filter(aid__in=ids).values_list("aid", "provider"):
        found[aid][provider] = 0
    entries = TimeEntry.objects.filter(share__aid__in=ids, month__isnull=False, on__range=days)
    rows = entries.order_by().values_list("share__aid", "provider").annotate(Sum("minutes"))
    for aid, provider, spent in rows:
        found[aid][provider] = max(0, spent)
    return found


def _goals(ids: list[UUID], days: sums.Window) -> dict[UUID, dict[str, int]]:
    """Give how many goals were settled in which way, by help."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    goals = Goal.objects.filter(plan__aid__in=ids, agreed_on__isnull=False, settled_on__range=days)
    for aid, status, count in (
        goals.order_by().values_list("plan__aid", "status").annotate(Count("id"))
    ):
        found[aid][status] = count
    return found


def _planned(ids: list[UUID]) -> dict[UUID, str]:
    """Give the kind of ending, by help: planned, unplanned or neutral."""
    rows = Ending.objects.filter(aid__in=ids).values_list("aid", "reason__detail__planned")
    return {aid: kind or "" for aid, kind in rows}
