"""Opening a family's file."""

from tests.stages.families import a_family
from tests.world import World


def test_it_gets_a_word(world: World) -> None:
    family = a_family(world)
    assert family.word.split()[1].isdigit()
    assert family.space is not None
    assert family.space.code == "herten-sued"
