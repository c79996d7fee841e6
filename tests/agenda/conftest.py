"""The quarter in which these days lie: whoever looks through rights has done so."""

import pytest

from accounts.rights import actions as rights
from accounts.rights import sums
from tests.world import World


@pytest.fixture(autouse=True)
def rights_are_checked(world: World) -> None:
    """Let every place be looked through, so that the day shows what comes from the work."""
    done: set[object] = set()
    for code in ("nolte", "fries", "busch", "kowalski", "brandt", "hartwig", "aydin", "marx"):
        by = world.actor(code)
        for place in sums.places_of(by):
            if place not in done:
                rights.check_rights(by=by, place=place)
            done.add(place)
