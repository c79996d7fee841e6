"""What the tests of emergencies start from."""

import pytest

from tests.emergencies.asking import Moved


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Moved:
    """The one clock, to be moved."""
    return Moved(monkeypatch)
