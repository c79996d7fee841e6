"""Decisions as their readers see them: cards for approvers, lines for the help."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.actor import Actor
from audit.clock import day, day_text
from protection.sealing import opened
from providers.budgets.sheets import Prices, over_of, prices
from providers.budgets.sums import Period, euro_text, hours_text
from referrals.aids.models import Aid, Share
from referrals.aids.sheets import schedule
from referrals.aids.sums import Schedule
from referrals.decisions import access as decisions
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision, DecisionShare, Kind
from referrals.hours.sheets import used_minutes
from referrals.marks.sheets import shown

MONTHS_MORE = 6
KINDS = {
    Status.SUBMITTED: "warning",
    Status.APPROVED: "success",
    Status.RETURNED: "danger",
    Status.WITHDRAWN: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision on the page of its help."""

    id: UUID
    submitted: str
    kind: str
    status: str
    status_kind: str
    period: str
    decided: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCard:
    """What an approver needs to decide, and no more: no family is opened.

    `rows` are pairs of label and value; `over` says where hours go beyond a contingent.
    """

    id: UUID
    aid: UUID
    title: str
    rows: tuple[tuple[str, str], ...]
    over: tuple[str, ...]
    status: str
    status_kind: str
    hint: str
    decided: str
    is_open: bool
    is_own: bool
    may_approve: bool
    may_withdraw: bool
    may_revise: bool


class Elsewhere(Protocol):
    """What waits for a release outside the path of help; it names no family."""

    @property
    def about(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def when(self) -> str: ...
    @property
    def verb(self) -> str: ...
    @property
    def verb_href(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a card needs beside its decision, loaded once for all cards."""

    prices: Prices
    schedules: Mapping[UUID, Mapping[UUID, Schedule]]
    over: Mapping[UUID, Mapping[int, int]]
    names: Mapping[UUID, str]
    worked: Mapping[UUID, Mapping[UUID, int]]


def cards(decisions: QuerySet[Decision], by: Actor) -> tuple[DecisionCard, ...]:
    """Make the cards of decisions, in a number of queries that does not grow with them."""
    people = decisions.select_related(
        "aid__family", "aid_type", "reason", "author", "approver", "lock"
    )
    found = list(people.prefetch_related("shares__provider").order_by("submitted_at", "id"))
    figures = _figures(found)
    return tuple(_card(decision, figures, by) for decision in found)


def of_aid(aid: Aid) -> tuple[DecisionLine, ...]:
    """Make the lines of the decisions about one help, the newest first."""
    decisions = aid.decisions.select_related("author", "approver", "lock").order_by("-submitted_at")
    return tuple(
        DecisionLine(
            id=decision.id,
            submitted=day_text(day(decision.submitted_at)),
            kind=decision.get_kind_display(),
            status=str(Status(decision.status).label),
            status_kind=KINDS[Status(decision.status)],
            period=_days(decision.from_on, decision.until_on),
            decided=_decided(decision),
            hint=opened(decision.hint),
        )
        for decision in decisions
    )


def not_yet_revised(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Leave out decisions after which a newer one about the same hours was submitted."""
    newer = DecisionShare.objects.filter(
        account=OuterRef("account"), decision__submitted_at__gt=OuterRef("decision__submitted_at")
    )
    followed = DecisionShare.objects.filter(Exists(newer), decision=OuterRef("pk"))
    later = Decision.objects.filter(aid=OuterRef("aid"), submitted_at__gt=OuterRef("submitted_at"))
    return decisions.exclude(Exists(followed)).exclude(Exists(later))


def _figures(decisions: Iterable[Decision]) -> _Figures:
    found = list(decisions)
    shares = Share.objects.filter(aid__in={d.aid_id for d in found}).prefetch_related("periods")
    schedules: dict[UUID, dict[UUID, Schedule]] = {}
    names: dict[UUID, str] = {}
    rows = list(shares.select_related("provider"))
    used = used_minutes(share.id for share in rows)
    worked: dict[UUID, dict[UUID, int]] = {}
    for share in rows:
        worked.setdefault(share.aid_id, {})[share.provider_id] = used.get(share.id, 0)
        schedules.setdefault(share.aid_id, {})[share.provider_id] = schedule(share)
        names[share.provider_id] = share.provider.name
    decided = [share for decision in found for share in decision.shares.all()]
    names |= {share.provider_id: share.provider.name for share in decided}
    over = over_of({share.account for share in decided})
    return _Figures(prices(names), schedules, over, names, worked)


def _card(decision: Decision, figures: _Figures, by: Actor) -> DecisionCard:
    own = decision.author_id == by.user_id
    is_open = decision.status == Status.SUBMITTED
    return DecisionCard(
        id=decision.id,
        aid=decision.aid_id,
        title=f"{decision.aid.word}: {decision.get_kind_display()}",
        rows=tuple(_rows(decision, figures)),
        over=(*_over(decision, figures), *_too_late(decision, figures)),
        status=str(Status(decision.status).label),
        status_kind=KINDS[Status(decision.status)],
        hint=opened(decision.hint),
        decided=_decided(decision),
        is_open=is_open,
        is_own=own,
        may_approve=is_open and decisions.may_approve(by, decision),
        may_withdraw=is_open and decisions.may_propose(by, decision.aid.family),
        may_revise=decision.status == Status.RETURNED
        and decisions.may_propose(by, decision.aid.family),
    )


def _rows(decision: Decision, figures: _Figures) -> Iterable[tuple[str, str]]:
    yield "Hilfeart", str(decision.aid_type)
    yield "Zeitraum", _days(decision.from_on, decision.until_on)
    whole: Counter[int] = Counter()
    cents = 0
    for share in sorted(decision.shares.all(), key=lambda share: not share.is_lead):
        period = Period(share.from_on, share.until_on, share.week_minutes)
        label = share.provider.name + (" (federführend)" if share.is_lead else "")
        days = "" if _same_days(share, decision) else f", {_days(share.from_on, share.until_on)}"
        yield label, f"{hours_text(share.week_minutes)} je Woche{days}"
        whole.update(period.by_year)
        cents += figures.prices.cost_cents(share.provider_id, period.by_year)
    yield "Stunden", f"{hours_text(whole.total())}{_split(whole)}"
    yield "Kosten, geschätzt", euro_text(cents)
    if decision.kind != Kind.NEW and decision.status == Status.SUBMITTED:
        yield "Gegenüber bisher", _difference(decision, figures)
    yield "Hauptgrund", decision.reason.name
    yield "Empfehlung", shown(decision, "grounds")
    if decision.notice:
        yield "Bescheid", shown(decision, "notice")
    yield "Vorgelegt von", f"{decision.author.display_name}, {day_text(day(decision.submitted_at))}"


def _split(by_year: Mapping[int, int]) -> str:
    """Say how hours fall into budget years, when they fall into several."""
    parts = [f"{hours_text(minutes)} in {year}" for year, minutes in sorted(by_year.items())]
    before = ", ".join(parts[:-1])
    return f", davon {before} und {parts[-1]}" if before else ""


def _difference(decision: Decision, figures: _Figures) -> str:
    more = _more(decision, figures)
    minutes = sum(sum(by_year.values()) for by_year in more.values())
    cents = sum(figures.prices.cost_cents(who, by_year) for who, by_year in more.items())
    sign = "+" if minutes > 0 else ""
    return f"{sign}{hours_text(minutes)}, {sign}{euro_text(cents)}"


def _more(decision: Decision, figures: _Figures) -> dict[UUID, dict[int, int]]:
    """Give, by provider and year, the minutes that a decision would add to or take from a help."""
    before = figures.schedules.get(decision.aid_id, {})
    more = {}
    for provider, period in _wanted(decision, before).items():
        old = before.get(provider, Schedule())
        years = Counter(old.replaced_by(period).by_year)
        years.subtract(old.by_year)
        more[provider] = {year: minutes for year, minutes in years.items() if minutes}
    return more


def _too_late(decision: Decision, figures: _Figures) -> Iterable[str]:
    """Say where a provider has already worked more than a decision would leave it."""
    if decision.status != Status.SUBMITTED or decision.kind == Kind.NEW:
        return
    before = figures.schedules.get(decision.aid_id, {})
    worked = figures.worked.get(decision.aid_id, {})
    for provider, period in _wanted(decision, before).items():
        left = before.get(provider, Schedule()).replaced_by(period).minutes
        if worked.get(provider, 0) > left:
            done = hours_text(worked[provider])
            yield (
                f"{figures.names[provider]}: Geleistet sind schon {done},"
                f" bewilligt wären nur noch {hours_text(left)}"
            )


def _wanted(decision: Decision, before: Mapping[UUID, Schedule]) -> dict[UUID, Period]:
    """Give, by provider, what a decision would let hold; who is left out by a change gets nothing."""
    wanted = {
        share.provider_id: Period(share.from_on, share.until_on, share.week_minutes)
        for share in decision.shares.all()
    }
    if decision.kind == Kind.CHANGE:
        nothing = Period(decision.from_on, decision.until_on, 0)
        wanted = dict.fromkeys(before, nothing) | wanted
    return wanted


def _over(decision: Decision, figures: _Figures) -> Iterable[str]:
    """Say where hours go beyond a contingent: as the choice marked it, or as a change would."""
    if decision.kind == Kind.NEW:
        marked = {s.provider_id: figures.over.get(s.account, {}) for s in decision.shares.all()}
    elif decision.status == Status.SUBMITTED:
        more = _more(decision, figures)
        marked = {who: figures.prices.beyond(who, years) for who, years in more.items()}
    else:
        return
    for provider, years in marked.items():
        for year, minutes in years.items():
            yield f"{figures.names[provider]} {year}: {hours_text(minutes)} über dem Kontingent"


def _same_days(share: DecisionShare, decision: Decision) -> bool:
    return (share.from_on, share.until_on) == (decision.from_on, decision.until_on)


def _decided(decision: Decision) -> str:
    if decision.approver is None or decision.decided_at is None:
        return ""
    return f"{decision.approver.display_name}, {day_text(day(decision.decided_at))}"


def _days(from_on: date, until_on: date) -> str:
    return f"{day_text(from_on)} bis {day_text(until_on)}"
