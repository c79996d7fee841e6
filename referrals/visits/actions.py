"""Deeds about visits: planning, holding, missing, calling off; what took place is booked as
hours.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.actor import Actor
from audit import clock, trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must
from audit.trail import Event
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import clear
from providers.codes.models import Code, List
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.disclosures.access import told_to
from referrals.hours import actions as hours
from referrals.hours.models import TimeEntry
from referrals.nearness import sums as nearness
from referrals.visits import access, events, sheets
from referrals.visits.flow import FLOW, Status
from referrals.visits.models import Visit

ALREADY_BOOKED = "Dieser Termin ist schon gebucht."
NOT_YET = "Dieser Termin liegt noch vor Ihnen."
NOT_TOLD = "Zu dieser Familie ist nichts mehr freigegeben. Bitte rufen Sie das Jugendamt an, bevor jemand hingeht."
NO_ADDRESS = "Bitte schreiben Sie hier keine Anschrift. „Wohnung“ oder „Schule“ genügt."
NOBODY = "Für diese Familie ist noch keine Fachkraft benannt."
TAKEN = "In dieser Zeit liegt schon ein anderer Termin: {}, {}."
TOO_FAR = "Bitte planen Sie höchstens sechs Monate voraus."
TOO_LONG = "Ein Termin dauert zwischen fünf Minuten und zehn Stunden."
AHEAD_DAYS = 184
SHORTEST, LONGEST = 5, 600
DIRECT, NO_SHOW = "direct", "no_show"


@deed
def plan_visit(
    *,
    by: Actor,
    share: Share,
    starts_at: datetime,
    minutes: int,
    place: str = "",
    id: UUID | None = None,
) -> Visit:
    """Plan a visit with a family; the place stays neutral or is left out."""
    share = _locked_share(share)
    must(access.may_book(by, share))
    # Asked here already: the time of the same visit would be taken.
    if id and Visit.objects.filter(id=id).exists():
        raise AlreadyDoneError
    if share.carer_id is None:
        raise NotPossibleError(NOBODY, field="share")
    if not told_to([share.provider_id], by.today).filter(family=share.aid.family_id).exists():
        raise NotPossibleError(NOT_TOLD, field="share")
    if nearness.has_house(place):
        raise NotPossibleError(NO_ADDRESS, field="place")
    _check_time(by, share, starts_at, minutes)
    _check_free(share, starts_at, minutes, field="time")
    visit = Visit.objects.create(
        id=id or uuid4(),
        share=share,
        provider_id=share.provider_id,
        lock=_own_key(by, share.provider_id) if place.strip() else None,
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
    return _book(by, visit, events.HELD, minutes=visit.minutes, kind=DIRECT)


@deed
def hold_differently(
    *, by: Actor, visit: Visit, on: date, minutes: int, kind: Code, note: str = ""
) -> TimeEntry:
    """Book what really took place instead of what was planned, on the planned day or another."""
    visit = _met(by, visit, Status.HELD, is_over=on <= by.today)
    if on == clock.day(visit.starts_at):
        booked = Visit.objects.filter(status=Status.HELD).exclude(id=visit.id)
        _check_free(visit.share, visit.starts_at, minutes, field="minutes", among=booked)
    entry = hours.book(by=by, share=visit.share, on=on, minutes=minutes, kind=kind, note=note)
    return _keep(by, visit, entry, events.HELD)


@deed
def miss(*, by: Actor, visit: Visit) -> TimeEntry:
    """Say that nobody was met; the way there is booked as a visit without effect."""
    visit = _met(by, visit, Status.MISSED)
    minutes = min(visit.minutes, settings.NO_SHOW_MINUTES)
    return _book(by, visit, events.MISSED, minutes=minutes, kind=NO_SHOW)


@deed
def undo(*, by: Actor, visit: Visit) -> None:
    """Take back what was booked for a visit, as long as it was not handed in; the visit is planned
    again.
    """
    visit = _locked(visit)
    must(access.may_book(by, visit.share))
    if visit.entry is None:
        raise NotPossibleError("Für diesen Termin ist nichts gebucht.")
    hours.undo(by=by, entry=visit.entry)
    visit.entry = None
    _move(visit, Status.PLANNED)
    trail.record(events.UNDONE, by=by, about=[visit, visit.share])


@deed
def correct(
    *, by: Actor, entry: TimeEntry, minutes: int, note: str | None = None
) -> TimeEntry | None:
    """Correct a booking; the visit it stands for shows what holds now, or is open again when
    nothing remains.
    """
    # The visit first and its booking second, as everywhere in this room.
    of_entry = Visit.objects.select_for_update(of=("self",)).filter(entry=entry)
    visit = of_entry.select_related("share").first()
    corrected = hours.correct(by=by, entry=entry, minutes=minutes, note=note)
    if visit:
        visit.entry = corrected
        if corrected:
            visit.save(update_fields=["entry"])
        else:
            _move(visit, Status.PLANNED)
        event = events.CORRECTED if corrected else events.UNDONE
        trail.record(event, by=by, about=[visit, visit.share])
    return corrected


@deed
def read_day(*, by: Actor) -> sheets.DaySheet:
    """Hand out a carer's day: visits, what is still open, how far the hours of the families are
    used; one entry about the families shown.
    """
    must(access.may_have_a_day(by))
    sheet = sheets.day_sheet(by)
    trail.record(events.DAY_READ, by=by, about=sheet.about)
    return sheet


@deed
def read(*, by: Actor, visit: Visit) -> sheets.VisitLine:
    """Hand out one visit."""
    must(access.may_book(by, visit.share))
    trail.record(events.READ, by=by, about=[visit, visit.share.aid_id])
    return sheets.line(by, visit)


@deed
def cancel(*, by: Actor, visit: Visit) -> None:
    """Call a visit off."""
    visit = _locked(visit)
    must(access.may_book(by, visit.share))
    _move(visit, Status.CANCELLED)
    trail.record(events.CANCELLED, by=by, about=[visit, visit.share])


def _locked(visit: Visit) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",))
    return rows.select_related("share__aid").get(id=visit.id)


def _locked_share(share: Share) -> Share:
    """Lock every share of the carer who goes there, so that two plans cannot take the same time."""
    rows = Share.objects.select_for_update(of=("self",)).select_related("aid").order_by("id")
    same = Q(provider=share.provider_id, carer=share.carer_id, carer__isnull=False)
    return next(row for row in rows.filter(Q(id=share.id) | same) if row.id == share.id)


def _own_key(by: Actor, provider: UUID) -> DataKey:
    return make_key(Circle.PROVIDER, now=by.now, readers=[provider], office=False)


def _check_time(by: Actor, share: Share, starts_at: datetime, minutes: int) -> None:
    """A visit lies inside the approved period and no more than half a year ahead."""
    on = clock.day(starts_at)
    if share.aid.status not in {AidStatus.APPROVED, AidStatus.RUNNING, AidStatus.ENDED}:
        raise NotPossibleError(hours.NOT_APPROVED, field="share")
    if not share.from_on <= on <= min(share.aid.ended_on or share.until_on, share.until_on):
        raise NotPossibleError(hours.OUTSIDE, field="on")
    if on > by.today + timedelta(days=AHEAD_DAYS):
        raise NotPossibleError(TOO_FAR, field="on")
    if not SHORTEST <= minutes <= LONGEST:
        raise NotPossibleError(TOO_LONG, field="minutes")


def _check_free(
    share: Share,
    starts_at: datetime,
    minutes: int,
    *,
    field: str,
    among: QuerySet[Visit] | None = None,
) -> None:
    """Nobody is in two places at once: find a visit of the same carer that overlaps."""
    others = Visit.objects.all() if among is None else among
    ends_at = starts_at + timedelta(minutes=minutes)
    near = others.filter(
        share__carer=share.carer_id,
        share__provider=share.provider_id,
        status__in=[Status.PLANNED, Status.HELD, Status.MISSED],
        starts_at__gt=starts_at - timedelta(minutes=LONGEST),
        starts_at__lt=ends_at,
    )
    for other in near.select_related("share__aid").order_by("starts_at"):
        if other.starts_at + timedelta(minutes=other.minutes) > starts_at:
            when = clock.moment_text(other.starts_at)
            raise NotPossibleError(TAKEN.format(when, other.share.aid.word), field=field)


def _met(by: Actor, visit: Visit, status: Status, *, is_over: bool = False) -> Visit:
    visit = _locked(visit)
    must(access.may_book(by, visit.share))
    if visit.status in {Status.HELD, Status.MISSED}:
        raise NotPossibleError(ALREADY_BOOKED)
    if visit.starts_at > by.now and not is_over:
        raise NotPossibleError(NOT_YET)
    _move(visit, status)
    return visit


def _move(visit: Visit, status: Status) -> None:
    FLOW.check(visit.status, status)
    visit.status = status
    visit.save(update_fields=["status", "entry"])


def _book(by: Actor, visit: Visit, event: Event, *, minutes: int, kind: str) -> TimeEntry:
    on = clock.day(visit.starts_at)
    code = Code.objects.of(List.HOUR_KIND, on).get(code=kind)
    entry = hours.book(by=by, share=visit.share, on=on, minutes=minutes, kind=code)
    return _keep(by, visit, entry, event)


def _keep(by: Actor, visit: Visit, entry: TimeEntry, event: Event) -> TimeEntry:
    visit.entry = entry
    visit.save(update_fields=["entry"])
    trail.record(event, by=by, about=[visit, visit.share, visit.share.aid_id, entry])
    return entry
