"""A carer's day: visits in order of time, what is still open, how far the hours of families are
used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from accounts.actor import Actor
from audit import clock
from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import hours_text
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.disclosures.sheets import Contact, contacts
from referrals.hours import access as hours_access
from referrals.hours import sheets as hours
from referrals.hours import sums
from referrals.hours.flow import Status as Booked
from referrals.hours.models import TimeEntry
from referrals.visits.flow import Status
from referrals.visits.models import Visit

KINDS = {
    Status.PLANNED: "",
    Status.HELD: "success",
    Status.MISSED: "warning",
    Status.CANCELLED: "",
}
NEXT_DAYS = 14
MISSED_IN_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A telephone number to tap: whose, as written, as dialled."""

    who: str
    text: str
    dial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit: when, with whom, where, what became of it and what can be done."""

    id: UUID
    aid: UUID
    day: str
    time: str
    word: str
    name: str
    numbers: tuple[Number, ...]
    place: str
    planned_for: str
    status: str
    status_kind: str
    booked: str
    may_book: bool
    may_undo: bool
    is_next: bool = False

    @property
    def kind(self) -> str:
        """The look of its first button."""
        return "primary" if self.is_next else "secondary"

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below the heading of its own page."""
        return tuple(filter(None, (self.day, self.time, self.name, self.place)))


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLine:
    """A family of the carer: how far its approved hours are used."""

    share: UUID
    aid: UUID
    word: str
    name: str
    used: str
    until: str
    notices: tuple[str, ...]
    may_plan: bool

    @property
    def query(self) -> str:
        """The share as addresses carry it."""
        return str(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySheet:
    """A carer's day."""

    title: str
    visits: tuple[VisitLine, ...]
    still_open: tuple[VisitLine, ...]
    later: tuple[VisitLine, ...]
    week: str
    notices: tuple[str, ...]
    families: tuple[FamilyLine, ...]
    about: tuple[UUID, ...]


def day_sheet(by: Actor) -> DaySheet:
    """Make the sheet of a carer's day."""
    shares = _own_shares(by)
    known = contacts(by, {share.aid.family_id for share in shares})
    visits = _own_visits(by, shares)
    lines = [(clock.day(visit.starts_at), _line(by, visit, known)) for visit in visits]
    today = [line for on, line in lines if on == by.today]
    # The one filled button of the page: the first visit of today that waits for its word.
    due = next((line.id for line in today if line.may_book), None)
    week = _week(by)
    return DaySheet(
        title=day_text(by.today),
        visits=tuple(replace(line, is_next=line.id == due) for line in today),
        still_open=tuple(line for on, line in lines if on < by.today),
        later=tuple(line for on, line in lines if on > by.today),
        week=hours_text(sum(entry.minutes for entry in week)) if week else "",
        notices=hours.long_days(week),
        families=_families(by, shares, known),
        about=tuple({share.aid.family_id for share in shares}),
    )


def line(by: Actor, visit: Visit) -> VisitLine:
    """Make the line of one visit, loaded by `load`."""
    return _line(by, visit, contacts(by, {visit.share.aid.family_id}))


def _own_shares(by: Actor) -> list[Share]:
    """The families for which this person is named; ended ones until they are settled."""
    mine = Share.objects.visible_to(by).filter(carer=by.user)
    known = mine.exclude(aid__status__in=[AidStatus.PROPOSED, AidStatus.DROPPED])
    return list(known.select_related("aid__worker").order_by("aid__word"))


def _own_visits(by: Actor, shares: Iterable[Share]) -> list[Visit]:
    """Visits of today and the next two weeks, and earlier ones that are open or were booked today."""
    today = clock.moment(by.today, hour=0)
    until = clock.moment(by.today + timedelta(days=NEXT_DAYS + 1), hour=0)
    still_open = Q(status=Status.PLANNED) | Q(entry__booked_at__gte=today)
    rows = Visit.objects.visible_to(by).filter(share__in=list(shares), starts_at__lt=until)
    rows = rows.exclude(status=Status.CANCELLED).filter(Q(starts_at__gte=today) | still_open)
    near = ("share__aid", "carer", "lock", "entry")
    return list(rows.select_related(*near).order_by("starts_at", "id"))


def _line(by: Actor, visit: Visit, known: Mapping[UUID, Contact]) -> VisitLine:
    contact = known.get(visit.share.aid.family_id, Contact())
    start = visit.starts_at.astimezone(clock.BERLIN)
    end = start + timedelta(minutes=visit.minutes)
    is_planned = visit.status == Status.PLANNED
    entry = visit.entry
    return VisitLine(
        id=visit.id,
        aid=visit.share.aid_id,
        day=day_text(start.date()),
        time=f"{start:%H:%M}–{end:%H:%M}",
        word=visit.share.aid.word,
        name=contact.name,
        numbers=tuple(Number(who=w, text=n, dial=_dial(n)) for w, n in contact.numbers),
        place=opened(visit.place),
        planned_for=visit.carer.display_name if visit.carer_id != visit.share.carer_id else "",
        status="" if is_planned else str(Status(visit.status).label),
        status_kind=KINDS[Status(visit.status)],
        booked=_booked(visit, entry) if entry else "",
        may_book=is_planned and visit.starts_at <= by.now,
        may_undo=entry is not None and entry.status == Booked.BOOKED,
    )


def _booked(visit: Visit, entry: TimeEntry) -> str:
    """Say what is booked, and why it is less than was planned when nobody was met."""
    most = settings.NO_SHOW_MINUTES
    is_less = visit.status == Status.MISSED and entry.minutes == most < visit.minutes
    why = f", höchstens {hours_text(most)}, wenn niemand da ist" if is_less else ""
    return f"{hours_text(entry.minutes)} gebucht{why}"


def _dial(number: str) -> str:
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _week(by: Actor) -> list[TimeEntry]:
    monday = sums.first_of_week(by.today)
    own = TimeEntry.objects.visible_to(by).filter(carer=by.user, on__lte=by.today)
    return list(own.filter(on__gte=monday))


def _families(
    by: Actor, shares: Iterable[Share], known: Mapping[UUID, Contact]
) -> tuple[FamilyLine, ...]:
    shares = list(shares)
    used = hours.used_minutes(share.id for share in shares)
    missed = _missed_in_a_row(shares)
    return tuple(
        _family(by, share, known.get(share.aid.family_id), used, missed) for share in shares
    )


def _family(
    by: Actor, share: Share, told: Contact | None, used: Mapping[UUID, int], missed: set[UUID]
) -> FamilyLine:
    worker = f"{share.aid.worker.display_name} ({share.aid.worker.number})"
    minutes = used.get(share.id, 0)
    sentences = []
    if told is None:
        sentences.append(f"Zurzeit ist Ihnen nichts freigegeben. Rufen Sie bitte {worker} an.")
    if share.aid.ended_on is None:  # of a help that is over nobody needs more hours
        sentences.append(sums.used_warning(minutes, share.approved_minutes, worker))
    if share.id in missed:
        sentences.append(
            "Dreimal hintereinander war niemand anzutreffen. "
            f"Sprechen Sie bitte mit {worker} darüber, wie es weitergeht."
        )
    return FamilyLine(
        share=share.id,
        aid=share.aid_id,
        word=share.aid.word,
        name=told.name if told else "",
        used=sums.used_words(minutes, share.approved_minutes),
        until=f"bis {day_text(share.aid.ended_on or share.until_on)}",
        notices=tuple(sentence for sentence in sentences if sentence),
        may_plan=bool(told) and hours_access.may_book(by, share) and _last(share) >= by.today,
    )


def _last(share: Share) -> date:
    return min(share.aid.ended_on or share.until_on, share.until_on)


def _missed_in_a_row(shares: Iterable[Share]) -> set[UUID]:
    """Find families where nobody was met at the last three visits."""
    rank = Window(RowNumber(), partition_by=F("share"), order_by=F("starts_at").desc())
    past = Visit.objects.filter(share__in=list(shares), status__in=[Status.HELD, Status.MISSED])
    last = past.annotate(rank=rank).filter(rank__lte=MISSED_IN_A_ROW)
    runs: dict[UUID, list[str]] = {}
    for share, status in last.values_list("share_id", "status"):
        runs.setdefault(share, []).append(status)
    return {share for share, run in runs.items() if run == [Status.MISSED] * MISSED_IN_A_ROW}
