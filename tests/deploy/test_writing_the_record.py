"""The pages for the officer: no table and no measure without its place."""

from pathlib import Path
from typing import Any

import pytest

from deploy import measures, processing

MEASURES = """
[[goal]]
title = "Probe"

[[goal.measure]]
what = "Etwas ist geschützt."
places = ["{place}"]
tests = [{tests}]
"""
HERE = "deploy/test_writing_the_record::a_measure_that_nothing_shows_is_not_written_down"


def test_rows_belong_to_the_nearest_activity_and_to_one() -> None:
    of_a_draft = processing.activity_of("accounts.drafts.models")
    assert "referrals.notes" in of_a_draft.modules
    assert processing.activity_of("accounts.models") is not of_a_draft
    with pytest.raises(processing.UnrecordedError, match=r"referrals\.unheard"):
        processing.activity_of("referrals.unheard.models")


@pytest.mark.django_db
def test_what_only_the_office_reads_has_no_recipient_and_what_is_told_has_one() -> None:
    page = processing.record()
    confided = page.split("## 2. ")[1].split("## 3. ")[0]
    told = page.split("## 3. ")[1].split("## 4. ")[0]
    assert "Träger, denen eine Mitteilung gemacht wurde" in told
    assert "Träger, denen eine Mitteilung gemacht wurde" not in confided


@pytest.mark.parametrize(
    ("place", "tests", "names"),
    [
        ("deploy/measures.py", f'"{HERE}"', None),
        ("deploy/nowhere.py", f'"{HERE}"', "deploy/nowhere.py"),
        (
            "deploy/measures.py",
            '"deploy/test_writing_the_record::nobody_wrote_this"',
            "nobody_wrote_this",
        ),
        ("deploy/measures.py", '"deploy/test_of_nothing::nobody_wrote_this"', "test_of_nothing"),
        ("deploy/measures.py", "", "Etwas ist geschützt"),
    ],
)
def test_a_measure_that_nothing_shows_is_not_written_down(
    tmp_path: Path, settings: Any, place: str, tests: str, names: str | None
) -> None:
    for folder in ("deploy/measures.py", "tests"):
        (tmp_path / folder).parent.mkdir(exist_ok=True)
        (tmp_path / folder).symlink_to(Path(settings.BASE_DIR) / folder)
    (tmp_path / "deploy/measures.toml").write_text(
        MEASURES.format(place=place, tests=tests), "utf-8"
    )
    settings.BASE_DIR = tmp_path
    if names is None:
        assert "Etwas ist geschützt." in measures.page()
    else:
        with pytest.raises(measures.UnprovenError, match=names):
            measures.page()
