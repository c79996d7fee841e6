"""A key and a folder of notes of its own for every test of the trail."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def notes_folder(tmp_path: Path, settings: Settings) -> Path:
    key = tmp_path / "seal.key"
    key.write_text("07" * 32)
    key.chmod(0o600)
    settings.SEAL_KEY_FILE = str(key)
    settings.CHECKPOINT_DIR = tmp_path / "outside"
    return tmp_path / "outside"
