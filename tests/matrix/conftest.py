"""What the tests of pages share: browsers of the cast, and marks on everything that is read."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.matrix.cast import Browsers
from tests.matrix.marks import everything_marked
from tests.matrix.straying import Readers
from tests.stages.whole import Whole


@pytest.fixture(scope="module")
def browsers(whole: Whole) -> Browsers:
    """Browsers of the whole cast."""
    return Browsers(whole.world)


@pytest.fixture(scope="module")
def readers(whole: Whole, django_db_blocker: DjangoDbBlocker) -> Iterator[Readers]:
    """Let whatever leaves an envelope say, in every answer of a module, from which row it came."""
    with everything_marked() as marks, django_db_blocker.unblock():
        yield Readers(whole.world, marks)
