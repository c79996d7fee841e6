"""Deeds over the trail: reading it, reading one's own part of it, having its seal checked, giving it out."""

from dataclasses import replace
from datetime import date, timedelta
from typing import BinaryIO
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from accounts.actor import Actor
from audit import clock, reader, streams, trail
from audit.deeds import NotPossibleError, deed, must
from audit.findings import Report
from audit.trail import Kind
from audit.verifier import written
from protection import wall
from referrals.families.access import unblocked
from referrals.families.models import Family
from referrals.purposes.sheets import own_count
from referrals.readings import access, events, sheets, sums
from referrals.readings.models import STUCK, Result, SealCheck

PAGE = 50
OWN_DAYS = 30
OTHERS_DAYS = 90
TASK = "readings.check_seal"
RUNNING = "Eine Prüfung läuft bereits."
TWO_KEYS = "Die Nachweise einer Familie öffnen zwei Personen nacheinander."


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
    """Read a page of the trail, the latest entries first, and how its seal stands."""
    must(access.may_read_trail(by))
    since = clock.moment(day, 0) if day else None
    until = clock.moment(day + timedelta(days=1), 0) if day else None
    choice = reader.Choice(
        kind=kind, event=event, who=who, since=since, until=until, without=by.blocked
    )
    sheet = sheets.page(reader.page(choice, PAGE, before=before, after=after))
    facts = {"kind": kind, "event": event, "day": day, "who": who, "shown": len(sheet.lines)}
    trail.record(events.READ, by=by, facts={key: value for key, value in facts.items() if value})
    return replace(sheet, lamp=sheets.lamp(by.now))


@deed
def read_thing(
    *, by: Actor, thing: UUID, before: int | None = None, after: int | None = None
) -> sheets.TrailSheet:
    """Read everything that the trail knows about one thing; a whole family opens by two keys alone."""
    must(access.may_read_trail(by))
    if Family.objects.filter(unblocked(by, "id"), id=thing).exists():
        raise NotPossibleError(TWO_KEYS)
    choice = reader.Choice(about=thing, without=by.blocked)
    sheet = sheets.page(reader.page(choice, PAGE, before=before, after=after))
    trail.record(events.READ, by=by, about=[thing], facts={"shown": len(sheet.lines)})
    return sheet


@deed
def read_own(
    *, by: Actor, before: int | None = None, after: int | None = None
) -> sheets.TrailSheet:
    """Read what one has read oneself in the last thirty days."""
    since = by.now - timedelta(days=OWN_DAYS)
    choice = reader.Choice(who=by.user_id, kind=Kind.READING, since=since, without=by.blocked)
    # Entries belong to the office's side of the wall; people of providers see their own ones too.
    with wall.as_office():
        found = reader.page(choice, PAGE, before=before, after=after)
    sheet = sheets.page(found, sheets.words_of(found, by))
    sheet = replace(sheet, stated=own_count(by) if by.is_office else 0)
    trail.record(events.OWN_READ, by=by, facts={"shown": len(sheet.lines)})
    return sheet


@deed
def read_others(
    *, by: Actor, family: Family, before: int | None = None, after: int | None = None
) -> sheets.TrailSheet:
    """Read who else read one's own family in the last ninety days, by which exceptional right."""
    must(access.may_see_others(by, family))
    since = by.now - timedelta(days=OTHERS_DAYS)
    choice = reader.Choice(about=family.id, since=since, within=access.exceptional(family))
    sheet = sheets.page(reader.page(choice, PAGE, before=before, after=after))
    trail.record(events.OTHERS_READ, by=by, about=[family], facts={"shown": len(sheet.lines)})
    return sheet


@deed
def ask_check(*, by: Actor) -> SealCheck:
    """Have the seal checked; the check runs as a job."""
    must(access.may_check_seal(by))
    if SealCheck.objects.filter(ended_at__isnull=True, asked_at__gte=by.now - STUCK).exists():
        raise NotPossibleError(RUNNING)
    check = SealCheck.objects.create(asked_by=by.user, asked_at=by.now)
    try:
        app.configure_task(TASK).defer(check=str(check.id))
    except AlreadyEnqueued as waiting:
        raise NotPossibleError(RUNNING) from waiting
    trail.record(events.CHECK_ASKED, by=by, about=[check])
    return check


@deed
def end_check(*, by: Actor, check: SealCheck, report: Report) -> SealCheck:
    """Write down what the check of the seal found."""
    check = SealCheck.objects.select_for_update(of=("self",)).get(id=check.id)
    must(access.may_check_seal(by))
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
def read_check(*, by: Actor, check: SealCheck) -> sheets.CheckSheet:
    """Read how far a check is, or what it found."""
    must(access.may_read_trail(by))
    trail.record(events.CHECK_READ, by=by, about=[check])
    return sheets.check_sheet(check, by.now)


@deed
def export(*, by: Actor, file: BinaryIO) -> int:
    """Give the whole trail out into a file, for whoever verifies it elsewhere; gives how many leaves."""
    must(access.may_check_seal(by))
    with streams.standing_as_the_seal():
        size = reader.sealed()
        for first in range(0, size, streams.CHUNK):
            file.writelines(streams.leaves(first, min(first + streams.CHUNK, size)))
        file.writelines(streams.without_leaf())
    trail.record(events.EXPORTED, by=by, facts={"leaves": size})
    return size


@deed
def retire(*, by: Actor, kind: Kind, before: date) -> int:
    """Remove sealed entries whose time is over; their leaves stay, and an entry says which they were."""
    must(access.may_retire(by))
    kept = sums.KEPT_DAYS[kind]
    if before > by.today - timedelta(days=kept):
        raise NotPossibleError(f"Nachweise der Art {kind.label} bleiben mindestens {kept} Tage.")
    positions = reader.remove(kind, clock.moment(before, 0))
    facts = {"kind": kind.value, "before": before, "positions": written(positions)}
    trail.record(events.RETIRED, by=by, facts=facts)
    return len(positions)
