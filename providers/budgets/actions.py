"""Deeds that move hours in the ledger; the lock on the budget's row makes the marks of parallel
choices exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, Sum

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed
from providers.budgets import access, events, sheets, sums
from providers.budgets.models import Budget, LedgerLine, Movement
from providers.register.models import Provider


@deed
def set_budget(  # the columns of the council's decision
    *,
    by: Actor,
    provider: Provider,
    year: int,
    total_cents: int,
    unspecific_cents: int,
    rate_cents: int,
) -> Budget:
    """Enter a provider's budget for a year; it replaces a provisional one."""
    if not access.may_set(by):
        raise PermissionDenied
    budget, _ = Budget.objects.update_or_create(
        provider=provider,
        year=year,
        defaults={
            "total_cents": total_cents,
            "unspecific_cents": unspecific_cents,
            "rate_cents": rate_cents,
            "contingent_minutes": sums.contingent_minutes(
                total_cents, unspecific_cents, rate_cents
            ),
            "provisional": False,
        },
    )
    trail.record(events.SET, by=by, about=[provider, budget], facts={"year": year})
    return budget


@deed
def reserve(
    *,
    by: Actor,
    provider: Provider,
    account: UUID,
    from_on: date,
    until_on: date,
    week_minutes: int,
) -> int:
    """Set hours aside when a family chose this provider; the claim to help stands even beyond the
    budget.

    Returns:
        The minutes beyond the contingents, over all years; zero when there was room.
    """
    over = 0
    split = sums.minutes_by_year(from_on, until_on, week_minutes)
    for year, minutes in sorted(split.items()):
        budget = _locked(provider, year)
        beyond = sums.over_by(sheets.state_of(budget).free, minutes)
        _line(by, budget, account, Movement.RESERVED, reserved=minutes, over=beyond)
        if beyond:
            facts = {"year": year, "minutes": beyond}
            trail.record(events.EXCEEDED, by=by, about=[account, provider], facts=facts)
        over += beyond
    trail.record(
        events.RESERVED, by=by, about=[account, provider], facts={"minutes": sum(split.values())}
    )
    return over


@deed
def confirm(*, by: Actor, provider: Provider, account: UUID) -> None:
    """Turn what is reserved under an account into a commitment, because the provider accepted."""
    moved = 0
    for budget, kept in _by_budget(provider, account):
        minutes = kept.reserved
        if minutes:
            _line(by, budget, account, Movement.CONFIRMED, reserved=-minutes, committed=minutes)
            moved += minutes
    trail.record(events.CONFIRMED, by=by, about=[account, provider], facts={"minutes": moved})


@deed
def adjust(*, by: Actor, provider: Provider, account: UUID, decided: Mapping[int, int]) -> int:
    """Bring a commitment to what was decided, because a decision began, extended or changed it.

    What was used already stays used: only the rest is committed.

    Args:
        by: who releases the decision.
        provider: whose budget.
        account: the commitment.
        decided: the minutes decided so far, by budget year; years left out hold nothing.

    Returns:
        The minutes beyond the contingents, over all years.
    """
    over = moved = 0
    held = {budget.year: kept for budget, kept in _by_budget(provider, account)}
    for year in sorted(held.keys() | decided.keys()):
        budget, kept = _locked(provider, year), held.get(year, _Held())
        more = max(0, decided.get(year, 0) - kept.used) - kept.committed
        beyond = sums.over_by(sheets.state_of(budget).free, more) if more > 0 else 0
        if more > 0:
            _line(by, budget, account, Movement.RESERVED, reserved=more, over=beyond)
            _line(by, budget, account, Movement.CONFIRMED, reserved=-more, committed=more)
        elif more < 0:
            _line(by, budget, account, Movement.RELEASED, committed=more)
        if beyond:
            facts = {"year": year, "minutes": beyond}
            trail.record(events.EXCEEDED, by=by, about=[account, provider], facts=facts)
        over, moved = over + beyond, moved + more
    trail.record(events.ADJUSTED, by=by, about=[account, provider], facts={"minutes": moved})
    return over


@deed
def release(*, by: Actor, provider: Provider, account: UUID) -> None:
    """Free what is still reserved or committed under an account: declined, expired, withdrawn, or
    ended early.
    """
    moved = 0
    for budget, kept in _by_budget(provider, account):
        if kept.reserved or kept.committed:
            _line(
                by,
                budget,
                account,
                Movement.RELEASED,
                reserved=-kept.reserved,
                committed=-kept.committed,
            )
            moved += kept.reserved + kept.committed
    trail.record(events.RELEASED, by=by, about=[account, provider], facts={"minutes": moved})


@deed
def use(
    *, by: Actor, provider: Provider, minutes_by_account: Mapping[tuple[UUID, int], int]
) -> None:
    """Book the hours of a month that was handed in: what was committed becomes used, the budget
    falls. Hours beyond what was decided are used without having been committed.

    Args:
        by: the coordinator who hands in.
        provider: whose hours.
        minutes_by_account: minutes by account and budget year; negative ones are corrections.
    """
    budgets = {year: _locked(provider, year) for year in sorted({y for _, y in minutes_by_account})}
    held = _held_in(budgets.values(), {account for account, _ in minutes_by_account})
    for (account, year), minutes in sorted(
        minutes_by_account.items(), key=lambda item: str(item[0])
    ):
        if minutes:
            movement = Movement.USED if minutes > 0 else Movement.CORRECTED
            kept = held.get((account, year), _Held())
            committed = max(0, kept.decided - kept.used - minutes) - kept.committed
            _line(by, budgets[year], account, movement, committed=committed, used=minutes)
    trail.record(
        events.USED, by=by, about=[provider], facts={"minutes": sum(minutes_by_account.values())}
    )


@deed
def read(*, by: Actor, year: int | None = None) -> sheets.Steering:
    """Hand out the hours of a year: to head and planning of all providers, to a coordinator the own."""
    if not access.may_read(by):
        raise PermissionDenied
    sheet = sheets.steering(by, year)
    trail.record(events.READ, by=by, about=sheet.about, facts={"year": sheet.year})
    return sheet


def _locked(provider: Provider, year: int) -> Budget:
    """Lock the budget of a year; where the council has not decided yet, the year before is carried
    on provisionally.
    """
    found = Budget.objects.select_for_update().filter(provider=provider, year=year).first()
    return found or _carried_on(provider, year)


def _carried_on(provider: Provider, year: int) -> Budget:
    known = Budget.objects.filter(provider=provider)
    last = (
        known.filter(year__lt=year).order_by("-year").first()
        or known.filter(year__gt=year).order_by("year").first()
    )
    if last is None:
        sentence = f"Für {provider.name} ist kein Budget eingetragen. Bitte wenden Sie sich an die Jugendhilfeplanung."
        raise NotPossibleError(sentence)
    Budget.objects.bulk_create(
        [
            Budget(
                provider=provider,
                year=year,
                total_cents=last.total_cents,
                unspecific_cents=last.unspecific_cents,
                rate_cents=last.rate_cents,
                contingent_minutes=last.contingent_minutes,
                provisional=True,
            )
        ],
        ignore_conflicts=True,
    )
    return Budget.objects.select_for_update().get(provider=provider, year=year)


@dataclass(frozen=True, slots=True)
class _Held:
    """What one account holds in one budget, in minutes; `decided` is committed before any use."""

    reserved: int = 0
    committed: int = 0
    used: int = 0
    decided: int = 0


def _by_budget(provider: Provider, account: UUID) -> list[tuple[Budget, _Held]]:
    """Lock the budgets that hold lines of an account, in order of year, with what the account
    holds there.
    """
    lines = LedgerLine.objects.filter(account=account)
    budgets = Budget.objects.select_for_update().filter(
        provider=provider, id__in=lines.values("budget")
    )
    locked = list(budgets.order_by("year"))
    held = _held_in(locked, [account])
    return [(budget, held[account, budget.year]) for budget in locked]


def _held_in(budgets: Iterable[Budget], accounts: Iterable[UUID]) -> dict[tuple[UUID, int], _Held]:
    """Add up what accounts hold in budgets, by account and year."""
    lines = LedgerLine.objects.filter(budget__in=list(budgets), account__in=list(accounts))
    decided = Sum(
        "committed_minutes",
        filter=~Q(movement__in=[Movement.USED, Movement.CORRECTED]),
        default=0,
    )
    rows = (
        lines.order_by()
        .values_list("account", "budget__year")
        .annotate(
            reserved=Sum("reserved_minutes"),
            committed=Sum("committed_minutes"),
            used=Sum("used_minutes"),
            decided=decided,
        )
    )
    return {(account, year): _Held(*sums) for account, year, *sums in rows}


def _line(  # noqa: PLR0913  # one line of the ledger, written in one place
    by: Actor,
    budget: Budget,
    account: UUID,
    movement: Movement,
    *,
    reserved: int = 0,
    committed: int = 0,
    used: int = 0,
    over: int = 0,
) -> None:
    LedgerLine.objects.create(
        budget=budget,
        provider_id=budget.provider_id,
        account=account,
        movement=movement,
        reserved_minutes=reserved,
        committed_minutes=committed,
        used_minutes=used,
        over_minutes=over,
        at=by.now,
        by=by.user,
    )
