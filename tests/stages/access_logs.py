"""Stages with access logs: asked for, and opened by two people."""

from typing import Any

from referrals.access_logs import actions, jobs
from referrals.access_logs.flow import Reason
from referrals.access_logs.models import AccessLog
from referrals.families.models import Family
from tests.world import World

OFFICER, HEAD, COORDINATION = "seidel", "kowalski", "rehm"
WORDS = "Die Mutter hörte im Treppenhaus von ihrem eigenen Hilfeplan."


def a_log(world: World, family: Family, who: str = OFFICER, **overrides: Any) -> AccessLog:
    """Ask who read a family's file."""
    with world.acting(who, overrides.pop("now", None)) as by:
        given: dict[str, Any] = {
            "from_on": world.ago(days=300).date(),
            "until_on": by.today,
            "reason": Reason.ASKED,
            "words": WORDS,
        }
        return actions.ask(by=by, word=family.word, **given | overrides)


def an_opened_log(world: World, family: Family) -> AccessLog:
    """Let the officer ask and the head agree, and freeze the paper."""
    log = a_log(world, family)
    with world.acting(HEAD) as by:
        actions.answer(by=by, log=log, agreed=True)
    jobs.make(log=str(log.id))
    return AccessLog.objects.select_related("lock", "family").get(id=log.id)


def of_a_family(world: World, family: Family) -> dict[str, Any]:
    """One that was opened, and one that waits for the second key."""
    opened = an_opened_log(world, family)
    return {"log_agreed": opened, "log": a_log(world, family)}
