"""Deeds about visits: planning, holding, missing, calling off; what took place is booked as
hours.
"""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import clock, trail
from audit.deeds import NotPossibleError, deed
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import clear
from providers.register.models import Code, List
from referrals.aids.models import Share
from referrals.hours import actions as hours
from referrals.hours.models import TimeEntry
from referrals.visits import access, events
from referrals.visits.flow import FLOW, Status
from referrals.visits.models import Visit

ALREADY_BOOKED = "Dieser Termin ist schon gebucht."
NOT_YET = "Dieser Termin liegt noch vor Ihnen."
DIRECT, NO_SHOW = "direct", "no_show"


@deed
def plan_visit(
    *, by: Actor, share: Share, starts_at: datetime, minutes: int, place: str = ""
) -> Visit:
    """Plan a visit with a family; the place stays neutral or is left out."""
    _must(access.may_book(by, share))
    if share.carer_id is None:
        raise NotPossibleError("Für diese Familie ist noch keine Fachkraft benannt.")
    visit = Visit.objects.create(
        share=share,
        provider_id=share.provider_id,
        lock=make_key(Circle.PROVIDER, now=by.now, readers=[share.provider_id], office=False),
        carer_id=share.carer_id,
        starts_at=starts_at,
        minutes=minutes,
        place=clear(place),
    )
    trail.record(events.PLANNED, by=by, about=[visit, share, share.aid_id])
    return visit


@deed
def hold(*, by: Actor, visit: Visit) -> TimeEntry:
    """Book the planned minutes: the visit took place as planned."""
    visit = _met(by, visit, Status.HELD)
    return _book(by, visit, minutes=visit.minutes, kind=DIRECT)


@deed
def hold_differently(
    *, by: Actor, visit: Visit, on: date, minutes: int, kind: Code, note: str = ""
) -> TimeEntry:
    """Book what really took place instead of what was planned."""
    visit = _met(by, visit, Status.HELD)
    entry = hours.book(by=by, share=visit.share, on=on, minutes=minutes, kind=kind, note=note)
    return _keep(visit, entry)


@deed
def miss(*, by: Actor, visit: Visit) -> TimeEntry:
    """Say that nobody was met; the way there is booked as a visit without effect."""
    visit = _met(by, visit, Status.MISSED)
    minutes = min(visit.minutes, settings.NO_SHOW_MINUTES)
    return _book(by, visit, minutes=minutes, kind=NO_SHOW)


@deed
def undo(*, by: Actor, visit: Visit) -> None:
    """Take back what was booked for a visit, as long as it was not handed in; the visit is planned
    again.
    """
    visit = _locked(visit)
    _must(access.may_book(by, visit.share))
    if visit.entry is None:
        raise NotPossibleError("Für diesen Termin ist nichts gebucht.")
    hours.undo(by=by, entry=visit.entry)
    visit.entry = None
    _move(visit, Status.PLANNED)
    trail.record(events.UNDONE, by=by, about=[visit, visit.share])


@deed
def cancel(*, by: Actor, visit: Visit) -> None:
    """Call a visit off."""
    visit = _locked(visit)
    _must(access.may_book(by, visit.share))
    _move(visit, Status.CANCELLED)
    trail.record(events.CANCELLED, by=by, about=[visit, visit.share])


def _must(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence: must(may_...)
    if not allowed:
        raise PermissionDenied


def _locked(visit: Visit) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",))
    return rows.select_related("share__aid").get(id=visit.id)


def _met(by: Actor, visit: Visit, status: Status) -> Visit:
    visit = _locked(visit)
    _must(access.may_book(by, visit.share))
    if visit.status in {Status.HELD, Status.MISSED}:
        raise NotPossibleError(ALREADY_BOOKED)
    if visit.starts_at > by.now:
        raise NotPossibleError(NOT_YET)
    _move(visit, status)
    return visit


def _move(visit: Visit, status: Status) -> None:
    FLOW.check(visit.status, status)
    visit.status = status
    visit.save(update_fields=["status", "entry"])


def _book(by: Actor, visit: Visit, *, minutes: int, kind: str) -> TimeEntry:
    on = clock.day(visit.starts_at)
    code = Code.objects.of(List.HOUR_KIND, on).get(code=kind)
    return _keep(visit, hours.book(by=by, share=visit.share, on=on, minutes=minutes, kind=code))


def _keep(visit: Visit, entry: TimeEntry) -> TimeEntry:
    visit.entry = entry
    visit.save(update_fields=["entry"])
    return entry
