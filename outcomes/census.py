"""The count of a year: facts on their way into protection; the raw numbers never get further."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Sum

from accounts.actor import Actor
from outcomes.flow import Status
from outcomes.models import Report
from outcomes.protected import ProtectedRelease, ProtectedTable
from outcomes.sums import ALL, OTHER, PROVIDER, SPACE, TYPE, Counting, Fact, Town
from outcomes.thresholds import Rule
from protection import wall
from providers.codes.models import AidType
from providers.register.models import Provider, SocialSpace
from referrals.facts.models import AidFact, ProviderFact, Snapshot
from referrals.facts.sums import window

BATCH = 5_000
GOALS = ("achieved", "partly", "missed", "dropped")
COLUMNS = (
    *("id", "family_tag", "aid_type__code", "space__code", "started", "ended", "planned"),
    *("waiting_days", *(f"goals_{one}" for one in GOALS)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The protected tables of one release with the names of their rows and what they rest on."""

    release: ProtectedRelease
    labels: Mapping[str, Mapping[str, str]]
    earlier: tuple[UUID, ...]


def counted(by: Actor, snapshot: Snapshot) -> Counted:
    """Count a snapshot and protect it against everything released before about the same year.

    The raw tables never leave this function. It reads in a transaction of its own, with the role
    that can read facts only; protecting takes long and holds none. Raises `ReleaseRefusedError`
    when the numbers cannot be protected.
    """
    # Linear programming takes half a second to load, which no page needs: only the worker counts.
    from outcomes.suppression import protect

    rule = Rule(threshold=settings.MIN_FREQUENCY)
    with wall.standing_as(by), wall.as_report():
        town, labels = _town(snapshot)
        counting = Counting(town, snapshot.year, snapshot.cut_on, snapshot.definitions, rule)
        raw = counting.tables(_facts(snapshot))
        earlier = released(snapshot.year)
    release = protect(raw, rule, [table for tables in earlier.values() for table in tables])
    return Counted(release=release, labels=labels, earlier=tuple(earlier))


def released(year: int) -> dict[UUID, list[ProtectedTable]]:
    """Give every released report of a year with its tables, the oldest first."""
    rows = Report.objects.filter(year=year, status=Status.RELEASED).order_by("released_at")
    return {row.id: tables_of(row.tables) for row in rows.only("id", "tables")}


def tables_of(stored: Any) -> list[ProtectedTable]:
    """Read the tables of a report as they were stored."""
    return [ProtectedTable.from_plain(plain) for plain in stored]


def release_of(report: Report) -> ProtectedRelease:
    """Read what a report publishes.

    Raises:
        ValueError: the stored numbers are not those that were protected.
    """
    stored = tuple(tables_of(report.tables))
    release = ProtectedRelease(stored, report.threshold or 0, report.method)
    if release.digest() != report.digest:
        raise ValueError("The numbers of this report were changed")
    return release


def _town(snapshot: Snapshot) -> tuple[Town, dict[str, dict[str, str]]]:
    """Give the spaces, types and providers of the year, by code, and what they are called."""
    last = window(snapshot.year, snapshot.cut_on).last
    districts: dict[str, list[str]] = defaultdict(list)
    spaces: dict[str, str] = {}
    for space in SocialSpace.objects.valid(last).order_by("district__name", "name"):
        district = f"district:{space.district.code}"
        districts[district].append(space.code)
        spaces |= {space.code: space.name, district: f"Bezirk {space.district.name}"}
    types = {one.code: str(one) for one in AidType.objects.referable(last)}
    providers = {one.code: one.name for one in Provider.objects.active(last)}
    labels = {
        SPACE: {**spaces, OTHER: "Ohne Sozialraum", ALL: "Stadt insgesamt"},
        TYPE: {**types, OTHER: "Andere Hilfen", ALL: "Alle Hilfen"},
        PROVIDER: {**providers, OTHER: "Andere Träger", ALL: "Alle Träger"},
    }
    parts = {name: tuple(inside) for name, inside in districts.items()}
    return Town(parts, tuple(types), tuple(providers)), labels


def _facts(snapshot: Snapshot) -> Iterator[Fact]:
    """Read the facts of a snapshot, in batches."""
    rows = AidFact.objects.filter(snapshot=snapshot).order_by("id").values_list(*COLUMNS)
    for batch in batched(rows.iterator(chunk_size=BATCH), BATCH):
        minutes = _minutes([row[0] for row in batch])
        yield from (_fact(row, minutes[row[0]]) for row in batch)


def _minutes(ids: list[UUID]) -> Mapping[UUID, dict[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = ProviderFact.objects.filter(aid_fact__in=ids).order_by()
    for fact, provider, minutes in rows.values_list("aid_fact", "provider__code").annotate(
        Sum("minutes")
    ):
        found[fact][provider] = minutes
    return found


def _fact(row: tuple[Any, ...], minutes: dict[str, int]) -> Fact:
    _, family, aid_type, space, started, ended, planned, waiting, *goals = row
    return Fact(
        family=str(family),
        aid_type=aid_type,
        space=space or OTHER,
        started=started,
        ended=(planned or "neutral") if ended else "",
        is_open=waiting is None and not ended,
        waiting_days=waiting or 0,
        goals=dict(zip(GOALS, goals, strict=True)),
        minutes=minutes,
    )
