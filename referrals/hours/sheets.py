"""Hours as their readers see them: carers their own, the office those of a help."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from accounts.actor import Actor
from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import hours_text
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid, Share
from referrals.hours import access, sums
from referrals.hours.flow import Status
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth

type Row = tuple[str, tuple[tuple[str, str], ...]]

TEAM = "Team (ohne Familie)"
OVER = "Beendete Hilfe"
KINDS = {Status.BOOKED: "", Status.HANDED_IN: "success", Status.REVERSED: "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One booking; `marks` say what is special about it."""

    id: UUID
    carer_id: UUID
    day: str
    about: str
    kind: str
    hours: str
    carer: str
    note: str
    status: str
    status_kind: str
    marks: tuple[str, ...]
    may_correct: bool

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """What stands above the form that corrects it."""
        booked = f"{self.hours}, {self.kind}"
        return (("Tag", self.day), ("Gebucht", booked), ("Fachkraft", self.carer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """Bookings in order of day; `undone` holds what was taken back before it was handed in."""

    counting: tuple[EntryLine, ...]
    undone: tuple[EntryLine, ...]
    total: str
    about: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMonth:
    """A carer's own hours of a month."""

    title: str
    bookings: Bookings
    sums: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLine:
    """How far the approved hours of a help are used, for the office."""

    aid: UUID
    family: UUID
    word: str
    used: str
    percent: int
    until: str

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Its line in a table; from 80 % on the part is marked."""
        kind = "warning" if self.percent >= sums.WARN_PERCENT else "num"
        return ((self.word, ""), (f"{self.percent} %", kind), (self.used, ""), (self.until, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class AidHours:
    """The hours of one help as the office sees them: day, minutes and kind."""

    word: str
    shares: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    rows: tuple[Row, ...]
    foot: tuple[tuple[str, str], ...]


def own_month(by: Actor, month: CalendarMonth) -> OwnMonth:
    """Make the sheet of a carer's own month."""
    own = TimeEntry.objects.visible_to(by).filter(carer=by.user)
    rows = load(own.filter(on__gte=month.first_on, on__lt=month.next_on))
    return OwnMonth(
        title=month.words,
        bookings=bookings(by, rows),
        sums=_by_family(by, rows),
        notices=long_days(rows),
    )


def load(rows: QuerySet[TimeEntry]) -> list[TimeEntry]:
    """Load bookings with everything that their lines show, in one query."""
    near = ("share__aid", "kind", "carer", "lock", "month", "reverses")
    return list(rows.select_related(*near).order_by("on", "booked_at", "id"))


def bookings(by: Actor, rows: Iterable[TimeEntry]) -> Bookings:
    """Make the lines of bookings."""
    found = list(rows)
    newest = _newest_handed_in(by)
    lines = {entry.id: _line(by, entry, newest) for entry in found}
    counting = [entry for entry in found if not was_undone(entry)]
    return Bookings(
        counting=tuple(lines[entry.id] for entry in counting),
        undone=tuple(lines[entry.id] for entry in found if was_undone(entry)),
        total=hours_text(sum(entry.minutes for entry in counting)),
        about=tuple({entry.share.aid_id for entry in found if entry.share}),
    )


def was_undone(entry: TimeEntry) -> bool:
    """Tell whether a booking was taken back before it was handed in, or takes back such a one."""
    return entry.status == Status.REVERSED and entry.month_id is None


def line(by: Actor, entry: TimeEntry) -> EntryLine:
    """Make the line of one booking."""
    made = bookings(by, [entry])
    return (*made.counting, *made.undone)[0]


def note_of(entry: TimeEntry) -> str:
    """Open the note of a booking for the deed that carries it on."""
    return opened(entry.note)


def _line(by: Actor, entry: TimeEntry, newest: dict[UUID, date]) -> EntryLine:
    is_reversal = entry.reverses_id is not None
    may = access.may_correct(by, entry) and entry.status != Status.REVERSED and not is_reversal
    return EntryLine(
        id=entry.id,
        carer_id=entry.carer_id,
        day=day_text(entry.on),
        about=_about(by, entry),
        kind=entry.kind.name,
        hours=hours_text(entry.minutes),
        carer=entry.carer.display_name,
        note=opened(entry.note),
        status="" if entry.status == Status.BOOKED else str(Status(entry.status).label),
        status_kind=KINDS[Status(entry.status)],
        marks=_marks(entry, newest.get(entry.provider_id)),
        may_correct=may,
    )


def _about(by: Actor, entry: TimeEntry) -> str:
    """Give the Merkwort; after the settlement window the provider has no view of the family."""
    if entry.share is None:
        return TEAM
    return entry.share.aid.word if access.is_open(by, entry.share) else OVER


def _marks(entry: TimeEntry, newest: date | None) -> tuple[str, ...]:
    """Say what went or goes along with a later month."""
    if entry.reverses:
        return (f"berichtigt {hours_text(entry.reverses.minutes)}",)
    own = entry.on.replace(day=1)
    if entry.month:
        return ("nachgetragen",) if entry.month.first_on > own else ()
    return ("nachgetragen",) if newest and own <= newest and not was_undone(entry) else ()


def _newest_handed_in(by: Actor) -> dict[UUID, date]:
    # The months of the own provider say nothing about people; carers see only their mark.
    months = Month.objects.filter(provider__in=by.providers).order_by().values("provider")
    return dict(months.annotate(newest=Max("first_on")).values_list("provider", "newest"))


def _by_family(by: Actor, rows: Iterable[TimeEntry]) -> tuple[tuple[str, str], ...]:
    minutes: Counter[str] = Counter()
    for entry in rows:
        minutes[_about(by, entry)] += entry.minutes
    return tuple((about, hours_text(sum_)) for about, sum_ in sorted(minutes.items()) if sum_)


def long_days(rows: Iterable[TimeEntry]) -> tuple[str, ...]:
    """Ask about days with more than ten hours of one carer; they are not refused."""
    minutes: Counter[date] = Counter()
    for entry in rows:
        minutes[entry.on] += entry.minutes
    return tuple(
        f"Am {day_text(on)} sind {hours_text(minutes[on])} gebucht. Bitte prüfen Sie, ob das stimmt."
        for on in sorted(minutes)
        if minutes[on] > sums.LONG_DAY_MINUTES
    )


def used_minutes(shares: Iterable[UUID], *, handed_in_only: bool = False) -> dict[UUID, int]:
    """Add up what was booked for shares, corrections included."""
    rows = TimeEntry.objects.filter(share__in=list(shares))
    if handed_in_only:
        rows = rows.filter(month__isnull=False)
    summed = rows.order_by().values("share").annotate(minutes=Sum("minutes"))
    return {UUID(str(share)): minutes for share, minutes in summed.values_list("share", "minutes")}


def minutes_of_day(carer: UUID, on: date) -> int:
    """Add up what one carer booked on a day, with families and without, corrections included."""
    of_day = TimeEntry.objects.filter(carer=carer, on=on)
    return of_day.aggregate(minutes=Sum("minutes"))["minutes"] or 0


def aid_lines(by: Actor) -> tuple[AidLine, ...]:
    """Make the lines of running helps for the office, by what is used most."""
    running = Q(aid__status=AidStatus.RUNNING)
    shares = list(Share.objects.visible_to(by).filter(running).select_related("aid"))
    used = used_minutes((share.id for share in shares), handed_in_only=True)
    aids = {share.aid_id: share.aid for share in shares}
    spent: Counter[UUID] = Counter()
    approved: Counter[UUID] = Counter()
    for share in shares:
        spent[share.aid_id] += used.get(share.id, 0)
        approved[share.aid_id] += share.approved_minutes
    lines = [
        AidLine(
            aid=aid.id,
            family=aid.family_id,
            word=aid.word,
            used=sums.used_words(spent[aid.id], approved[aid.id]),
            percent=sums.used_percent(spent[aid.id], approved[aid.id]),
            until=day_text(aid.until_on),
        )
        for aid in aids.values()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.percent, line.word)))


def aid_hours(by: Actor, aid: Aid) -> AidHours:
    """Make the sheet of a help's hours that were handed in, for the office."""
    shares = list(Share.objects.visible_to(by).filter(aid=aid).select_related("provider"))
    used = used_minutes((share.id for share in shares), handed_in_only=True)
    booked = used_minutes(share.id for share in shares)
    rows = TimeEntry.objects.visible_to(by).filter(share__aid=aid, month__isnull=False)
    entries = list(
        rows.select_related("kind", "provider", "month", "reverses").order_by(
            "-on", "booked_at", "id"
        )
    )
    return AidHours(
        word=aid.word,
        shares=tuple(
            (share.provider.name, _handed_in(share, used.get(share.id, 0), booked.get(share.id, 0)))
            for share in shares
        ),
        warnings=tuple(
            f"{share.provider.name}: Die bewilligten Stunden sind zu {percent} % verbraucht."
            for share in shares
            if (percent := sums.used_percent(used.get(share.id, 0), share.approved_minutes))
            >= sums.WARN_PERCENT
        ),
        rows=tuple(_office_row(entry) for entry in entries),
        foot=row("Summe", hours_text(sum(entry.minutes for entry in entries)), "", "", ""),
    )


def _handed_in(share: Share, used: int, booked: int) -> str:
    """Say how much of what was approved is handed in, and what still comes."""
    words = sums.used_words(used, share.approved_minutes)
    more = f", noch nicht abgegeben {hours_text(booked - used)}"
    return words + more if booked != used else words


def row(first: str, amount: str, *texts: str) -> tuple[tuple[str, str], ...]:
    """Make the cells of a table whose second column is a number."""
    return ((first, ""), (amount, "num"), *((text, "") for text in texts))


def _office_row(entry: TimeEntry) -> Row:
    marks = ", ".join(_marks(entry, None))
    day, minutes = day_text(entry.on), hours_text(entry.minutes)
    return "", row(day, minutes, entry.kind.name, entry.provider.name, marks)
