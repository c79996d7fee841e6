"""A provider's month as its coordinators see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.actor import Actor
from accounts.models import User
from audit import clock
from audit.clock import day_text
from providers.budgets.sums import hours_text
from providers.register.models import Provider
from referrals.hours import sheets as hours
from referrals.hours.flow import Status
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.visits.flow import Status as Visited
from referrals.visits.models import Visit

HANDED_IN_SHOWN = 12
# A month with more bookings is read carer by carer: nobody looks through a thousand lines.
BOOKINGS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    """A carer with visits of the month that nobody booked."""

    name: str
    text: str
    number: str
    dial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMonth:
    """A full month that waits to be handed in; `is_next` when it is its turn."""

    month: CalendarMonth
    words: str
    text: str
    is_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """A provider's month: who entered how much, who is missing, the bookings, what waits.

    `is_long` where bookings are shown of one carer only.
    """

    provider: UUID
    provider_name: str
    month: CalendarMonth
    title: str
    state: str
    late: tuple[str, ...]
    is_handed_in: bool
    missing: tuple[MissingLine, ...]
    carers: tuple[hours.Row, ...]
    bookings: hours.Bookings
    is_long: bool
    waiting: tuple[WaitingMonth, ...]
    handed_in: tuple[hours.Row, ...]


def month_sheet(
    by: Actor, provider: Provider, chosen: CalendarMonth | None, carer: UUID | None = None
) -> MonthSheet:
    """Make the sheet of a month: its days, and what was typed late and went along with it."""
    handed_in = list(Month.objects.visible_to(by).filter(provider=provider).order_by("-first_on"))
    own = TimeEntry.objects.visible_to(by).filter(provider=provider)
    amounts = _amounts(by, own, handed_in)
    waiting = _waiting(own, handed_in, by.today)
    month = chosen or next((w.month for w in waiting if w.is_next), CalendarMonth.of(by.today))
    this = next((kept for kept in handed_in if kept.first_on == month.first_on), None)
    inside = Q(on__gte=month.first_on, on__lt=month.next_on)
    entries = own.filter(inside | Q(month=this) if this else inside)
    is_long = entries.count() > BOOKINGS_SHOWN
    rows = hours.load(entries.filter(carer=carer) if is_long else entries)
    return MonthSheet(
        provider=provider.id,
        provider_name=provider.name,
        month=month,
        title=month.words,
        state=_state(this, month, by.today, amounts),
        late=_late(entries, this, waiting, by.today) if this else (),
        is_handed_in=this is not None,
        missing=_missing(by, provider, month),
        carers=_carers(entries, month if is_long else None),
        bookings=hours.bookings(by, rows),
        is_long=is_long,
        waiting=waiting,
        handed_in=tuple(
            _kept(kept, amounts[kept.id])
            for kept in handed_in[:HANDED_IN_SHOWN]
            if kept.id in amounts
        ),
    )


def _waiting(
    own: QuerySet[TimeEntry], handed_in: Sequence[Month], today: date
) -> tuple[WaitingMonth, ...]:
    """Find full months with open bookings, the earliest first; what was typed late for a month
    that was handed in goes along with the next one.
    """
    open_rows = own.filter(status=Status.BOOKED, month__isnull=True, on__lt=today.replace(day=1))
    by_month = open_rows.order_by().annotate(first=TruncMonth("on")).values("first")
    newest = max((kept.first_on for kept in handed_in), default=None)
    late_entries = late_minutes = 0
    found: list[tuple[CalendarMonth, int, int]] = []
    for row in by_month.annotate(n=Count("id"), minutes=Sum("minutes")).order_by("first"):
        if newest and row["first"] <= newest:
            late_entries, late_minutes = late_entries + row["n"], late_minutes + row["minutes"]
        else:
            found.append((CalendarMonth(row["first"]), row["n"], row["minutes"]))
    if (
        late_entries
        and not found
        and newest
        and CalendarMonth(newest).next_on < today.replace(day=1)
    ):
        found.append((CalendarMonth(CalendarMonth(newest).next_on), 0, 0))
    return tuple(
        WaitingMonth(
            month=month,
            words=month.words,
            text=_amount(entries + late_entries, minutes + late_minutes)
            + (f", davon nachgetragen oder berichtigt: {late_entries}" if late_entries else "")
            if index == 0
            else _amount(entries, minutes),
            is_next=index == 0,
        )
        for index, (month, entries, minutes) in enumerate(found)
    )


def _amount(entries: int, minutes: int) -> str:
    noun = "Buchung" if entries == 1 else "Buchungen"
    return f"{entries} {noun}, {hours_text(minutes)}"


def _amounts(
    by: Actor, own: QuerySet[TimeEntry], handed_in: Iterable[Month]
) -> dict[UUID, tuple[int, int]]:
    """Give minutes and bookings of months that were handed in, as far as somebody may see them.

    What was handed in as a whole less what is seen would tell of a family that must leave no trace.
    """
    if not by.blocked:
        return {kept.id: (kept.minutes, kept.entries) for kept in handed_in}
    rows = own.filter(month__isnull=False).order_by().values("month")
    summed = rows.annotate(minutes=Sum("minutes"), n=Count("id"))
    return {row["month"]: (row["minutes"], row["n"]) for row in summed}


def _state(
    this: Month | None, month: CalendarMonth, today: date, amounts: dict[UUID, tuple[int, int]]
) -> str:
    if this:
        on = day_text(clock.day(this.handed_in_at))
        amount = amounts.get(this.id)
        return f"Abgegeben am {on}: {hours_text(amount[0])}" if amount else f"Abgegeben am {on}"
    if today < month.next_on:
        return f"Läuft noch, abgeben ab {day_text(month.next_on)}"
    return "Noch nicht abgegeben"


def _late(
    entries: QuerySet[TimeEntry], this: Month, waiting: Sequence[WaitingMonth], today: date
) -> tuple[str, ...]:
    """Say which hours of a month that was handed in did not go with it, and with which they go."""
    goes_with = waiting[0].words if waiting else CalendarMonth.of(today).words
    rows = entries.exclude(status=Status.REVERSED, month__isnull=True).exclude(month=this)
    found = rows.order_by().values("month__first_on").annotate(minutes=Sum("minutes"))
    ordered = found.order_by("month__first_on")
    sums: Iterable[tuple[date | None, int]] = ordered.values_list("month__first_on", "minutes")
    return tuple(
        f"Davon abgegeben mit {CalendarMonth(first).words}: {hours_text(minutes)}."
        if first
        else f"Davon noch nicht abgegeben: {hours_text(minutes)}, gehen mit {goes_with}."
        for first, minutes in sums
    )


def _kept(kept: Month, amount: tuple[int, int]) -> hours.Row:
    on, (minutes, entries) = day_text(clock.day(kept.handed_in_at)), amount
    words = CalendarMonth(kept.first_on).words
    return "", hours.row(words, hours_text(minutes), str(entries), on)


def _carers(entries: QuerySet[TimeEntry], linked: CalendarMonth | None) -> tuple[hours.Row, ...]:
    """Add up by carer in the database; in a long month each carer leads to the own bookings."""
    counting = entries.exclude(status=Status.REVERSED, month__isnull=True).order_by()
    summed = counting.values("carer", "carer__display_name")
    found = list(summed.annotate(minutes=Sum("minutes"), n=Count("id")))
    found.sort(key=lambda line: line["carer__display_name"].split()[::-1])
    return tuple(
        (
            f"?month={linked.code}&carer={line['carer']}#buchungen" if linked else "",
            hours.row(line["carer__display_name"], hours_text(line["minutes"]), str(line["n"])),
        )
        for line in found
    )


def _missing(by: Actor, provider: Provider, month: CalendarMonth) -> tuple[MissingLine, ...]:
    """Find carers whose past visits of the month are neither booked nor called off."""
    until = min(by.now, clock.moment(month.next_on, hour=0))
    rows = Visit.objects.visible_to(by).filter(
        provider=provider,
        status=Visited.PLANNED,
        starts_at__gte=clock.moment(month.first_on, hour=0),
        starts_at__lt=until,
    )
    counts = dict(
        rows.order_by()
        .values("share__carer")
        .annotate(n=Count("id"))
        .values_list("share__carer", "n")
    )
    people = User.objects.visible_to(by).filter(id__in=list(counts))
    return tuple(
        MissingLine(
            name=person.display_name,
            text=f"{counts[person.id]} Termine noch nicht gebucht"
            if counts[person.id] > 1
            else "1 Termin noch nicht gebucht",
            number=person.number,
            dial="tel:" + "".join(sign for sign in person.number if sign.isdigit() or sign == "+"),
        )
        for person in people.order_by("display_name")
    )
