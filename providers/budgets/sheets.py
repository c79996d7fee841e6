"""Budgets as their readers see them: where the hours of a year are, what more hours would cost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from accounts.actor import Actor
from audit import clock
from providers.budgets import access, sums
from providers.budgets.models import Budget, LedgerLine


def state_of(budget: Budget) -> sums.State:
    """Add up the lines of a budget."""
    total = LedgerLine.objects.filter(budget=budget).aggregate(
        reserved=Sum("reserved_minutes", default=0),
        committed=Sum("committed_minutes", default=0),
        used=Sum("used_minutes", default=0),
    )
    return sums.State(contingent=budget.contingent_minutes, **total)


@dataclass(frozen=True, slots=True)
class Prices:
    """Rates and free minutes of some providers, by budget year; where the council has not decided
    yet, the year before counts.
    """

    rates: Mapping[UUID, Mapping[int, int]]
    free: Mapping[UUID, Mapping[int, int]]

    def cost_cents(self, provider: UUID, by_year: Mapping[int, int]) -> int:
        """Estimate what minutes cost, in cents."""
        rates = self.rates.get(provider, {})
        return sum(
            sums.cost_cents(minutes, _in_year(rates, year)) for year, minutes in by_year.items()
        )

    def beyond(self, provider: UUID, more: Mapping[int, int]) -> dict[int, int]:
        """Give the minutes by year by which more hours would go beyond the contingents."""
        free = self.free.get(provider, {})
        over = {
            year: sums.over_by(_in_year(free, year), minutes)
            for year, minutes in more.items()
            if minutes > 0
        }
        return {year: minutes for year, minutes in sorted(over.items()) if minutes}


def prices(providers: Iterable[UUID]) -> Prices:
    """Load rates and free minutes of providers, in two queries."""
    rates: dict[UUID, dict[int, int]] = {}
    free: dict[UUID, dict[int, int]] = {}
    budgets = Budget.objects.filter(provider__in=set(providers))
    bound = dict(
        LedgerLine.objects.filter(budget__in=budgets)
        .order_by()
        .values("budget")
        .annotate(bound=Sum("reserved_minutes") + Sum("committed_minutes") + Sum("used_minutes"))
        .values_list("budget", "bound")
    )
    for budget in budgets:
        rates.setdefault(budget.provider_id, {})[budget.year] = budget.rate_cents
        left = budget.contingent_minutes - bound.get(budget.id, 0)
        free.setdefault(budget.provider_id, {})[budget.year] = left
    return Prices(rates, free)


def over_of(accounts: Iterable[UUID]) -> dict[UUID, dict[int, int]]:
    """Give the minutes that were set aside beyond the contingents, by account and budget year."""
    found: dict[UUID, dict[int, int]] = {}
    lines = LedgerLine.objects.filter(account__in=set(accounts), over_minutes__gt=0)
    rows = lines.order_by("budget__year").values_list("account", "budget__year", "over_minutes")
    for account, year, minutes in rows:
        years = found.setdefault(account, {})
        years[year] = years.get(year, 0) + minutes
    return found


def _in_year(by_year: Mapping[int, int], year: int) -> int:
    """Give the value of a year, or of the nearest year that has one."""
    nearest = min(by_year, key=lambda known: (abs(known - year), known), default=None)
    return by_year[nearest] if nearest is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One provider's bar: how much of the contingent is bound, and what is free or beyond."""

    name: str
    value: str
    width: int
    over: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """The hours of a year, provider by provider, exact; for the office's own steering."""

    year: int
    years: tuple[int, ...]
    sentence: str
    bars: tuple[Bar, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    foot: tuple[tuple[str, str], ...]
    about: tuple[UUID, ...]
    shows_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One provider's year."""

    budget: UUID
    name: str
    provisional: bool
    state: sums.State
    over: int = 0
    times: int = 0


def steering(by: Actor, wanted: int | None) -> Steering:
    """Make the sheet of a year, in two queries; an unknown year is the current one."""
    budgets = list(
        Budget.objects.visible_to(by).select_related("provider").order_by("provider__name")
    )
    years = tuple(sorted({one.year for one in budgets}, reverse=True))
    year = wanted if wanted in years else by.today.year
    since = _last_talk(year, by.today)
    lines = _lines([one for one in budgets if one.year == year], since)
    shows_all = access.may_steer(by)
    return Steering(
        year=year,
        years=years,
        sentence=_sentence(lines, year, by.today),
        bars=tuple(_bar(line) for line in lines),
        columns=(*COLUMNS, (f"Darüber seit {since:%d.%m.}", "num")),
        rows=tuple(("", _cells(line.name, line)) for line in lines),
        foot=_cells("Alle Träger", _together(lines)) if shows_all and lines else (),
        about=tuple(line.budget for line in lines),
        shows_all=shows_all,
    )


COLUMNS = (
    ("Träger", ""),
    *(
        (name, "num")
        for name in ("Kontingent", "Vorgemerkt", "Zugesagt", "Geleistet", "Frei", "Vergeben")
    ),
)


def _last_talk(year: int, today: date) -> date:
    """Give the first day of the quarter: offices and providers talk about the money every quarter."""
    if today.year != year:
        return date(year, 1, 1)
    return date(year, (today.month - 1) // 3 * 3 + 1, 1)


def _lines(budgets: Sequence[Budget], since: date) -> list[_Line]:
    """Add up the ledger of some budgets in one query."""
    marked = Q(at__gte=clock.moment(since, hour=0), over_minutes__gt=0)
    rows = LedgerLine.objects.filter(budget__in=budgets).order_by().values("budget")
    moved = rows.annotate(
        reserved=Sum("reserved_minutes"),
        committed=Sum("committed_minutes"),
        used=Sum("used_minutes"),
        over=Sum("over_minutes", filter=marked, default=0),
        times=Count("id", filter=marked),
    )
    found = {row["budget"]: row for row in moved}
    return [_line(budget, found.get(budget.id, NOTHING)) for budget in budgets]


NOTHING = {"reserved": 0, "committed": 0, "used": 0, "over": 0, "times": 0}


def _line(budget: Budget, moved: Mapping[str, Any]) -> _Line:
    return _Line(
        budget=budget.id,
        name=budget.provider.name,
        provisional=budget.provisional,
        state=sums.State(
            contingent=budget.contingent_minutes,
            reserved=moved["reserved"],
            committed=moved["committed"],
            used=moved["used"],
        ),
        over=moved["over"],
        times=moved["times"],
    )


def _together(lines: Sequence[_Line]) -> _Line:
    states = [line.state for line in lines]
    return _Line(
        budget=lines[0].budget,
        name="",
        provisional=False,
        state=sums.State(
            contingent=sum(one.contingent for one in states),
            reserved=sum(one.reserved for one in states),
            committed=sum(one.committed for one in states),
            used=sum(one.used for one in states),
        ),
        over=sum(line.over for line in lines),
        times=sum(line.times for line in lines),
    )


def _cells(name: str, line: _Line) -> tuple[tuple[str, str], ...]:
    state = line.state
    hours = (state.contingent, state.reserved, state.committed, state.used, state.free)
    over = f"{sums.hours_text(line.over)} ({line.times}-mal)" if line.times else "–"
    return (
        (f"{name} (vorläufig)" if line.provisional else name, ""),
        *((sums.hours_text(minutes), "num") for minutes in hours),
        (sums.percent_text(state), "num"),
        (over, "num"),
    )


def _bar(line: _Line) -> Bar:
    free = line.state.free
    rest = f"{sums.hours_text(free)} frei" if free >= 0 else f"{sums.hours_text(-free)} darüber"
    return Bar(
        name=f"{line.name} (vorläufig)" if line.provisional else line.name,
        value=sums.percent_text(line.state),
        width=min(120, line.state.bound_percent),
        over=free < 0,
        note=rest,
    )


def _sentence(lines: Sequence[_Line], year: int, today: date) -> str:
    """Say in one sentence how much of the year's hours is bound, who is over and who is under."""
    if not lines:
        return f"Für {year} ist kein Budget eingetragen."
    gone = sums.percent_of_year(year, today)
    over = [line for line in lines if line.state.free < 0]
    under = [line for line in lines if line.state.bound_percent < gone - UNDER_BY]
    said = f"Für {year} sind {sums.percent_text(_together(lines).state)} der Stunden vergeben"
    if over:
        said += f"; {_named(over)} {'liegt' if len(over) == 1 else 'liegen'} über dem Kontingent"
    if under:
        said += f"; {_named(under)} {'liegt' if len(under) == 1 else 'liegen'} unter dem Jahresverlauf von {gone} %"
    return f"{said}."


# How many percent a provider may lie behind the year before the sentence names it.
UNDER_BY = 5


def _named(lines: Sequence[_Line]) -> str:
    names = [f"{line.name} ({sums.percent_text(line.state)})" for line in lines]
    return " und ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
