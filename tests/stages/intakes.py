"""Stages with first contacts: taken, and looked at by two."""

from typing import Any

from providers.codes.models import List
from referrals.intakes import actions
from referrals.intakes.models import Danger, Intake, Urgency
from tests.world import WORKER, World

MATTER = "Der Junge kommt seit zwei Wochen ohne Frühstück und schläft im Unterricht ein."
REPORTER = "Frau Quastenberg, Klassenlehrerin, 030 23125-9077"
SECOND = "kaya"


def told(world: World, **overrides: Any) -> dict[str, Any]:
    """Give what is asked at a first contact, as the deed takes it."""
    return {
        "channel": world.code(List.INTAKE_CHANNEL, "telephone"),
        "reporter_category": world.code(List.REPORTER, "school"),
        "reporter": REPORTER,
        "matter": MATTER,
        "danger": Danger.NO,
        "urgency": Urgency.NORMAL,
        "space": world.town.spaces["herten-sued"],
        **overrides,
    }


def an_intake(world: World, worker: str = WORKER, **overrides: Any) -> Intake:
    """Take a first contact as a worker of the town; `overrides` replace what was told."""
    with world.acting(worker, overrides.pop("now", None)) as by:
        return actions.take(by=by, **told(world, **overrides))


def a_confirmed_intake(world: World, worker: str = WORKER, **overrides: Any) -> Intake:
    """Take one with a possible danger, and let a second person look at it."""
    intake = an_intake(world, worker, **{"danger": Danger.UNCLEAR, **overrides})
    with world.acting(SECOND) as by:
        return actions.confirm(by=by, intake=intake)
