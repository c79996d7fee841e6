"""Deeds about access logs: asking for one, agreeing, freezing it as paper, reading it."""

from datetime import date
from uuid import UUID, uuid4

from procrastinate.contrib.django import app

from accounts.actor import Actor
from accounts.roles import Role
from audit import trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must, must_see
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from referrals.access_logs import access, events, printing, sheets, sums
from referrals.access_logs.flow import FLOW, Reason, Status
from referrals.access_logs.models import AccessLog
from referrals.families.models import Family

TASK = "access_logs.make"
NO_SUCH = "Unter diesem Merkwort gibt es keine Akte. Bitte prüfen Sie die Schreibweise."
WRONG_WAY = "Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Tage."
LATER = "Dieser Tag liegt in der Zukunft."
TOO_LONG = "Bitte wählen Sie höchstens ein Jahr."
WAITS = "Für diese Akte wartet schon eine Bitte."
OVER = "Die drei Tage sind um. Wer das Protokoll noch braucht, bittet erneut darum."
NOT_YET = "Das Papier wird noch erstellt. Bitte öffnen Sie es in einigen Sekunden."


@deed
def list_all(*, by: Actor) -> tuple[sheets.LogLine, ...]:
    """List what waits for a second person and what was opened."""
    must(access.may_list(by))
    lines = sheets.lines(by)
    trail.record(events.LISTED, by=by, about=[line.family for line in lines])
    return lines


@deed
def ask(  # noqa: PLR0913  # what the form asks
    *,
    by: Actor,
    word: str,
    from_on: date,
    until_on: date,
    reason: Reason,
    words: str,
    id: UUID | None = None,
) -> AccessLog:
    """Ask for the access log of one family; nothing of it is shown before another person agrees."""
    must(access.may_list(by))
    if id and AccessLog.objects.filter(id=id).exists():
        raise AlreadyDoneError
    _check(by, from_on, until_on)
    family = _family(word)
    if family is None or not access.may_ask(by, family.id):
        raise NotPossibleError(NO_SUCH, field="word")
    waiting = AccessLog.objects.filter(family=family, status=Status.ASKED)
    if any(not sums.is_over(one.asked_at, by.now) for one in waiting.defer("content", "words")):
        raise NotPossibleError(WAITS, field="word")
    row = AccessLog(
        id=id or uuid4(),
        family=family,
        lock=make_key(Circle.REQUEST, now=by.now),
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        words=Clear(words.strip()),
        by_officer=by.has(Role.DPO),
        asked_by=by.user,
        asked_at=by.now,
    )
    row.save(force_insert=True)
    facts = {"from": from_on, "until": until_on}
    trail.record(events.ASKED, by=by, about=[family, row], facts=facts)
    return row


@deed
def answer(*, by: Actor, log: AccessLog, agreed: bool) -> AccessLog:
    """Turn the second key, or say no; the worker then freezes what the trail says."""
    row = _locked(log)
    must(access.may_answer(by, row))
    if sums.is_over(row.asked_at, by.now):
        raise NotPossibleError(OVER)
    status = Status.AGREED if agreed else Status.REFUSED
    FLOW.check(row.status, status)
    row.status, row.answered_by, row.answered_at = status, by.user, by.now
    row.save(update_fields=["status", "answered_by", "answered_at"])
    if agreed:
        app.configure_task(TASK).defer(log=str(row.id))
    event = events.AGREED if agreed else events.REFUSED
    trail.record(event, by=by, about=[row.family_id, row, row.asked_by_id])
    return row


@deed
def withdraw(*, by: Actor, log: AccessLog) -> AccessLog:
    """Take one's own request back while it waits."""
    row = _locked(log)
    must(access.may_withdraw(by, row))
    FLOW.check(row.status, Status.WITHDRAWN)
    row.status = Status.WITHDRAWN
    row.save(update_fields=["status"])
    trail.record(events.WITHDRAWN, by=by, about=[row.family_id, row])
    return row


@deed
def expire_due(*, by: Actor) -> int:
    """Let requests go that nobody agreed to in three days, and say how many."""
    must(by.has(Role.CLOCK))
    rows = AccessLog.objects.filter(status=Status.ASKED, asked_at__lte=by.now - sums.WAITS)
    gone = rows.update(status=Status.EXPIRED)
    trail.record(events.EXPIRED, by=by, facts={"count": gone})
    return gone


@deed
def make(*, by: Actor, log: AccessLog) -> AccessLog:
    """Freeze what the trail says as paper; the worker does it."""
    must(by.has(Role.CLOCK))
    rows = AccessLog.objects.select_related("lock", "family", "asked_by", "answered_by")
    read = rows.get(id=log.id)
    paper = None if read.made_at else printing.frozen(sheets.log(read), by.today)
    row = _locked(log)
    must(row.status == Status.AGREED)
    if paper and row.made_at is None:
        row.content, row.made_at, row.failed = paper, by.now, False
        row.save(update_fields=["content", "made_at", "failed"])
    trail.record(events.MADE, by=by, about=[row.family_id, row])
    return row


@deed
def give_up(*, by: Actor, log: AccessLog, error: str) -> AccessLog:
    """Note that making the paper failed, by the name of the error alone."""
    must(by.has(Role.CLOCK))
    row = _locked(log)
    row.failed = True
    row.save(update_fields=["failed"])
    trail.record(events.FAILED, by=by, about=[row.family_id, row], facts={"error": error})
    return row


@deed
def read(*, by: Actor, log: AccessLog) -> tuple[str, bytes]:
    """Open the frozen paper, as one of the two; gives the name of its file too."""
    must_see(AccessLog.objects.visible_to(by), log)
    must(access.may_read(by, log))
    if log.made_at is None:
        raise NotPossibleError(NOT_YET)
    trail.record(events.READ, by=by, about=[log.family_id, log])
    return printing.file_name(log.family.word, log.from_on, log.until_on), sheets.unwrapped(log)


def _locked(log: AccessLog) -> AccessLog:
    rows = AccessLog.objects.select_for_update(of=("self",)).select_related("lock", "family")
    return rows.get(id=log.id)


def _family(word: str) -> Family | None:
    """Find a file by its Merkwort, or by the identity that the trail names."""
    try:
        return Family.objects.filter(id=UUID(word.strip())).first()
    except ValueError:
        return Family.objects.filter(word__iexact=word.strip()).first()


def _check(by: Actor, from_on: date, until_on: date) -> None:
    if until_on > by.today:
        raise NotPossibleError(LATER, field="until_on")
    if until_on < from_on:
        raise NotPossibleError(WRONG_WAY, field="until_on")
    if sums.days(from_on, until_on) > sums.LONGEST_DAYS:
        raise NotPossibleError(TOO_LONG, field="from_on")
