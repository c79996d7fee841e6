"""What the holders of the two keys read: the requests, and the paper that was frozen."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from audit import clock, reader
from audit.clock import day_text, moment_text
from protection.sealing import opened
from referrals.access_logs import access, sums
from referrals.access_logs.flow import Status
from referrals.access_logs.models import AccessLog
from referrals.duties.sheets import Task, href
from referrals.readings import sheets as readings

KINDS = {Status.ASKED: "warning", Status.AGREED: "success"}
PIECE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One request: which family, which period, why, where it stands, and what this person may do."""

    id: UUID
    family: UUID
    word: str
    period: str
    reason: str
    words: str
    asked: str
    answered: str
    state: str
    kind: str
    may_answer: bool
    may_withdraw: bool
    is_ready: bool
    is_made: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSheet:
    """What is frozen on paper: the request with both people, and every entry of the period."""

    word: str
    period: str
    reason: str
    words: str
    asked: str
    agreed: str
    lines: tuple[readings.Line, ...]
    is_cut: bool


def lines(by: Actor) -> tuple[LogLine, ...]:
    """List the requests of the last year, what waits first."""
    near = ("family", "lock", "asked_by", "answered_by")
    rows = AccessLog.objects.visible_to(by).defer("content").select_related(*near)
    since = clock.moment(by.today, hour=0) - timedelta(days=sums.LONGEST_DAYS)
    made = [_line(row, by) for row in rows.filter(asked_at__gte=since).order_by("-asked_at")]
    return tuple(sorted(made, key=lambda line: line.kind != "warning"))


def for_the_day(by: Actor) -> tuple[Task, ...]:
    """Say which requests wait for this person as the second one."""
    return tuple(
        Task(
            about=line.id,
            title=f"{line.word}: Zugriffsprotokoll öffnen?",
            text=f"{line.reason}, {line.asked}",
            verb="Entscheiden",
            verb_href=href("access_logs"),
        )
        for line in (lines(by) if access.may_list(by) else ())
        if line.may_answer
    )


def log(row: AccessLog) -> LogSheet:
    """Gather every entry of the period that names the family, the oldest first."""
    answered = row.answered_by.display_name if row.answered_by else ""
    found = list(_entries(row))
    return LogSheet(
        word=row.family.word,
        period=_period(row),
        reason=str(row.get_reason_display()),
        words=opened(row.words),
        asked=f"{row.asked_by.display_name}, {moment_text(row.asked_at)}",
        agreed=f"{answered}, {moment_text(row.answered_at)}" if row.answered_at else "",
        lines=tuple(found[: sums.MOST_LINES][::-1]),
        is_cut=len(found) > sums.MOST_LINES,
    )


def _entries(row: AccessLog) -> Iterator[readings.Line]:
    """Read the trail piece by piece, the latest first; one more than fits says that it is cut."""
    choice = reader.Choice(
        about=row.family_id,
        since=clock.moment(row.from_on, hour=0),
        until=clock.moment(row.until_on, hour=0) + timedelta(days=1),
    )
    before, count = None, 0
    while count <= sums.MOST_LINES:
        piece = reader.page(choice, PIECE, before=before)
        yield from readings.page(piece).lines
        count, before = count + len(piece.entries), piece.older
        if before is None:
            return


def _line(row: AccessLog, by: Actor) -> LogLine:
    status = Status(row.status)
    if status == Status.ASKED and sums.is_over(row.asked_at, by.now):
        status = Status.EXPIRED
    waits = status == Status.ASKED
    answered = row.answered_by.display_name if row.answered_by else ""
    return LogLine(
        id=row.id,
        family=row.family_id,
        word=row.family.word,
        period=_period(row),
        reason=str(row.get_reason_display()),
        words=opened(row.words),
        asked=f"erbeten von {row.asked_by.display_name}, {moment_text(row.asked_at)}",
        answered=f"{answered}, {moment_text(row.answered_at)}" if row.answered_at else "",
        state=str(status.label),
        kind=KINDS.get(status, ""),
        may_answer=waits and access.may_answer(by, row),
        may_withdraw=waits and access.may_withdraw(by, row),
        is_ready=row.made_at is not None and access.may_read(by, row),
        is_made=row.made_at is not None or row.failed,
    )


def _period(row: AccessLog) -> str:
    return f"{day_text(row.from_on)} bis {day_text(row.until_on)}"


def unwrapped(row: AccessLog) -> bytes:
    """Give the bytes of the frozen paper."""
    return base64.b64decode(opened(row.content))
