"""Notes lie on two volumes and in the log; one that is full or missing stops no other, and it is told."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from audit import checkpoints, clock, examiner, sealer
from audit.findings import Bend
from tests.audit.outside import happen_and_seal, lamp
from tests.conftest import SignIn
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def second(tmp_path: Path, settings: Settings) -> Path:
    cache.clear()
    place = tmp_path / "second"
    place.mkdir()
    settings.CHECKPOINT_DIR_2 = str(place)
    return place


def notes_in(place: Path) -> set[str]:
    return {path.name for path in place.rglob("*.txt")}


def test_every_place_has_every_note_and_the_log_too(
    world: World, notes_folder: Path, second: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = happen_and_seal(world)
    assert checkpoints.latest(notes_folder) == checkpoints.latest(second) == note
    assert notes_in(notes_folder) == notes_in(second) != set()
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "seal." in line]
    assert (said[-1]["event"], said[-1]["note"]) == ("seal.signed", note)
    assert examiner.examine().ok


def test_a_missing_volume_stops_nothing_is_told_and_catches_up(
    world: World, notes_folder: Path, second: Path, signed_in: SignIn
) -> None:
    officer = signed_in("seidel")

    happen_and_seal(world)
    assert "Datenträger" not in lamp(officer)
    gone = second.rename(second.with_name("gone"))
    happen_and_seal(world)
    note = happen_and_seal(world)
    assert checkpoints.latest(notes_folder) == note
    assert not second.exists()
    assert lamp(officer).startswith("Auf dem zweiten Datenträger für Siegel kommt nichts an.")
    gone.rename(second)
    # Nothing more has to happen: the next minute brings what is missing.
    sealer.seal(clock.read())
    assert notes_in(notes_folder) == notes_in(second)
    assert checkpoints.latest(second) == checkpoints.latest(notes_folder)
    assert "Datenträger" not in lamp(officer)


def test_the_first_one_may_fail_too_but_not_both(
    world: World, notes_folder: Path, second: Path
) -> None:
    notes_folder.write_text("no folder")
    note = happen_and_seal(world)
    assert checkpoints.latest(second) == note
    assert checkpoints.failing() == [1]
    shutil.rmtree(second)
    with pytest.raises(OSError, match=r"outside|second"):
        happen_and_seal(world)
    assert checkpoints.failing() == [1, 2]


def test_a_forged_note_on_the_second_volume_is_found(world: World, second: Path) -> None:
    happen_and_seal(world)
    size = int(min(notes_in(second)).removesuffix(".txt"))
    fork = checkpoints.signer().sign(size=size, root=bytes(32), now=clock.read())
    next(second.rglob("*.txt")).write_text(fork)
    assert [problem.bend for problem in examiner.examine().problems] == [Bend.FORKED]
