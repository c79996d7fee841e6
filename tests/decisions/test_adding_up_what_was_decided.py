"""Whatever is decided in whatever order: the ledger holds exactly what was decided."""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from protection import wall
from providers.budgets import actions as budgets
from providers.budgets.models import Budget, LedgerLine
from providers.budgets.sheets import state_of
from providers.budgets.sums import Period
from providers.codes.models import List
from referrals.aids.models import Aid, Share
from referrals.aids.sheets import schedule
from referrals.aids.sums import Schedule
from referrals.decisions import actions
from referrals.decisions.models import Kind, NewShare, Terms
from referrals.endings import actions as endings
from tests.stages.aids import a_reason, a_running_aid
from tests.world import WORKER, World

FLEX, HOUSE = "flex", "haus-der-kulturen"
MINUTES = st.integers(min_value=15, max_value=1200)
DAYS = st.integers(min_value=0, max_value=500)
# Five decisions one after the other stay within what one may reach.
FEWER_DAYS = st.integers(min_value=0, max_value=150)
STEP = st.one_of(
    st.tuples(st.just("extend"), MINUTES, FEWER_DAYS),
    st.tuples(st.just("change"), MINUTES, FEWER_DAYS),
    st.tuples(st.just("alone"), MINUTES, FEWER_DAYS),
    st.tuples(st.just("use"), MINUTES, FEWER_DAYS),
    st.tuples(st.just("end"), MINUTES, FEWER_DAYS),
)


@given(periods=st.lists(st.tuples(DAYS, DAYS, st.integers(min_value=0, max_value=600)), max_size=6))
def test_a_later_decision_holds_from_its_first_day(periods: list[tuple[int, int, int]]) -> None:
    begin = date(2026, 11, 1)
    by_day: dict[int, int] = {}
    found = Schedule()
    for first, length, minutes in periods:
        days = begin + timedelta(days=first), begin + timedelta(days=first + length)
        found = found.replaced_by(Period(*days, minutes))
        by_day = {day: m for day, m in by_day.items() if day < first}
        by_day |= dict.fromkeys(range(first, first + length + 1), minutes) if minutes else {}
    held = {
        (part.from_on - begin).days + step: part.week_minutes
        for part in found.periods
        for step in range((part.until_on - part.from_on).days + 1)
    }
    assert held == by_day
    assert found.minutes == sum(found.by_year.values())


def _decide(world: World, aid: Aid, kind: str, minutes: int, days: int) -> None:
    """Lay a change before the lead, who releases it."""
    after = aid.until_on + timedelta(days=1)
    from_on = after if kind == "extend" else aid.from_on + timedelta(days=days)
    until_on = max(from_on, after) + timedelta(days=days)
    shares = [NewShare(provider=world.town.providers[FLEX], week_minutes=minutes, is_lead=True)]
    if kind != "alone":
        shares.append(NewShare(provider=world.town.providers[HOUSE], week_minutes=minutes // 2 + 1))
    terms = Terms(
        kind=Kind.EXTEND if kind == "extend" else Kind.CHANGE,
        aid_type=aid.aid_type,
        from_on=from_on,
        until_on=until_on,
        reason=a_reason(world),
        grounds="Mehr Zeit.",
    )
    with world.acting(WORKER) as by:
        decision = actions.propose_change(by=by, aid=aid, terms=terms, shares=shares)
    with world.acting("nolte") as by:
        actions.approve(by=by, decision=decision)
    aid.refresh_from_db()


def _step(world: World, aid: Aid, kind: str, minutes: int, days: int) -> None:
    if kind == "use":
        share = aid.shares.select_related("provider").order_by("-is_lead")[days % 2]
        year = (aid.from_on + timedelta(days=days)).year
        with world.acting(WORKER) as by, wall.as_office():
            budgets.use(
                by=by,
                provider=share.provider,
                minutes_by_account={(share.account, year): minutes * 10},
            )
    elif kind == "end":
        with world.acting(WORKER) as by:
            reason = world.code(List.ENDING_REASON, "10")
            endings.end(by=by, aid=aid, reason=reason, ended_on=by.today, goals={})
        aid.refresh_from_db()
    else:
        _decide(world, aid, kind, minutes, days)


def _check(aid: Aid) -> None:
    """Committed is what was decided and not used yet; the lines of a budget add up to its state."""
    for share in Share.objects.filter(aid=aid):
        decided = {} if aid.ended_on else schedule(share).by_year
        committed: Counter[int] = Counter()
        used: Counter[int] = Counter()
        for line in LedgerLine.objects.filter(account=share.account).select_related("budget"):
            committed[line.budget.year] += line.reserved_minutes + line.committed_minutes
            used[line.budget.year] += line.used_minutes
        for year in committed.keys() | decided.keys():
            assert committed[year] == max(0, decided.get(year, 0) - used[year])
    for budget in Budget.objects.filter(provider__code__in=[FLEX, HOUSE]):
        lines = LedgerLine.objects.filter(budget=budget)
        bound = sum(x.reserved_minutes + x.committed_minutes + x.used_minutes for x in lines)
        assert state_of(budget).free == budget.contingent_minutes - bound


def test_the_ledger_adds_up(world: World) -> None:
    aid = a_running_aid(world, {FLEX: 240, HOUSE: 60})
    _check(aid)

    @examples(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(STEP, min_size=1, max_size=5))
    def whatever_the_order(steps: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            mine = Aid.objects.get(id=aid.id)
            for step in steps:
                _step(world, mine, *step)
                _check(mine)
                if mine.ended_on:
                    break
            transaction.set_rollback(True)

    whatever_the_order()
