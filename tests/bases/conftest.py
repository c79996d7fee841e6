"""The family whose grounds are kept."""

import pytest

from referrals.families.models import Family, Person
from tests.stages.families import a_family
from tests.world import World


@pytest.fixture
def family(world: World) -> Family:
    """A family of Demir's."""
    return a_family(world)


@pytest.fixture
def mother(family: Family) -> Person:
    """The mother of that family."""
    return Person.objects.get(family=family, relation="mother")
