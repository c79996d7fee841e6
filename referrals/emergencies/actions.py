"""Deeds in an emergency: find and open the card, end it, review it, keep the roster."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from accounts.actor import Actor
from accounts.models import OnCall, User
from accounts.roles import PROVIDER_ROLES
from audit import clock, reader, trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must, must_see
from protection.sealing import clear
from referrals.emergencies import access, events, sheets, sums
from referrals.emergencies.models import Cause, Emergency, Outcome, Way
from referrals.emergencies.sheets import Card, EmergencyLine, RosterLine
from referrals.families.models import Family
from referrals.families.sheets import with_people

TOO_OFTEN = "Das waren viele Suchen in kurzer Zeit. Bitte rufen Sie die Teamleitung oder die Bereitschaft an."
WHY = "Bitte schreiben Sie in einem ganzen Satz, warum Sie die Angaben jetzt brauchen."
TOO_LONG = "Eine Bereitschaft dauert höchstens 14 Tage. Bitte prüfen Sie das Ende."
MISUSE_WHY = "Bitte schreiben Sie, was nicht in Ordnung war."
TWICE = "In dieser Zeit hat die Person schon Bereitschaft."
OVER = "Diese Bereitschaft ist schon vorbei."
NOT_OFFICE = "Bereitschaft haben nur Personen des Jugendamts."
KEPT_DAYS = timedelta(days=90)
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search in an emergency came to: a card, a family one sees anyway, or nothing certain."""

    emergency: Emergency | None = None
    own: Family | None = None
    several: bool = False
    was_open: bool = False


@deed
def begin(
    *, by: Actor, name: str, mark: str, cause: Cause, reason: str = "", id: UUID | None = None
) -> Found:
    """Look for one family in the whole office and open its card for four hours, on call until then.

    The answer for a family that one must not see is the answer for none. A card that stands open is
    opened again: one access, one review.
    """
    must(access.may_begin(by))
    on_call = _ends_on_call(by)
    if not (on_call or sums.is_sentence(reason)):
        raise NotPossibleError(WHY, field="reason")
    if not (mark.strip() or sums.is_word(name)):
        raise NotPossibleError(sums.MORE, field="mark")
    _check_not_too_often(by)
    found = sheets.named(_everybody(by), name, mark)
    if len(found) != 1:
        trail.record(events.SEARCHED, by=by, facts={"hits": min(len(found), 2)})
        return Found(several=len(found) > 1)
    family = found[0]
    trail.record(events.SEARCHED, by=by, about=[family], facts={"hits": 1})
    if Family.objects.visible_to(by).filter(id=family.id).exists():
        return Found(own=family)
    if standing := _standing(by, family):
        return Found(emergency=standing, was_open=True)
    emergency = Emergency.objects.create(
        id=id or uuid4(),
        family=family,
        lock=family.lock,
        person=by.user,
        way=Way.ROSTER if on_call else Way.EMERGENCY,
        cause=cause,
        reason=clear(reason),
        began_at=by.now,
        ends_at=on_call or by.now + sums.LASTS,
    )
    event = events.BEGUN_ON_CALL if on_call else events.BEGUN
    trail.record(event, by=by, about=[family, emergency], facts={"cause": cause.value})
    return Found(emergency=emergency)


@deed
def read_card(*, by: Actor, emergency: Emergency) -> Card:
    """Read the card, as long as it is open; every look is an entry."""
    must(access.may_read(by, emergency))
    family = with_people(Family.objects.filter(access.reachable_by(by), id=emergency.family_id))
    emergency.family = family.get()
    trail.record(events.CARD_READ, by=by, about=[emergency, emergency.family_id])
    return sheets.card(emergency, by)


@deed
def end(*, by: Actor, emergency: Emergency) -> None:
    """Close the card before its hour."""
    emergency = Emergency.objects.select_for_update().get(id=emergency.id)
    must(access.may_read(by, emergency))
    emergency.ended_at = by.now
    emergency.save(update_fields=["ended_at"])
    trail.record(events.ENDED, by=by, about=[emergency, emergency.family_id])


@deed
def review(*, by: Actor, emergency: Emergency, outcome: Outcome, remark: str = "") -> None:
    """Say as another person whether an emergency was in order; misuse needs words."""
    locked = Emergency.objects.select_for_update(of=("self",)).select_related("family", "lock")
    emergency = locked.get(id=emergency.id)
    must(access.may_review(by, emergency))
    if emergency.reviewed_at:
        raise NotPossibleError("Dieser Zugriff ist schon geprüft.")
    if outcome == Outcome.MISUSE and not remark.strip():
        raise NotPossibleError(MISUSE_WHY, field="remark")
    emergency.reviewed_by, emergency.reviewed_at = by.user, by.now
    emergency.outcome, emergency.remark = outcome, clear(remark)
    emergency.save(update_fields=["reviewed_by", "reviewed_at", "outcome", "remark"])
    trail.record(
        events.REVIEWED,
        by=by,
        about=[emergency, emergency.family_id],
        facts={"outcome": outcome.value},
    )


@deed
def list_them(*, by: Actor) -> tuple[EmergencyLine, ...]:
    """List what this person may know of: not yet reviewed first, reviewed ones of three months."""
    must(access.may_list(by))
    rows = Emergency.objects.visible_to(by).filter(began_at__gte=by.now - KEPT_DAYS)
    near = rows.select_related("family", "lock", "person").order_by("-began_at")
    shown = sorted(near, key=lambda row: row.reviewed_at is not None)
    trail.record(events.LISTED, by=by, about=[row.id for row in shown])
    return sheets.lines(shown, by)


@deed
def read_one(*, by: Actor, emergency: Emergency) -> EmergencyLine:
    """Read of one emergency, before it is reviewed."""
    must(access.may_list(by))
    must_see(Emergency.objects.visible_to(by), emergency)
    trail.record(events.LISTED, by=by, about=[emergency])
    return sheets.lines([emergency], by)[0]


@deed
def put_on_call(
    *, by: Actor, person: User, from_at: datetime, until_at: datetime, id: UUID | None = None
) -> OnCall:
    """Put a colleague on the roster; nobody puts themselves on it, because it opens cards."""
    must(access.may_keep_roster(by) and person.id != by.user_id)
    person = User.objects.select_for_update(no_key=True).get(id=person.id)
    if id and OnCall.objects.filter(id=id).exists():
        raise AlreadyDoneError
    theirs = Actor.of(person, now=by.now, though_resting=True)
    if not theirs.is_office or theirs.roles & PROVIDER_ROLES:
        raise NotPossibleError(NOT_OFFICE, field="person")
    if until_at <= from_at:
        raise NotPossibleError("Das Ende liegt vor dem Beginn.", field="until_at")
    if until_at <= by.now:
        raise NotPossibleError(OVER, field="until_at")
    if until_at - from_at > sums.LONGEST_ON_CALL:
        raise NotPossibleError(TOO_LONG, field="until_at")
    if OnCall.objects.filter(user=person, from_at__lt=until_at, until_at__gt=from_at).exists():
        raise NotPossibleError(TWICE, field="person")
    on_call = OnCall.objects.create(
        id=id or uuid4(), user=person, from_at=from_at, until_at=until_at, entered_by=by.user
    )
    trail.record(
        events.ON_CALL_SET,
        by=by,
        about=[person, on_call],
        facts={"from": clock.day(from_at), "until": clock.day(until_at)},
    )
    return on_call


@deed
def end_on_call(*, by: Actor, on_call: OnCall) -> None:
    """Take a colleague off the roster from now on."""
    on_call = OnCall.objects.select_for_update().get(id=on_call.id)
    must(access.may_end_on_call(by, on_call))
    if on_call.until_at <= by.now:
        raise NotPossibleError(OVER)
    # Hours that have not begun are over before they begin, by a moment, so that the row stays true.
    on_call.until_at = max(by.now, on_call.from_at + timedelta(seconds=1))
    on_call.from_at = min(on_call.from_at, on_call.until_at - timedelta(seconds=1))
    on_call.save(update_fields=["from_at", "until_at"])
    trail.record(events.ON_CALL_ENDED, by=by, about=[on_call.user_id, on_call])


@deed
def read_roster(*, by: Actor) -> tuple[RosterLine, ...]:
    """Read who is on call now and next."""
    must(access.may_see_roster(by))
    rows = (
        OnCall.objects.visible_to(by)
        .filter(until_at__gt=by.now)
        .select_related("user")
        .order_by("from_at")
    )
    shown = list(rows[:100])
    trail.record(events.ROSTER_READ, by=by, about=[row.user_id for row in shown])
    return sheets.roster(shown, by)


def _standing(by: Actor, family: Family) -> Emergency | None:
    """Find the own card of a family that stands open; of two at once the second finds that of the
    first.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(id=by.user_id)
    own = Emergency.objects.filter(person=by.user, family=family, ended_at__isnull=True)
    return own.filter(ends_at__gt=by.now).order_by("-ends_at").first()


def _ends_on_call(by: Actor) -> datetime | None:
    """Give the end of the hours on call that run now."""
    standing = OnCall.objects.filter(user=by.user, from_at__lte=by.now, until_at__gt=by.now)
    return standing.order_by("-until_at").values_list("until_at", flat=True).first()


def _check_not_too_often(by: Actor) -> None:
    since = by.now - timedelta(hours=1)
    if reader.count(by.user_id, events.SEARCHED.code, since) >= sums.SEARCHES_AN_HOUR:
        raise NotPossibleError(TOO_OFTEN)


def _everybody(by: Actor) -> Iterator[Family]:
    """Load the families of the office in parts; a hit is not faster than none."""
    reachable = with_people(Family.objects.filter(access.reachable_by(by)))
    return reachable.order_by("id").iterator(chunk_size=AT_ONCE)
