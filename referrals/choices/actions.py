"""Deeds by which a family chooses providers, and by which the chosen ones take it on or do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must_see
from protection import wall
from protection.sealing import clear
from providers.budgets import actions as budgets
from providers.codes.models import Code
from referrals.choices import events, sheets
from referrals.enquiries import access, sums
from referrals.enquiries import actions as enquiries
from referrals.enquiries.flow import FLOW, OPEN_AT_PROVIDER, CopyStatus, Status
from referrals.enquiries.models import LONGEST_MONTHS, Copy, Enquiry, Matter

NOBODY = "Bitte wählen Sie aus, wen die Familie ausgewählt hat."
ONE_LEAD = "Bitte legen Sie genau einen Träger fest, der die Federführung hat."
NO_HOURS = "Bitte geben Sie für jeden ausgewählten Träger die Stunden in der Woche an."
NO_OFFER = "Von diesem Träger liegt kein Angebot vor."
TOO_LATE = (
    "{} kann erst ab {}. Das ist für diese Auswahl zu spät. Bitte klären Sie mit dem Träger einen"
    " früheren Tag."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One provider that the family chose, with its minutes a week; exactly one of several leads."""

    copy: Copy
    week_minutes: int
    is_lead: bool = False


@deed
def choose(*, by: Actor, enquiry: Enquiry, choices: Sequence[Choice], wish: str = "") -> Enquiry:
    """Keep whom the family chose, alone or jointly, and set their hours aside, even beyond a contingent."""
    enquiry, matter = _locked(enquiry.id)
    if not access.may_choose(by, matter):
        raise PermissionDenied
    FLOW.check(enquiry.status, Status.CHOSEN)
    offered = {copy.id: copy for copy in Copy.objects.locked(enquiry)}
    chosen = [replace(one, copy=_offered(offered, one.copy)) for one in _checked(choices)]
    periods = _periods(by, enquiry, chosen)
    for choice in chosen:
        _reserve(by, enquiry, matter, choice, periods[choice.copy.id])
    enquiry.status = Status.CHOSEN
    enquiry.save(update_fields=["status"])
    matter.wish, matter.chosen_at = clear(wish), by.now
    matter.save(update_fields=["wish", "chosen_at"])
    facts = {"providers": [choice.copy.provider_id for choice in choices]}
    trail.record(events.CHOSEN, by=by, about=[enquiry, matter.family_id], facts=facts)
    return enquiry


@deed
def accept(*, by: Actor, copy: Copy) -> Copy:
    """Take on what the family chose: the hours set aside are promised; when all have, the enquiry is placed."""
    if not access.may_answer(by, copy):
        raise PermissionDenied
    copy = enquiries.move(by=by, copy=copy, to=CopyStatus.ACCEPTED, event=events.ACCEPTED)
    budgets.confirm(by=by, provider=copy.provider, account=copy.account)
    _go_on(by, copy.enquiry_id)
    return copy


@deed
def refuse(*, by: Actor, copy: Copy, reason: Code) -> Copy:
    """Say after the choice that it is not possible after all; the hours set aside become free."""
    if not access.may_answer(by, copy):
        raise PermissionDenied
    changes = {"decline_reason": reason, "answered_by": by.user, "answered_at": by.now}
    copy = enquiries.move(
        by=by, copy=copy, to=CopyStatus.DECLINED, event=events.REFUSED, changes=changes
    )
    _go_on(by, copy.enquiry_id)
    return copy


@deed
def lapse(*, by: Actor, copy: Copy) -> Copy:
    """End a choice that the provider did not accept in time; the hours set aside become free."""
    if not by.has(Role.CLOCK):
        raise PermissionDenied
    copy = enquiries.move(by=by, copy=copy, to=CopyStatus.EXPIRED, event=events.LAPSED)
    _go_on(by, copy.enquiry_id)
    return copy


@deed
def read(*, by: Actor, matter: Matter) -> sheets.EnquirySheet:
    """Read an enquiry with its answers side by side."""
    must_see(Matter.objects.visible_to(by), matter)
    trail.record(events.READ, by=by, about=[matter.enquiry, matter.family_id])
    return sheets.enquiry_sheet(matter, by)


def _locked(enquiry_id: UUID) -> tuple[Enquiry, Matter]:
    enquiry = (
        Enquiry.objects.select_for_update(of=("self",)).select_related("lock").get(id=enquiry_id)
    )
    return enquiry, Matter.objects.select_related("family", "lock").get(enquiry=enquiry)


def _checked(choices: Sequence[Choice]) -> list[Choice]:
    """Refuse an empty choice, one without hours or with too many, or one without exactly one lead.

    Returns:
        The choices in order of provider, so that parallel choices lock budgets in the same order.
    """
    if not choices:
        raise NotPossibleError(NOBODY, field="copies")
    if any(choice.week_minutes <= 0 for choice in choices):
        raise NotPossibleError(NO_HOURS)
    for choice in choices:
        sums.check_hours(choice.week_minutes, f"hours_{choice.copy.id}")
    sums.check_hours(sum(choice.week_minutes for choice in choices))
    if len(choices) == 1:
        return [replace(choices[0], is_lead=True)]
    if sum(choice.is_lead for choice in choices) != 1:
        raise NotPossibleError(ONE_LEAD, field="lead")
    return sorted(choices, key=lambda choice: choice.copy.provider_id)


def _offered(offered: Mapping[UUID, Copy], copy: Copy) -> Copy:
    found = offered.get(copy.id)
    if found is None or found.offered_from is None:
        raise NotPossibleError(NO_OFFER)
    return found


def _periods(
    by: Actor, enquiry: Enquiry, choices: Sequence[Choice]
) -> dict[UUID, tuple[date, date]]:
    """Give first and last day for each chosen copy; together they are one help, which a decision
    can give for 36 months at most.
    """
    begins = {
        one.copy.id: max(enquiry.start_on, one.copy.offered_from or enquiry.start_on)
        for one in choices
    }
    end = sums.last_day(min(begins.values()), LONGEST_MONTHS)
    latest = min(end, sums.last_day(by.today, LONGEST_MONTHS))
    for one in choices:
        if begins[one.copy.id] > latest:
            day = clock.day_text(begins[one.copy.id])
            raise NotPossibleError(TOO_LATE.format(one.copy.provider.name, day))
    return {
        copy: (from_on, min(end, sums.last_day(from_on, enquiry.months)))
        for copy, from_on in begins.items()
    }


def _reserve(
    by: Actor, enquiry: Enquiry, matter: Matter, choice: Choice, period: tuple[date, date]
) -> None:
    """Set the hours of one chosen provider aside, and mark what lies beyond its contingent."""
    copy = choice.copy
    from_on, until_on = period
    over = budgets.reserve(
        by=by,
        provider=copy.provider,
        account=copy.account,
        from_on=from_on,
        until_on=until_on,
        week_minutes=choice.week_minutes,
    )
    changes = {
        "chosen_week_minutes": choice.week_minutes,
        "chosen_from": from_on,
        "chosen_until": until_on,
        "is_lead": choice.is_lead,
        "over": over > 0,
    }
    enquiries.move(by=by, copy=copy, to=CopyStatus.CHOSEN, event=events.SELECTED, changes=changes)
    if over:
        about: list[trail.Thing | UUID] = [copy, enquiry, matter.family_id, copy.provider_id]
        trail.record(events.OVERRUN, by=by, about=about, facts={"minutes": over})


def _go_on(by: Actor, enquiry_id: UUID) -> None:
    """See where an enquiry stands after one chosen provider accepted or fell out.

    While others are still to answer it waits. If somebody accepted it is placed, with those who did;
    the rest reads that it went elsewhere. If nobody did the family chooses again among the offers left.
    """
    with wall.as_office():
        enquiry, matter = _locked(enquiry_id)
        copies = list(Copy.objects.locked(enquiry))
        statuses = {copy.status for copy in copies}
        if CopyStatus.CHOSEN in statuses or enquiry.status != Status.CHOSEN:
            return
        placed = CopyStatus.ACCEPTED in statuses
        if placed:
            _keep_a_lead(copies)
            _close_others(by, copies)
        enquiry.status = Status.PLACED if placed else Status.SENT
        enquiry.save(update_fields=["status"])
    if placed:
        trail.record(events.PLACED, by=by, about=[enquiry, matter.family_id])


def _keep_a_lead(copies: Sequence[Copy]) -> None:
    """When the lead fell out, whoever brings most hours of those who accepted takes its place."""
    accepted = [copy for copy in copies if copy.status == CopyStatus.ACCEPTED]
    if any(copy.is_lead for copy in accepted):
        return
    for copy in copies:
        if copy.is_lead:
            copy.is_lead = False
            copy.save(update_fields=["is_lead"])
    first = max(accepted, key=lambda copy: copy.chosen_week_minutes or 0)
    first.is_lead = True
    first.save(update_fields=["is_lead"])


def _close_others(by: Actor, copies: Sequence[Copy]) -> None:
    """Close the enquiry to everyone else; the clock does it, so that nobody reads there who accepted."""
    nobody = replace(Actor.clock(by.now), request_id=by.request_id)
    for copy in copies:
        if copy.status in OPEN_AT_PROVIDER:
            to = CopyStatus.ELSEWHERE
            enquiries.move(by=nobody, copy=copy, to=to, event=events.WENT_ELSEWHERE)
