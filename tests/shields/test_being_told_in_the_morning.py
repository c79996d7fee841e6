"""The first page tells who opened a protected address, and that a lock runs out."""

from datetime import timedelta

import pytest

from protection import wall
from referrals.shields import actions
from referrals.shields.models import Shield
from tests.conftest import SignIn
from tests.stages.shields import a_shielded_family
from tests.world import World


def today_of(signed_in: SignIn, who: str) -> str:
    return signed_in(who).get("/").content.decode()


def test_the_responsible_worker_reads_who_opened_it_but_not_about_herself(
    world: World, signed_in: SignIn
) -> None:
    family = a_shielded_family(world)
    for who in ("demir", "nolte"):
        with world.acting(who) as by:
            actions.show(by=by, family=family)
    page = today_of(signed_in, "demir")
    lead = world.town.people["nolte"].display_name
    assert f"Adresse von {family.word} angesehen: {lead}, " in page
    assert f"angesehen: {world.town.people['demir'].display_name}" not in page
    assert "angesehen:" not in today_of(signed_in, "overbeck")


@pytest.mark.parametrize(("days", "said"), [(200, ""), (60, "läuft ab"), (-3, "ist abgelaufen")])
def test_a_lock_that_runs_out_is_told_and_stays(
    world: World, signed_in: SignIn, days: int, said: str
) -> None:
    family = a_shielded_family(world)
    with wall.as_office():
        until = world.actor("demir").today + timedelta(days=days)
        Shield.objects.update(until_on=until)
    for who in ("demir", "nolte"):
        page = today_of(signed_in, who)
        assert (f"Die Auskunftssperre {said}" in page) is bool(said)
        assert (
            "Hundekehrgasse" not in signed_in(who).get(f"/familien/{family.id}/").content.decode()
        )
