"""Beginning a help."""

from referrals.aids.flow import Status
from tests.stages.aids import a_running_aid
from tests.world import World


def test_it_runs(world: World) -> None:
    aid = a_running_aid(world, {"flex": 240, "haus-der-kulturen": 60})
    assert aid.status == Status.RUNNING
    assert aid.shares.count() == 2
