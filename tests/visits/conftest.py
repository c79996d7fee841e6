"""Visits are a provider's own: the tests that look at their rows stand as that provider too."""

import pytest
from django.db import connection

from tests.world import World


@pytest.fixture(autouse=True)
def standing_as_the_provider_too(world: World) -> None:
    """Let the test itself look at visits of FleX; requests and deeds stand as their own actor."""
    with connection.cursor() as cursor:
        own = "{" + str(world.town.providers["flex"].id) + "}"
        local = connection.in_atomic_block
        cursor.execute("SELECT set_config('app.providers', %s, %s)", [own, local])
