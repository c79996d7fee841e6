"""Two people decide at the same time: one wins, the other reads a sentence."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.actor import Actor
from audit.deeds import NotPossibleError
from providers.budgets.models import LedgerLine
from providers.codes.models import List
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Share
from referrals.decisions import actions
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.endings import actions as endings
from tests.stages.aids import (
    a_proposed_aid,
    a_proposed_extension,
    a_running_aid,
    share_of,
)
from tests.world import WORKER, World

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(world: World, *deeds: tuple[str, Callable[..., object]]) -> list[str]:
    """Let people act in threads of their own; give what each of them read."""
    barrier, read = Barrier(len(deeds)), []

    def act(who: str, deed: Callable[..., object]) -> None:
        try:
            barrier.wait()
            with world.acting(who) as by:
                deed(by=by)
            read.append("")
        except NotPossibleError as refusal:
            read.append(refusal.sentence)
        finally:
            connection.close()

    threads = [Thread(target=act, args=each) for each in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return read


def test_lead_and_head_release_once(world: World) -> None:
    decision = a_proposed_aid(world)
    before = LedgerLine.objects.count()

    def approve(*, by: Actor) -> None:
        actions.approve(decision=Decision.objects.get(id=decision.id), by=by)

    read = _at_once(world, ("nolte", approve), ("kowalski", approve))
    assert sorted(read) == ["", "Das ist jetzt nicht möglich. Der Stand ist: Freigegeben."]
    assert Share.objects.count() == 1
    assert LedgerLine.objects.count() == before


def test_released_or_taken_back_but_not_both(world: World) -> None:
    decision = a_proposed_aid(world)

    def approve(*, by: Actor) -> None:
        actions.approve(decision=Decision.objects.get(id=decision.id), by=by)

    def withdraw(*, by: Actor) -> None:
        actions.withdraw_decision(decision=Decision.objects.get(id=decision.id), by=by)

    read = _at_once(world, ("nolte", approve), (WORKER, withdraw))
    decision.refresh_from_db()
    assert decision.status in {Status.APPROVED, Status.WITHDRAWN}
    assert read.count("") == 1
    assert Share.objects.exists() is (decision.status == Status.APPROVED)


def test_a_help_that_ends_is_not_extended_at_the_same_time(world: World) -> None:
    aid = a_running_aid(world)
    decision = a_proposed_extension(world, aid)

    def approve(*, by: Actor) -> None:
        actions.approve(decision=Decision.objects.get(id=decision.id), by=by)

    def end(*, by: Actor) -> None:
        reason = world.code(List.ENDING_REASON, "10")
        endings.end(aid=aid, reason=reason, ended_on=by.today, goals={}, by=by)

    _at_once(world, ("nolte", approve), (WORKER, end))
    aid.refresh_from_db()
    assert aid.status == AidStatus.ENDED
    lines = LedgerLine.objects.filter(account=share_of(aid, "flex").account)
    assert sum(line.committed_minutes + line.reserved_minutes for line in lines) == 0
