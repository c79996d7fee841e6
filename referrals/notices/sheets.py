"""Released decisions in lines: kind, provider, hours, period, file number; no reasons, no plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import hours_text
from referrals.decisions.models import Decision, DecisionShare
from referrals.hours.sums import CalendarMonth
from referrals.notices import access

type Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """The decisions released in one month, and their families by Merkwort: one may know them."""

    title: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    before: str
    after: str
    about: tuple[UUID, ...]
    families: tuple[tuple[UUID, str], ...]


def notices(by: Actor, month: CalendarMonth) -> Notices:
    """List what was released in a month, newest first."""
    rows = Decision.objects.filter(
        access.released_to(by),
        decided_at__gte=clock.moment(month.first_on, hour=0),
        decided_at__lt=clock.moment(month.next_on, hour=0),
    ).select_related("aid__family__lock", "aid_type", "author")
    found = list(rows.prefetch_related("shares__provider").order_by("-decided_at", "id"))
    words = {one.aid.family_id: one.aid.word for one in found}
    after = CalendarMonth.of(month.next_on)
    return Notices(
        title=month.words,
        rows=tuple(("", line) for decision in found for line in _lines(decision)),
        before=month.before.code,
        after=after.code if month.next_on <= by.today else "",
        about=tuple(ref for one in found for ref in (one.id, one.aid.family_id)),
        families=tuple(sorted(words.items(), key=lambda pair: pair[1])),
    )


def _lines(decision: Decision) -> Iterable[tuple[Cell, ...]]:
    family, author = decision.aid.family, decision.author
    number = opened(family.file_number) if family.file_number else ""
    for share in decision.shares.all():
        yield (
            (decision.aid.word, ""),
            (number or "ohne Aktenzeichen", ""),
            (f"{decision.get_kind_display()}, {decision.aid_type.short_name}", ""),
            (share.provider.name, ""),
            (f"{hours_text(share.week_minutes)} je Woche", "num"),
            (_period(share), ""),
            (f"{author.display_name}, {author.number}", ""),
            (_on(decision), ""),
        )


def _period(share: DecisionShare) -> str:
    return f"{_day(share.from_on)} bis {_day(share.until_on)}"


def _day(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def _on(decision: Decision) -> str:
    return day_text(clock.day(decision.decided_at)) if decision.decided_at else ""
