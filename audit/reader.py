"""The door through which pages read the trail: entries cut by key, and how the seal stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from audit import checkpoints, mails
from audit.models import Checkpoint, Entry, Kind, Leaf, Outcome
from audit.verifier import RETIRED, ranges

__all__ = [
    "Choice",
    "Counted",
    "Entry",
    "Page",
    "count",
    "counted",
    "page",
    "remove",
    "seal_is_late",
    "sealed",
    "states",
]

# Entries that say what was removed stay, or nobody could tell removing from bending.
_RETIRE = """DELETE FROM audit_entry e USING audit_leaf l
WHERE l.entry = e.id AND e.kind = %s AND e.at < %s AND e.event <> %s RETURNING l.position"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which entries to read; what is not named is not narrowed."""

    kind: str = ""
    event: str = ""
    who: UUID | None = None
    about: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    # Narrows further, where columns alone do not say it.
    within: Q | None = None
    # What somebody must not read about, whatever else an entry is about.
    without: frozenset[UUID] = frozenset()

    @property
    def conditions(self) -> Mapping[str, Any]:
        """Give the conditions as look-ups."""
        named = {
            "kind": self.kind,
            "event": self.event,
            "who": self.who,
            "about__contains": [self.about] if self.about else None,
            "at__gte": self.since,
            "at__lt": self.until,
        }
        return {lookup: value for lookup, value in named.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Entries, the latest first, and the keys from which the pages beside it begin."""

    entries: list[Entry]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many entries of one kind came in a time, how many speak of a refusal, and how many were retired then."""

    kind: Kind
    entries: int
    refused: int
    retired: int


def counted(since: datetime, until: datetime) -> list[Counted]:
    """Count the entries of a time by kind, never by person; an entry that is retired by now is not counted any more."""
    written = Entry.objects.filter(at__gte=since, at__lt=until)
    rows = written.values("kind").annotate(
        entries=Count("id"), refused=Count("id", filter=Q(outcome=Outcome.REFUSED))
    )
    found = {row["kind"]: row for row in rows}
    retired: dict[str, int] = {}
    for facts in written.filter(event=RETIRED).values_list("facts", flat=True):
        gone = sum(end - first for first, end in ranges(str(facts.get("positions", ""))))
        retired[facts["kind"]] = retired.get(facts["kind"], 0) + gone
    none = {"entries": 0, "refused": 0}
    return [
        Counted(
            kind=kind,
            entries=found.get(kind, none)["entries"],
            refused=found.get(kind, none)["refused"],
            retired=retired.get(kind, 0),
        )
        for kind in Kind
    ]


def states(since: datetime, until: datetime, verified: datetime) -> tuple[int, Checkpoint | None]:
    """Count the signed states of a time, and give the last one that a verification begun at this moment read."""
    signed = Checkpoint.objects.filter(at__gte=since, at__lt=until)
    return signed.count(), signed.filter(at__lte=verified).order_by("-size").first()


def page(choice: Choice, size: int, *, before: int | None = None, after: int | None = None) -> Page:
    """Cut one page out of the chosen entries: older than a key, newer than a key, or the latest."""
    chosen = Entry.objects.filter(choice.within or Q(), **choice.conditions)
    if choice.without:
        chosen = chosen.exclude(about__overlap=sorted(choice.without))
    if after is not None:
        return _newer_than(chosen, after, size)
    if before is not None:
        chosen = chosen.filter(seq__lt=before)
    found = list(chosen.order_by("-seq")[: size + 1])
    shown = found[:size]
    return Page(
        entries=shown,
        newer=shown[0].seq if shown and before is not None else None,
        older=shown[-1].seq if len(found) > size else None,
    )


def _newer_than(chosen: QuerySet[Entry], key: int, size: int) -> Page:
    found = list(chosen.filter(seq__gt=key).order_by("seq")[: size + 1])
    shown = found[:size][::-1]
    return Page(
        entries=shown,
        newer=shown[0].seq if len(found) > size else None,
        older=shown[-1].seq if shown else None,
    )


def count(who: UUID, event: str, since: datetime) -> int:
    """Count how often somebody left this word since a moment, to slow down what must stay rare."""
    return Entry.objects.filter(who=who, event=event, at__gte=since).count()


def seal_is_late(now: datetime, patience: timedelta) -> bool:
    """Tell whether an entry waits for its seal for too long; only what came since the last seal is looked at."""
    newest = Checkpoint.objects.order_by("-size").values_list("at", flat=True).first()
    waiting = Entry.objects.filter(at__lt=now - patience)
    if newest:
        waiting = waiting.filter(at__gt=newest - patience)
    return waiting.filter(~Exists(Leaf.objects.filter(entry=OuterRef("id")))).exists()


def folders_failing() -> list[int]:
    """Give which folders of notes, counted from one, took nothing the last time."""
    return checkpoints.failing()


def mail_failing() -> bool:
    """Tell whether the last signed state could not be sent by mail."""
    return mails.failing()


def sealed() -> int:
    """Count the leaves of the tree."""
    return Leaf.objects.count()


def remove(kind: Kind, before: datetime) -> list[int]:
    """Remove sealed entries of a kind from before a moment, as the owner; gives their positions, in order.

    Only for the deed that writes into the trail what it removed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RETIRE, [kind.value, before, RETIRED])
        return sorted(position for (position,) in cursor.fetchall())
