"""Deeds about requests: take one, check who asks, find the family, clear the scope, put it off, refuse it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import reader, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from referrals.families.flow import Way
from referrals.families.models import Person
from referrals.holds import actions as holds
from referrals.holds.flow import Reason
from referrals.subject_access import access, events, sheets, sums
from referrals.subject_access.flow import FLOW, OVER, Asker, Channel, Proof, Status
from referrals.subject_access.models import AccessRequest, AccessStep

type May = Callable[[Actor, AccessRequest], bool]

MISSING = "Bitte füllen Sie dieses Feld aus."
LATER = "Dieser Tag liegt in der Zukunft."
TOO_OFTEN = "Das waren viele Suchen in kurzer Zeit. Bitte fragen Sie nach dem Merkwort der Familie."
SEARCHES_AN_HOUR = 10
PLACED = "Die Familie ist schon zugeordnet."
NOT_OF_THEM = "Diese Person gehört nicht zu der Familie."
TOO_LATE = "Verlängern geht nur im ersten Monat nach dem Eingang (Art. 12 Abs. 3 DSGVO)."
ONCE = "Die Frist ist schon verlängert."
ADVICE = "Es ist bekannt, wer fragt. Bitte lassen Sie die Ablehnung rechtlich prüfen und geben Sie den Tag an."
WHY = "Bitte schreiben Sie in einem Satz, warum."


@deed
def register(  # noqa: PLR0913  # what the form asks
    *,
    by: Actor,
    requester: str,
    contact: str,
    channel: Channel,
    received_on: date,
    wish: str = "",
    id: UUID | None = None,
) -> AccessRequest:
    """Take a request, whoever of the office it reached; from now on the coordination sees it."""
    must(access.may_register(by))
    for field, text in (("requester", requester), ("contact", contact)):
        if not text.strip():
            raise NotPossibleError(MISSING, field=field)
    if received_on > by.today:
        raise NotPossibleError(LATER, field="received_on")
    asked = AccessRequest(
        id=id or uuid4(),
        lock=make_key(Circle.REQUEST, now=by.now),
        received_on=received_on,
        channel=channel,
        requester=Clear(requester.strip()),
        contact=Clear(contact.strip()),
        wish=clear(wish),
        registered_by=by.user,
        registered_at=by.now,
    )
    asked.save(force_insert=True)
    _step(by, asked, Status.RECEIVED)
    trail.record(events.REGISTERED, by=by, about=[asked], facts={"channel": channel.value})
    return asked


@deed
def list_all(*, by: Actor) -> tuple[sheets.RequestLine, ...]:
    """Read the list of requests; one entry about all of them."""
    must(access.may_list(by))
    lines = sheets.lines(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


@deed
def read(*, by: Actor, asked: AccessRequest) -> sheets.RequestSheet:
    """Read one request."""
    must_see(AccessRequest.objects.visible_to(by), asked)
    must(access.may_work_on(by, asked) and bool(sheets.free_of_own([asked], by)))
    trail.record(events.READ, by=_for(by, asked), about=_about(asked))
    return sheets.sheet(asked, by)


@deed
def identify(*, by: Actor, asked: AccessRequest, proof: Proof) -> AccessRequest:
    """Say how the office made sure who asks; a mail or a call alone is no way."""
    asked = _moved(by, asked, Status.IDENTIFIED)
    asked.proof = proof
    asked.save(update_fields=["status", "proof"])
    trail.record(events.IDENTIFIED, by=by, about=_about(asked), facts={"proof": proof.value})
    return asked


@deed
def place(*, by: Actor, asked: AccessRequest, name: str, mark: str = "") -> int:
    """Find the family in the whole office, for a request whose identity was checked and for nothing
    else: none, one, or two for several. A family that one must not know is none.
    """
    asked = _locked(by, asked)
    FLOW.check(asked.status, Status.CLARIFIED)
    if asked.family_id:
        raise NotPossibleError(PLACED)
    since = by.now - timedelta(hours=1)
    if reader.count(by.user_id, events.SEARCHED.code, since) >= SEARCHES_AN_HOUR:
        raise NotPossibleError(TOO_OFTEN)
    found = sheets.named(by, name, mark)
    hits = min(len(found), 2)
    trail.record(events.SEARCHED, by=by, about=[asked.id], facts={"hits": hits})
    if hits == 1:
        asked.family = found[0]
        asked.hold = holds.set_hold(by=by, family=found[0].id, reason=Reason.ACCESS)
        asked.save(update_fields=["family", "hold"])
        trail.record(events.PLACED, by=by, about=_about(asked))
    return hits


@deed
def read_people(*, by: Actor, asked: AccessRequest) -> tuple[tuple[UUID, str], ...]:
    """Read the names of one family, to say which of them asks."""
    must_see(AccessRequest.objects.visible_to(by), asked)
    must(access.may_choose_person(by, asked))
    trail.record(events.PEOPLE_READ, by=_for(by, asked), about=_about(asked))
    return sheets.people(asked, by)


@deed
def clarify(
    *, by: Actor, asked: AccessRequest, person: UUID, asker: Asker, scope: str = ""
) -> AccessRequest:
    """Say whom the answer is about, as what that person asks, and how much they want to know."""
    asked = _moved(by, asked, Status.CLARIFIED)
    about = Person.objects.filter(family=asked.family_id, id=person).first()
    if about is None:
        raise NotPossibleError(NOT_OF_THEM, field="person")
    asked.person, asked.asker, asked.scope = about, asker, clear(scope)
    asked.save(update_fields=["status", "person", "asker", "scope"])
    trail.record(events.CLARIFIED, by=by, about=_about(asked), facts={"asker": asker.value})
    return asked


@deed
def extend(*, by: Actor, asked: AccessRequest, reason: str) -> AccessRequest:
    """Put the answer off by two months, within the first and with a reason for the person."""
    asked = _locked(by, asked)
    if asked.status in OVER:
        FLOW.check(asked.status, Status.RECEIVED)
    if asked.extended_at:
        raise NotPossibleError(ONCE)
    if by.today > sums.due_on(asked.received_on, is_longer=False):
        raise NotPossibleError(TOO_LATE)
    if not reason.strip():
        raise NotPossibleError(WHY, field="reason")
    asked.extended_at, asked.extension = by.now, Clear(reason.strip())
    asked.save(update_fields=["extended_at", "extension"])
    facts = {"until": asked.due_on}
    trail.record(events.EXTENDED, by=by, about=_about(asked), facts=facts)
    return asked


@deed
def refuse(
    *, by: Actor, asked: AccessRequest, reason: str, lawyer_on: date | None = None
) -> AccessRequest:
    """Refuse the answer as a whole, with a reason; where it is known who asks, after legal advice."""
    if not reason.strip():
        raise NotPossibleError(WHY, field="reason")
    if lawyer_on and lawyer_on > by.today:
        raise NotPossibleError(LATER, field="lawyer_on")
    asked = _moved(by, asked, Status.REFUSED)
    if asked.proof and lawyer_on is None:
        raise NotPossibleError(ADVICE, field="lawyer_on")
    asked.refusal, asked.lawyer_on = Clear(reason.strip()), lawyer_on
    asked.save(update_fields=["status", "refusal", "lawyer_on"])
    trail.record(events.REFUSED, by=by, about=_about(asked))
    return asked


@deed
def step(*, by: Actor, asked: AccessRequest, to: Status, remark: str = "") -> AccessRequest:
    """Take a request one step further, inside the deed that does what the step is about; `remark` is
    what the second person wants otherwise.
    """
    asked = _moved(by, asked, to, access.may_step)
    asked.remark = clear(remark)
    asked.save(update_fields=["status", "remark"])
    trail.record(events.STEPPED, by=by, about=_about(asked), facts={"status": to.value})
    return asked


@deed
def withdraw(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Note that the person does not want to know any more."""
    asked = _moved(by, asked, Status.WITHDRAWN)
    asked.save(update_fields=["status"])
    trail.record(events.WITHDRAWN, by=by, about=_about(asked))
    return asked


def _moved(
    by: Actor, asked: AccessRequest, to: Status, may: May = access.may_work_on
) -> AccessRequest:
    """Lock a request and take it one step further; whoever calls this saves the status."""
    asked = _locked(by, asked, may)
    FLOW.check(asked.status, to)
    asked.status = to
    _step(by, asked, to)
    if to in OVER and asked.hold and asked.hold.ended_at is None:
        holds.end(by=by, hold=asked.hold)
    return asked


def _locked(by: Actor, asked: AccessRequest, may: May = access.may_work_on) -> AccessRequest:
    rows = AccessRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("lock", "family", "person", "hold").get(id=asked.id)
    must(may(by, found) and bool(sheets.free_of_own([found], by)))
    return found


def _step(by: Actor, asked: AccessRequest, status: Status) -> None:
    AccessStep.objects.create(asked=asked, status=status, at=by.now, by=by.user)


def _for(by: Actor, asked: AccessRequest) -> Actor:
    """Say in the trail for what a family was read: for this request and for nothing else."""
    return replace(by, purpose=Way.ACCESS.value) if asked.family_id else by


def _about(asked: AccessRequest) -> list[UUID]:
    return [asked.id, *([asked.family_id] if asked.family_id else [])]
