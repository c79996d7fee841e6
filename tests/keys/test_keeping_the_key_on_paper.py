"""A key file on three sheets: any two bring it back, one tells nothing, and what is mistyped is named."""

import io
import itertools
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from audit import clock, keyfiles
from audit.models import Entry
from protection import keys
from protection.models import Circle, DataKey
from protection.pdf import pages_of
from protection.shares import Typed, WrongSheetsError, split
from tests.conftest import as_owner
from tests.stages.families import a_family
from tests.world import World

PAIRS = list(itertools.permutations((0, 1, 2), 2))
KEYS = [bytes(range(32)), b"\xff" * 32]


def typed(*sheets: object) -> Typed:
    """Type sheets off, line by line."""
    found = Typed()
    for sheet in sheets:
        for line in sheet:  # type: ignore[attr-defined]  # lines of text
            assert found.take(line) == ""
    return found


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_any_two_sheets_bring_the_keys_back_in_their_order(one: int, other: int) -> None:
    sheets = split(KEYS)
    assert typed(sheets[one], sheets[other]).keys() == KEYS


@given(key=st.binary(min_size=32, max_size=32), pair=st.sampled_from(PAIRS))
def test_whatever_the_key_is(key: bytes, pair: tuple[int, int]) -> None:
    sheets = split([key])
    assert typed(sheets[pair[0]], sheets[pair[1]]).keys() == [key]


@pytest.mark.parametrize("sheet", [0, 1, 2])
def test_one_sheet_alone_brings_nothing_even_twice(sheet: int) -> None:
    sheets = split(KEYS[:1])
    alone = typed(sheets[sheet], sheets[sheet])
    assert len(alone.missing()) == 4
    with pytest.raises(WrongSheetsError, match=rf"Teil {'ABC'[sheet]} fehlt ganz"):
        alone.keys()


def test_what_stands_on_a_sheet_is_by_chance(  # a second writing shares nothing but the key's name
) -> None:
    lines = [line[4:23] for sheet in split(KEYS[:1])[:2] for line in sheet[2:]]
    again = [line[4:23] for sheet in split(KEYS[:1])[:2] for line in sheet[2:]]
    assert not set(lines) & set(again)
    key = KEYS[0].hex().upper()
    assert all(line.replace(" ", "") not in key for line in lines)


def test_every_mistyped_line_is_named() -> None:
    one, other, _ = split(KEYS[:1])
    for number, line in enumerate((*one, *other)):
        for place, sign in enumerate(line):
            if sign == " ":
                continue
            bent = line[:place] + ("0" if sign != "0" else "7") + line[place + 1 :]
            found = Typed()
            if number % len(one):
                found.take(one[0])
            said = found.take(bent)
            assert "noch einmal" in said, bent
            label = line.split()[0]
            assert label in said or place < len("KENNUNG K1")
            assert found.take(line) == ""


def test_lines_of_other_places_and_other_sets_are_refused() -> None:
    one, other, _ = split(KEYS[:1])
    found = typed(one)
    moved = other[2][:3] + "2" + other[2][4:]
    assert "K1A2" in found.take(moved.replace(moved[:4], "K1A2"))
    with pytest.raises(WrongSheetsError, match="anderen Satz"):
        found.take(split(KEYS[:1])[1][0])


def test_small_letters_spaces_and_look_alikes_do_not_matter() -> None:
    one, other, _ = split([bytes(32)])
    alike = [line[:4] + line[4:].replace("0", "o").replace("1", "l") for line in (*one, *other)]
    loose = [" " + line.lower().replace("  ", " ") + "\n" for line in alike]
    assert typed(["", "Schlüsselblatt 1 von 3", *loose]).keys() == [bytes(32)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data.key"
    keyfiles.make(path, [keyfiles.fresh(), keyfiles.fresh()])
    return path


def restore(path: Path, text: str) -> str:
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO(text))
        call_command("restore_key_file", str(path), stdout=said)
    return said.getvalue()


def test_printed_typed_off_and_restored_it_is_the_same_file(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sheets"
    said = io.StringIO()
    call_command("split_key_file", str(file), str(folder), stdout=said)
    assert "Dann löschen Sie den Ordner" in said.getvalue()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 6
    texts = [(folder / f"blatt-{number}.txt").read_text() for number in (1, 3)]
    assert "Probe: manage.py key_drill" in restore(tmp_path / "again.key", "".join(texts))
    assert keyfiles.keys(tmp_path / "again.key") == keyfiles.keys(file)
    assert (tmp_path / "again.key").stat().st_mode & 0o777 == 0o600


def test_the_paper_says_what_the_text_says(file: Path, tmp_path: Path) -> None:
    call_command("split_key_file", str(file), str(tmp_path / "sheets"), stdout=io.StringIO())
    bare = "".join("".join(pages_of((tmp_path / "sheets/blatt-2.pdf").read_bytes())).split())
    lines = (tmp_path / "sheets/blatt-2.txt").read_text().splitlines()
    assert len(lines) == 1 + 1 + 2 * 9
    assert [line for line in lines if "".join(line.split()) not in bare] == []


def test_a_wrong_line_is_typed_again_and_the_rest_stays(file: Path, tmp_path: Path) -> None:
    one, other, _ = split(keyfiles.keys(file))
    bent = other[3][:-1] + ("0" if other[3][-1] != "0" else "1")
    said = restore(tmp_path / "again.key", "\n".join((*one, *other[:3], bent, *other[3:])))
    assert f"Die Zeile {bent[:4]} ist nicht richtig abgetippt." in said
    assert keyfiles.keys(tmp_path / "again.key") == keyfiles.keys(file)


def test_sheets_that_do_not_suffice_make_no_file(file: Path, tmp_path: Path) -> None:
    one, other, _ = split(keyfiles.keys(file))
    for text in ("", "\n".join(one), "\n".join((*one, *other[:2], *other[3:]))):
        with pytest.raises(CommandError, match="Es wurde keine Datei angelegt"):
            restore(tmp_path / "again.key", text)
    with pytest.raises(CommandError, match="gibt es schon"):
        restore(file, "\n".join((*one, *other)))
    assert not (tmp_path / "again.key").exists()


def drilled(path: Path) -> str:
    said = io.StringIO()
    with as_owner():
        call_command("key_drill", str(path), stdout=said)
    return said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_drill_tries_every_circle_and_is_recorded(world: World) -> None:
    a_family(world)
    assert "Akte der Familie: 1 von 1 öffnen sich" in drilled(Path(configured.KEY_FILE))
    identity = uuid4()
    with as_owner():
        DataKey.objects.create(
            id=identity,
            circle=Circle.CONFIDED,
            wrapped=keys.provider().wrap(identity, keys.new()),
            author_id=uuid4(),
            made_at=clock.read(),
        )
    assert "Anvertrautes: 1 von 1 öffnen sich" in drilled(Path(configured.KEY_FILE))
    with as_owner():
        told = Entry.objects.filter(event="keys.drilled").latest("seq")
    assert (told.facts["checked"], told.facts["broken"]) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_the_drill_fails_with_another_file(world: World, file: Path) -> None:
    a_family(world)
    with pytest.raises(CommandError, match="Die Probe ist misslungen"):
        drilled(file)
    with as_owner():
        assert Entry.objects.filter(event="keys.drilled").latest("seq").facts["broken"] == 1
    file.chmod(0o644)
    with pytest.raises(CommandError, match="ist für andere lesbar"):
        drilled(file)
