"""Deeds about hours: booking, correcting, handing in the month, reading."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts.actor import Actor
from accounts.models import User
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import clear
from providers.budgets import actions as budgets
from providers.budgets.sums import hours_text
from providers.codes.models import Code
from providers.register.models import Provider
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid, Share
from referrals.hours import access, events, sheets
from referrals.hours.flow import FLOW, Status
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import DAY_MINUTES, CalendarMonth, by_account

FUTURE = "Stunden bucht man erst, wenn sie geleistet sind."
OUTSIDE = "An diesem Tag war die Hilfe nicht bewilligt. Bitte fragen Sie die Bezirkssozialarbeit."
NOT_APPROVED = "Diese Hilfe ist noch nicht bewilligt. Stunden können Sie danach buchen."
NO_FAMILY = "Diese Art der Stunde gehört zu keiner Familie."
WITH_FAMILY = "Diese Art der Stunde gehört zu einer Familie."
HANDED_IN = "Dieser Monat ist schon abgegeben."
RUNNING_MONTH = "Dieser Monat läuft noch. Abgeben können Sie ihn ab dem ersten Tag des nächsten."
NOTHING = "In diesem Monat sind keine Stunden offen."
EARLIER_FIRST = "Bitte geben Sie zuerst {} ab."
UNDO_TOO_LATE = "Diese Buchung ist schon abgegeben. Bitte berichtigen Sie sie."
FULL_DAY = "Am {} sind schon {} gebucht. Ein Tag hat höchstens 24 Stunden."
TOO_LONG = "Bitte geben Sie zwischen einer Minute und 24 Stunden an."
UNCHANGED = "Das ist die gebuchte Zeit. Bitte geben Sie die richtige an."


@deed
def book(  # noqa: PLR0913  # what the form of a booking asks
    *,
    by: Actor,
    share: Share,
    on: date,
    minutes: int,
    kind: Code,
    note: str = "",
    id: UUID | None = None,
) -> TimeEntry:
    """Book minutes spent for a family."""
    must(access.may_book(by, share))
    return _book(by, share, on=on, minutes=minutes, kind=kind, note=note, id=id or uuid4())


@deed
def book_unspecific(
    *, by: Actor, provider: Provider, on: date, minutes: int, kind: Code, id: UUID | None = None
) -> TimeEntry:
    """Book work without a family: team, project; the row can name no family at all."""
    must(access.may_book_unspecific(by, provider.id))
    if kind.detail.get("about_family") == "yes":
        raise NotPossibleError(WITH_FAMILY, field="kind")
    _check_time(by, by.user_id, on, minutes)
    entry = TimeEntry.objects.create(
        id=id or uuid4(),
        provider=provider,
        carer=by.user,
        on=on,
        minutes=minutes,
        kind=kind,
        booked_by=by.user,
        booked_at=by.now,
    )
    trail.record(events.BOOKED, by=by, about=[entry, provider], facts={"minutes": minutes})
    return entry


@deed
def undo(*, by: Actor, entry: TimeEntry) -> None:
    """Take back a booking that was not handed in yet; it stays as a booking and its reversal."""
    entry = _locked(entry)
    must(access.may_correct(by, entry))
    if entry.status == Status.HANDED_IN:
        raise NotPossibleError(UNDO_TOO_LATE)
    _reverse(by, entry)
    trail.record(events.UNDONE, by=by, about=[entry])


@deed
def correct(
    *, by: Actor, entry: TimeEntry, minutes: int, note: str | None = None
) -> TimeEntry | None:
    """Correct a booking: a reversal and, when minutes remain, a new one, with its note or another."""
    entry = _locked(entry)
    must(access.may_correct(by, entry))
    said = sheets.note_of(entry)
    note = said if note is None else note.strip()
    if (minutes, note) == (entry.minutes, said):
        raise NotPossibleError(UNCHANGED, field="minutes")
    if not 0 <= minutes <= DAY_MINUTES:
        raise NotPossibleError(TOO_LONG, field="minutes")
    _check_day(entry.carer_id, entry.on, minutes - entry.minutes)
    _reverse(by, entry)
    corrected = _again(by, entry, minutes, note=note) if minutes else None
    facts = {"from": entry.minutes, "to": minutes}
    trail.record(events.CORRECTED, by=by, about=[entry, corrected or entry], facts=facts)
    return corrected


@deed
def hand_in(*, by: Actor, provider: Provider, first_on: date) -> Month:
    """Hand in a provider's month: its hours are used, the budget falls; what was typed late goes along."""
    must(access.may_hand_in(by, provider.id))
    wanted = CalendarMonth.of(first_on)
    if by.today < wanted.next_on:
        raise NotPossibleError(RUNNING_MONTH)
    open_entries = _open_entries(provider, wanted.next_on)
    _check_turn(provider, wanted, [e for e in open_entries if access.may_count(by, e)])
    month = _close(by, provider, first_on, open_entries)
    used = by_account((e.share.account, e.on.year, e.minutes) for e in open_entries if e.share)
    budgets.use(by=by, provider=provider, minutes_by_account=used)
    facts = {"month": first_on, "entries": len(open_entries), "minutes": month.minutes}
    trail.record(events.HANDED_IN, by=by, about=[month, provider], facts=facts)
    return month


@deed
def list_own(*, by: Actor, month: CalendarMonth) -> sheets.OwnMonth:
    """Hand out a carer's own hours of a month."""
    must(bool(by.providers))
    sheet = sheets.own_month(by, month)
    trail.record(events.LISTED, by=by, about=sheet.bookings.about, facts={"month": month.first_on})
    return sheet


@deed
def read_entry(*, by: Actor, entry: TimeEntry) -> sheets.EntryLine:
    """Hand out one booking to whoever may correct it."""
    must(access.may_correct(by, entry))
    trail.record(events.READ_ENTRY, by=by, about=[entry])
    return sheets.line(by, entry)


@deed
def list_aids(*, by: Actor) -> tuple[sheets.AidLine, ...]:
    """Hand out to the office how far the approved hours of its running helps are used."""
    must(access.may_follow(by))
    lines = sheets.aid_lines(by)
    trail.record(events.LISTED, by=by, about=[line.family for line in lines])
    return lines


@deed
def read_aid(*, by: Actor, aid: Aid) -> sheets.AidHours:
    """Hand out to the office the hours of one help: days, minutes and kinds, never times or notes."""
    must_see(Aid.objects.visible_to(by), aid)
    must(access.may_follow(by))
    trail.record(events.READ, by=by, about=[aid, aid.family_id])
    return sheets.aid_hours(by, aid)


def _own_key(by: Actor, provider: UUID, note: str) -> DataKey | None:
    if not note.strip():
        return None
    return make_key(Circle.PROVIDER, now=by.now, readers=[provider], office=False)


def _locked(entry: TimeEntry) -> TimeEntry:
    rows = TimeEntry.objects.select_for_update(of=("self",))
    return rows.select_related("share", "lock").get(id=entry.id)


def _book(  # noqa: PLR0913  # one row, written in one place
    by: Actor,
    share: Share,
    *,
    on: date,
    minutes: int,
    kind: Code,
    note: str = "",
    id: UUID,
) -> TimeEntry:
    _check_time(by, share.carer_id or by.user_id, on, minutes)
    _check_share(share, on, kind)
    entry = TimeEntry.objects.create(
        id=id,
        share=share,
        provider_id=share.provider_id,
        carer_id=share.carer_id or by.user_id,
        on=on,
        minutes=minutes,
        kind=kind,
        lock=_own_key(by, share.provider_id, note),
        note=clear(note),
        booked_by=by.user,
        booked_at=by.now,
    )
    facts = {"minutes": minutes, "kind": kind.code, "on": on}
    trail.record(events.BOOKED, by=by, about=[entry, share, share.aid_id], facts=facts)
    return entry


def _check_time(by: Actor, carer: UUID, on: date, minutes: int) -> None:
    if on > by.today:
        raise NotPossibleError(FUTURE, field="on")
    if not 0 < minutes <= DAY_MINUTES:
        raise NotPossibleError(TOO_LONG, field="minutes")
    _check_day(carer, on, minutes)


def _check_day(carer: UUID, on: date, more: int) -> None:
    """Nobody works more than 24 hours on a day, families and team together; less is always possible."""
    # Two bookings at the same moment come one after the other.
    User.objects.select_for_update(of=("self",), no_key=True).get(id=carer)
    before = sheets.minutes_of_day(carer, on)
    if more > 0 and before + more > DAY_MINUTES:
        sentence = FULL_DAY.format(clock.day_text(on), hours_text(before))
        raise NotPossibleError(sentence, field="minutes")


def _check_share(share: Share, on: date, kind: Code) -> None:
    """No hours without an approved decision, none outside its period (SGB VIII § 36a)."""
    if kind.detail.get("about_family") != "yes":
        raise NotPossibleError(NO_FAMILY, field="kind")
    if share.aid.status in {AidStatus.PROPOSED, AidStatus.DROPPED}:
        raise NotPossibleError(NOT_APPROVED)
    last = min(share.aid.ended_on or share.until_on, share.until_on)
    if not share.from_on <= on <= last:
        raise NotPossibleError(OUTSIDE, field="on")


def _reverse(by: Actor, entry: TimeEntry) -> TimeEntry:
    """Write the row that takes the minutes back; a row is reversed once."""
    if entry.reverses_id:
        raise NotPossibleError("Eine Berichtigung wird nicht noch einmal berichtigt.")
    FLOW.check(entry.status, Status.REVERSED)
    # What was never handed in needs no counter entry in a month.
    status = Status.BOOKED if entry.status == Status.HANDED_IN else Status.REVERSED
    entry.status = Status.REVERSED
    entry.save(update_fields=["status"])
    return _again(by, entry, -entry.minutes, status=status, reverses=entry)


def _again(by: Actor, entry: TimeEntry, minutes: int, note: str = "", **more: Any) -> TimeEntry:
    """Write another row for the same day, person and kind."""
    return TimeEntry.objects.create(
        share=entry.share,
        provider_id=entry.provider_id,
        carer_id=entry.carer_id,
        on=entry.on,
        minutes=minutes,
        kind_id=entry.kind_id,
        lock=_own_key(by, entry.provider_id, note),
        note=clear(note),
        booked_by=by.user,
        booked_at=by.now,
        **more,
    )


def _open_entries(provider: Provider, before: date) -> list[TimeEntry]:
    waiting = TimeEntry.objects.filter(provider=provider, status=Status.BOOKED, month__isnull=True)
    rows = waiting.filter(on__lt=before).select_for_update(of=("self",))
    return list(rows.select_related("share__aid").order_by("id"))


def _check_turn(provider: Provider, wanted: CalendarMonth, entries: list[TimeEntry]) -> None:
    """Months are handed in once and one after the other; whoever comes second is told."""
    handed_in = set(Month.objects.filter(provider=provider).values_list("first_on", flat=True))
    if wanted.first_on in handed_in:
        raise NotPossibleError(HANDED_IN)
    if not entries:
        raise NotPossibleError(NOTHING)
    # What lies before the newest month handed in was typed late and goes along.
    newest = max(handed_in, default=date.min)
    waiting = (e.on for e in entries if newest < e.on < wanted.first_on)
    earlier = {CalendarMonth.of(on) for on in waiting} - {CalendarMonth(on) for on in handed_in}
    if earlier:
        raise NotPossibleError(EARLIER_FIRST.format(f"den {min(earlier).words}"))


def _close(by: Actor, provider: Provider, first_on: date, entries: list[TimeEntry]) -> Month:
    try:
        with transaction.atomic():
            month = Month.objects.create(
                provider=provider,
                first_on=first_on,
                minutes=sum(entry.minutes for entry in entries),
                entries=len(entries),
                handed_in_by=by.user,
                handed_in_at=by.now,
            )
    except IntegrityError as twice:
        raise NotPossibleError(HANDED_IN) from twice
    closed = TimeEntry.objects.filter(id__in=[entry.id for entry in entries])
    closed.update(month=month, status=Status.HANDED_IN)
    return month
