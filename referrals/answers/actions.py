"""Deeds by which providers answer an enquiry, and the office answers their questions."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import F

from accounts.actor import Actor
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must_see
from protection import wall
from protection.sealing import Clear, clear
from providers.codes.models import Code, List
from referrals.answers import events, sheets
from referrals.enquiries import access, sums
from referrals.enquiries import actions as enquiries
from referrals.enquiries import sheets as asking
from referrals.enquiries.flow import (
    ANSWERABLE,
    COPY_FLOW,
    LEAVING,
    OPEN_AT_PROVIDER,
    CopyStatus,
)
from referrals.enquiries.models import Copy, Enquiry, Matter, Message
from referrals.releases import actions as releases

LATELY = timedelta(days=14)
NO_TEXT = "Bitte schreiben Sie, was Sie wissen möchten."
NO_HOURS = "Bitte geben Sie an, wie viele Stunden in der Woche Sie anbieten."
NO_PROFILE = "Bitte beschreiben Sie kurz und ohne Namen, wer kommt."
PAST = "Dieser Tag ist schon vorbei. Bitte geben Sie einen späteren Tag an."
NO_REASON = "Wenn es nicht geht, nennen Sie den Grund. Wir suchen dann gemeinsam eine Lösung."


@deed
def ask_back(
    *, by: Actor, copy: Copy, text: str, seen: str = "", id: UUID | None = None
) -> Message:
    """Ask the district worker something about an enquiry."""
    copy = _answering(by, copy, seen)
    if not text.strip():
        raise NotPossibleError(NO_TEXT, field="text")
    message = _say(by, copy, text, id)
    if copy.status == CopyStatus.SENT:
        _answer(by, copy, CopyStatus.QUESTION, events.ASKED_BACK)
    else:
        trail.record(events.ASKED_BACK, by=by, about=[copy, copy.enquiry_id])
    return message


@deed
def answer_question(
    *, by: Actor, copy: Copy, text: str, names_anyway: bool = False, id: UUID | None = None
) -> Message:
    """Answer a provider's question, or tell it something more; it gets at least one more working day."""
    enquiry = Enquiry.objects.select_for_update().get(id=copy.enquiry_id)
    matter = Matter.objects.select_related("family__lock").get(enquiry=enquiry)
    copy = Copy.objects.locked(enquiry).get(id=copy.id)
    if not access.may_choose(by, matter):
        raise PermissionDenied
    if not copy.is_open:
        _refuse(copy)
    if not text.strip():
        raise NotPossibleError("Bitte schreiben Sie Ihre Antwort.", field="text")
    typed_in = ("text", "In Ihrer Antwort")
    releases.refuse_protected(by=by, family=matter.family_id, text=text, at=typed_in)
    if not names_anyway:
        asking.refuse_names(matter.family, by, text, field="text")
    facts: dict[str, trail.Fact] = {"names_anyway": True} if names_anyway else {}
    message = _say(by, copy, text, id)
    if copy.status == CopyStatus.QUESTION:
        enquiry.answer_by = max(enquiry.answer_by, clock.working_days_later(by.today, 1))
        enquiry.save(update_fields=["answer_by"])
        enquiries.move(by=by, copy=copy, to=CopyStatus.SENT, event=events.EXPLAINED, facts=facts)
    else:
        about: list[trail.Thing | UUID] = [copy, enquiry, matter.family_id]
        trail.record(events.EXPLAINED, by=by, about=about, facts=facts)
    return message


@deed
def offer(  # noqa: PLR0913  # the four fields of an offer, and what the page showed
    *,
    by: Actor,
    copy: Copy,
    offered_from: date,
    week_minutes: int,
    profile: str,
    differs: str = "",
    seen: str = "",
    id: UUID | None = None,
) -> Copy:
    """Offer help: from when, how much, who comes (without a name), and what differs from what was asked."""
    copy = _answering(by, copy, seen)
    if offered_from < by.today:
        raise NotPossibleError(PAST, field="offered_from")
    if week_minutes <= 0:
        raise NotPossibleError(NO_HOURS, field="week_minutes")
    sums.check_hours(week_minutes, "week_minutes")
    if not profile.strip():
        raise NotPossibleError(NO_PROFILE, field="profile")
    changes = {
        "offered_from": offered_from,
        "offered_week_minutes": week_minutes,
        "profile": Clear(profile.strip()),
        "differs": clear(differs),
    }
    return _answer(by, copy, CopyStatus.OFFERED, events.OFFERED, changes, id)


@deed
def offer_later(
    *, by: Actor, copy: Copy, offered_from: date, note: str = "", seen: str = ""
) -> Copy:
    """Offer help for later: the enquiry stands on the provider's waiting list."""
    copy = _answering(by, copy, seen)
    if offered_from <= by.today:
        raise NotPossibleError(PAST, field="offered_from")
    changes = {"offered_from": offered_from, "differs": clear(note)}
    return _answer(by, copy, CopyStatus.LATER, events.POSTPONED, changes)


@deed
def decline(*, by: Actor, copy: Copy, reason: Code, seen: str = "") -> Copy:
    """Say that it is not possible, and why; some reasons are reported to the head."""
    copy = _answering(by, copy, seen)
    if reason.list != List.DECLINE_REASON:
        raise NotPossibleError(NO_REASON, field="reason")
    copy = _answer(by, copy, CopyStatus.DECLINED, events.DECLINED, {"decline_reason": reason})
    if reason.detail.get("escalates") == "yes":
        about: list[trail.Thing | UUID] = [copy, copy.enquiry_id, copy.provider_id]
        trail.record(events.ESCALATED, by=by, about=about, facts={"reason": reason.code})
    return copy


@deed
def list_copies(*, by: Actor) -> sheets.Inbox:
    """List what providers were asked and have not finished, by deadline, and what ended in the last two weeks."""
    copies = Copy.objects.visible_to(by)
    waiting = copies.filter(status__in=OPEN_AT_PROVIDER).select_related(
        *("lock", "enquiry__lock", "enquiry__aid_type", "enquiry__space", "enquiry__worker")
    )
    lately = copies.filter(
        status__in=LEAVING, steps__at__gte=by.now - LATELY, steps__status=F("status")
    ).select_related("decline_reason")
    found = list(waiting.order_by("enquiry__answer_by", "id"))
    ended = list(lately.prefetch_related("steps").order_by("-steps__at"))
    trail.record(events.COPIES_LISTED, by=by, about=[*found, *ended])
    return sheets.inbox(found, ended, by)


@deed
def read(*, by: Actor, copy: Copy) -> sheets.CopySheet:
    """Read what a provider was asked."""
    must_see(Copy.objects.visible_to(by), copy)
    trail.record(events.COPY_READ, by=by, about=[copy, copy.enquiry_id])
    return sheets.copy_sheet(copy, by)


@deed
def read_question(*, by: Actor, copy: Copy) -> tuple[sheets.Said, ...]:
    """Read in the office what a provider asked back, before it is answered."""
    must_see(Copy.objects.visible_to(by), copy)
    trail.record(events.QUESTION_READ, by=by, about=[copy, copy.enquiry_id])
    return sheets.thread(copy.messages.select_related("by", "lock"))


def _answering(by: Actor, copy: Copy, seen: str) -> Copy:
    """Lock a copy for an answer; when a colleague answered since the page was shown, say so.

    Args:
        by: the coordinator who answers.
        copy: the copy as it was loaded.
        seen: the status that the page showed, if it was another.
    """
    with wall.as_office():
        enquiry = Enquiry.objects.select_for_update().get(id=copy.enquiry_id)
        locked = Copy.objects.locked(enquiry).get(id=copy.id)
    if not access.may_answer(by, locked):
        raise PermissionDenied
    colleague = locked.answered_by if locked.answered_by_id != by.user_id else None
    if colleague and locked.status != (seen or copy.status):
        sentence = (
            f"{colleague.display_name} hat diese Anfrage soeben beantwortet. "
            "Ihre Antwort ist nicht mehr nötig."
        )
        raise NotPossibleError(sentence)
    if locked.status not in ANSWERABLE:
        _refuse(locked)
    return locked


def _refuse(copy: Copy) -> None:
    """Say where a copy stands that cannot be answered any more."""
    word = COPY_FLOW.words[copy.status]
    raise NotPossibleError(f"Das ist jetzt nicht möglich. Der Stand ist: {word}.")


def _answer(
    by: Actor,
    copy: Copy,
    to: CopyStatus,
    event: trail.Event,
    changes: Mapping[str, object] | None = None,
    id: UUID | None = None,
) -> Copy:
    given = {**(changes or {}), "answered_by": by.user, "answered_at": by.now}
    return enquiries.move(by=by, copy=copy, to=to, event=event, changes=given, id=id)


def _say(by: Actor, copy: Copy, text: str, id: UUID | None) -> Message:
    message = Message(
        id=id or uuid4(),
        copy=copy,
        provider_id=copy.provider_id,
        lock=copy.lock,
        text=Clear(text.strip()),
        at=by.now,
        by=by.user,
    )
    message.save(force_insert=True)
    return message
