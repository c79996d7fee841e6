"""Deeds about appointments and hours: planning, holding, booking, correcting, handing in the
month.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import clear
from providers.budgets import actions as budgets
from providers.register.models import Code, Provider
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.hours import access, events
from referrals.hours.flow import FLOW, Status
from referrals.hours.models import Month, TimeEntry

FUTURE = "Stunden bucht man erst, wenn sie geleistet sind."
OUTSIDE = (
    "An diesem Tag war die Hilfe nicht bewilligt. Bitte sprechen Sie mit der Bezirkssozialarbeit."
)
NOT_APPROVED = "Diese Hilfe ist noch nicht bewilligt. Stunden können Sie danach buchen."
NO_FAMILY = "Diese Art der Stunde gehört zu keiner Familie."
WITH_FAMILY = "Diese Art der Stunde gehört zu einer Familie."
HANDED_IN = "Dieser Monat ist schon abgegeben."
RUNNING_MONTH = "Dieser Monat läuft noch. Abgeben können Sie ihn ab dem ersten Tag des nächsten."
NOTHING = "In diesem Monat sind keine Stunden offen."


@deed
def book(
    *, by: Actor, share: Share, on: date, minutes: int, kind: Code, note: str = ""
) -> TimeEntry:
    """Book minutes spent for a family."""
    _must(access.may_book(by, share))
    return _book(by, share, on=on, minutes=minutes, kind=kind, note=note)


@deed
def book_unspecific(
    *, by: Actor, provider: Provider, on: date, minutes: int, kind: Code
) -> TimeEntry:
    """Book work without a family: team, project; the row can name no family at all."""
    _must(provider.id in by.providers)
    if kind.detail.get("about_family") == "yes":
        raise NotPossibleError(WITH_FAMILY, field="kind")
    _check_day(by, on)
    entry = TimeEntry.objects.create(
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
    _must(access.may_correct(by, entry))
    if entry.status != Status.BOOKED:
        raise NotPossibleError("Diese Buchung ist schon abgegeben. Bitte berichtigen Sie sie.")
    _reverse(by, entry)
    trail.record(events.UNDONE, by=by, about=[entry])


@deed
def correct(*, by: Actor, entry: TimeEntry, minutes: int) -> TimeEntry | None:
    """Correct booked minutes: a reversal and, when minutes remain, a new booking; nothing is
    overwritten.

    Returns:
        The new booking, or nothing when zero minutes remain.
    """
    entry = _locked(entry)
    _must(access.may_correct(by, entry))
    if minutes == entry.minutes:
        raise NotPossibleError(
            "Das ist die gebuchte Zeit. Bitte geben Sie die richtige an.", field="minutes"
        )
    _reverse(by, entry)
    corrected = _again(by, entry, minutes) if minutes else None
    facts = {"from": entry.minutes, "to": minutes}
    trail.record(
        events.CORRECTED, by=by, about=[entry, *([corrected] if corrected else [])], facts=facts
    )
    return corrected


@deed
def hand_in(*, by: Actor, provider: Provider, first_on: date) -> Month:
    """Hand in a provider's month: its hours are used, the budget falls; what comes later goes into
    the next month.

    Hours and corrections of earlier months that were typed late go along.
    """
    _must(access.may_hand_in(by, provider.id))
    next_first = _next_month(first_on)
    if by.today < next_first:
        raise NotPossibleError(RUNNING_MONTH)
    open_entries = _open_entries(provider, next_first)
    if not open_entries:
        raise NotPossibleError(NOTHING)
    month = _close(by, provider, first_on, open_entries)
    budgets.use(by=by, provider=provider, minutes_by_account=_by_account(open_entries))
    trail.record(
        events.HANDED_IN,
        by=by,
        about=[month, provider],
        facts={"month": first_on, "entries": len(open_entries), "minutes": month.minutes},
    )
    return month


def _must(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence: must(may_...)
    if not allowed:
        raise PermissionDenied


def _own_key(by: Actor, provider: UUID) -> DataKey:
    return make_key(Circle.PROVIDER, now=by.now, readers=[provider], office=False)


def _locked(entry: TimeEntry) -> TimeEntry:
    rows = TimeEntry.objects.select_for_update(of=("self",))
    return rows.select_related("share").get(id=entry.id)


def _book(  # one row, written in one place
    by: Actor,
    share: Share,
    *,
    on: date,
    minutes: int,
    kind: Code,
    note: str = "",
) -> TimeEntry:
    _check_day(by, on)
    _check_share(share, on, kind)
    entry = TimeEntry.objects.create(
        share=share,
        provider_id=share.provider_id,
        carer_id=share.carer_id or by.user_id,
        on=on,
        minutes=minutes,
        kind=kind,
        lock=_own_key(by, share.provider_id) if note.strip() else None,
        note=clear(note),
        booked_by=by.user,
        booked_at=by.now,
    )
    facts = {"minutes": minutes, "kind": kind.code, "on": on}
    trail.record(events.BOOKED, by=by, about=[entry, share, share.aid_id], facts=facts)
    return entry


def _check_day(by: Actor, on: date) -> None:
    if on > by.today:
        raise NotPossibleError(FUTURE, field="on")


def _check_share(share: Share, on: date, kind: Code) -> None:
    """No hours without an approved decision, none outside its period (SGB VIII § 36a)."""
    if kind.detail.get("about_family") != "yes":
        raise NotPossibleError(NO_FAMILY, field="kind")
    if share.aid.status in {AidStatus.PROPOSED, AidStatus.DROPPED}:
        raise NotPossibleError(NOT_APPROVED)
    last = share.aid.ended_on or share.until_on
    if not share.from_on <= on <= last:
        raise NotPossibleError(OUTSIDE, field="on")


def _reverse(by: Actor, entry: TimeEntry) -> TimeEntry:
    """Write the row that takes the minutes back; a row is reversed once."""
    if entry.reverses_id:
        raise NotPossibleError("Eine Berichtigung wird nicht noch einmal berichtigt.")
    FLOW.check(entry.status, Status.REVERSED)
    was_handed_in = entry.status == Status.HANDED_IN
    entry.status = Status.REVERSED
    entry.save(update_fields=["status"])
    reversal = TimeEntry(
        share=entry.share,
        provider_id=entry.provider_id,
        carer_id=entry.carer_id,
        on=entry.on,
        minutes=-entry.minutes,
        kind_id=entry.kind_id,
        # What was never handed in needs no counter entry in a month.
        status=Status.BOOKED if was_handed_in else Status.REVERSED,
        reverses=entry,
        booked_by=by.user,
        booked_at=by.now,
    )
    reversal.save(force_insert=True)
    return reversal


def _again(by: Actor, entry: TimeEntry, minutes: int) -> TimeEntry:
    return TimeEntry.objects.create(
        share=entry.share,
        provider_id=entry.provider_id,
        carer_id=entry.carer_id,
        on=entry.on,
        minutes=minutes,
        kind_id=entry.kind_id,
        booked_by=by.user,
        booked_at=by.now,
    )


def _open_entries(provider: Provider, before: date) -> list[TimeEntry]:
    rows = TimeEntry.objects.select_for_update(of=("self",)).filter(
        provider=provider, on__lt=before, status=Status.BOOKED, month__isnull=True
    )
    return list(rows.select_related("share").order_by("id"))


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
    TimeEntry.objects.filter(id__in=[entry.id for entry in entries]).update(
        month=month, status=Status.HANDED_IN
    )
    return month


def _by_account(entries: Iterable[TimeEntry]) -> dict[tuple[UUID, int], int]:
    """Add up minutes by account and budget year; work without a family has its own part of the
    budget.
    """
    minutes: Counter[tuple[UUID, int]] = Counter()
    for entry in entries:
        if entry.share:
            minutes[entry.share.account, entry.on.year] += entry.minutes
    return dict(minutes)


def _next_month(first_on: date) -> date:
    return date(first_on.year + first_on.month // 12, first_on.month % 12 + 1, 1)
