"""Deeds over the trail: reading it, reading one's own part of it, having its seal checked, giving it out."""

from datetime import date, timedelta
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q, QuerySet

from accounts.actor import Actor
from audit import clock, streams, trail
from audit.deeds import NotPossibleError, deed
from audit.models import Entry, Kind, Leaf
from audit.verifier import Report, written
from protection import wall
from referrals.readings import access, events, sheets
from referrals.readings.models import Result, SealCheck

PAGE = 50
OWN_DAYS = 30
KEPT_DAYS = 365
RUNNING = "Eine Prüfung läuft bereits."
# Entries that say what was removed stay, or nobody could tell removing from bending.
_RETIRE = """DELETE FROM audit_entry e USING audit_leaf l
WHERE l.entry = e.id AND e.kind = %s AND e.at < %s AND e.event <> %s RETURNING l.position"""


@deed
def read_trail(  # noqa: PLR0913  # the choices above the list
    *,
    by: Actor,
    kind: str = "",
    event: str = "",
    day: date | None = None,
    who: UUID | None = None,
    before: int | None = None,
    after: int | None = None,
) -> sheets.TrailSheet:
    """Read a page of the trail, the latest entries first."""
    _must_read(by)
    chosen = Entry.objects.filter(access.visible_to(by))
    for field, value in (("kind", kind), ("event", event), ("who", who)):
        if value:
            chosen = chosen.filter(**{field: value})
    if day:
        chosen = chosen.filter(at__gte=clock.moment(day, 0), at__lt=clock.moment(_next(day), 0))
    sheet = _page(chosen, before, after)
    facts = {"kind": kind, "event": event, "day": day, "who": who, "shown": len(sheet.lines)}
    trail.record(events.READ, by=by, facts={key: value for key, value in facts.items() if value})
    return sheet


@deed
def read_thing(
    *, by: Actor, thing: UUID, before: int | None = None, after: int | None = None
) -> sheets.TrailSheet:
    """Read everything that the trail knows about one thing."""
    _must_read(by)
    chosen = Entry.objects.filter(access.visible_to(by), about__contains=[thing])
    sheet = _page(chosen, before, after)
    trail.record(events.READ, by=by, about=[thing], facts={"shown": len(sheet.lines)})
    return sheet


@deed
def read_own(
    *, by: Actor, before: int | None = None, after: int | None = None
) -> sheets.TrailSheet:
    """Read what one has read oneself in the last thirty days."""
    since = by.now - timedelta(days=OWN_DAYS)
    # Entries belong to the office's side of the wall; the own ones are shown to people of providers too.
    with wall.as_office():
        sheet = _page(Entry.objects.filter(access.own_readings(by), at__gte=since), before, after)
    trail.record(events.OWN_READ, by=by, facts={"shown": len(sheet.lines)})
    return sheet


@deed
def ask_check(*, by: Actor) -> SealCheck:
    """Have the seal checked; the check runs as a job."""
    if not access.may_check_seal(by):
        raise PermissionDenied
    recent = by.now - sheets.CHECK_IS_STUCK
    if SealCheck.objects.filter(ended_at__isnull=True, asked_at__gte=recent).exists():
        raise NotPossibleError(RUNNING)
    check = SealCheck.objects.create(asked_by=by.user, asked_at=by.now)
    trail.record(events.CHECK_ASKED, by=by, about=[check])
    return check


@deed
def end_check(*, by: Actor, check: SealCheck, report: Report) -> SealCheck:
    """Write down what the check of the seal found."""
    check = SealCheck.objects.select_for_update(of=("self",)).get(id=check.id)
    if not access.may_check_seal(by):
        raise PermissionDenied
    if check.ended_at:
        raise NotPossibleError("Diese Prüfung ist beendet.")
    check.ended_at = by.now
    check.checked = report.checked
    check.result = Result.UNCHANGED if report.ok else Result.BENT
    check.findings = [problem.sentence[:400] for problem in report.problems]
    check.save()
    facts = {"checked": report.checked, "bent": report.bent, "notes": report.notes}
    trail.record(events.CHECK_ENDED, by=by, about=[check], facts=facts)
    return check


@deed
def export(*, by: Actor, file: BinaryIO) -> int:
    """Give the whole trail out into a file, for whoever verifies it elsewhere; gives how many leaves."""
    if not access.may_check_seal(by):
        raise PermissionDenied
    with streams.standing_as_the_seal():
        size = Leaf.objects.count()
        for first in range(0, size, streams.CHUNK):
            file.writelines(streams.leaves(first, min(first + streams.CHUNK, size)))
        file.writelines(streams.without_leaf())
    trail.record(events.EXPORTED, by=by, facts={"leaves": size})
    return size


@deed
def retire(*, by: Actor, kind: Kind, before: date) -> int:
    """Remove sealed entries whose time is over; their leaves stay, and an entry says which they were."""
    if not access.may_retire(by):
        raise PermissionDenied
    if before > by.today - timedelta(days=KEPT_DAYS):
        raise NotPossibleError(f"Nachweise bleiben mindestens {KEPT_DAYS} Tage.")
    with connection.cursor() as cursor:
        cursor.execute(_RETIRE, [kind.value, clock.moment(before, 0), events.RETIRED.code])
        positions = sorted(position for (position,) in cursor.fetchall())
    facts = {"kind": kind.value, "before": before, "positions": written(positions)}
    trail.record(events.RETIRED, by=by, facts=facts)
    return len(positions)


def _must_read(by: Actor) -> None:
    if not access.may_read_trail(by):
        raise PermissionDenied


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _page(chosen: QuerySet[Entry], before: int | None, after: int | None) -> sheets.TrailSheet:
    """Cut one page out of the entries, by key: older than one, newer than one, or the latest."""
    if after is not None:
        found = list(chosen.filter(Q(seq__gt=after)).order_by("seq")[: PAGE + 1])
        more_newer, shown = len(found) > PAGE, found[:PAGE][::-1]
        return sheets.page(
            shown,
            newer=shown[0].seq if shown and more_newer else None,
            older=shown[-1].seq if shown else None,
        )
    upto = Q(seq__lt=before) if before is not None else Q()
    found = list(chosen.filter(upto).order_by("-seq")[: PAGE + 1])
    more_older, shown = len(found) > PAGE, found[:PAGE]
    return sheets.page(
        shown,
        newer=shown[0].seq if shown and before is not None else None,
        older=shown[-1].seq if more_older else None,
    )
