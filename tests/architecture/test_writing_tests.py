"""Tests are behaviours: named after what people do, run for real, none of them left aside."""

import re

from tests.architecture import source

TESTS = sorted((source.ROOT / "tests").rglob("*.py"))
# In two halves, so that this file does not find itself.
ASIDE = re.compile(
    "|".join(("unittest[.]" + "mock", "Magic" + "Mock", "pytest[.]" + "skip", "mark[.]" + "skip"))
    + "|mark[.]"
    + "xfail|TO"
    + "DO:?"
)


def test_files_are_named_after_what_somebody_does() -> None:
    named = re.compile(r"test_([a-z0-9]+_)*[a-z]+ing(_[a-z0-9]+)*|test_the_way_.*")
    assert [
        path.name
        for path in TESTS
        if re.match(r"test_", path.name) is not None and not named.fullmatch(path.stem)
    ] == []


def test_nothing_is_skipped_faked_or_left_for_later() -> None:
    sources = [*TESTS, *source.files()]
    assert [source.where(path) for path in sources if ASIDE.search(path.read_text())] == []


def test_no_lock_file_names_a_registry() -> None:
    files = [*(source.ROOT / "requirements").iterdir(), source.ROOT / "package-lock.json"]
    assert [path.name for path in files if "://" in _addresses(path.read_text())] == []


def _addresses(text: str) -> str:
    """Give the lines that say from where something is fetched."""
    return "\n".join(
        line for line in text.splitlines() if "index-url" in line or "resolved" in line
    )
