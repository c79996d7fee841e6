"""Signed notes: what we wrote opens, anything else does not; keys that others can read are refused."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from audit import checkpoints, notes

SIGNER = notes.Signer(bytes(range(32)))
STRANGER = notes.Signer(bytes(32))
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NOTE = SIGNER.sign(size=1234, root=bytes(32), now=AT)


def test_a_note_says_what_was_signed() -> None:
    said = notes.opened_note(NOTE, SIGNER.public, "latest")
    assert said == notes.Note(1234, bytes(32), "2026-11-24T09:30:00.000000Z", "latest")


def test_a_note_has_the_form_that_other_programs_read() -> None:
    origin, size, root, moment, blank, signature = NOTE.splitlines()
    assert (origin, size, moment, blank) == (
        SIGNER.name,
        "1234",
        "at 2026-11-24T09:30:00.000000Z",
        "",
    )
    assert base64.b64decode(root) == bytes(32)
    dash, signer, encoded = signature.split(" ")
    assert (dash, signer) == ("\N{EM DASH}", SIGNER.name)
    assert len(base64.b64decode(encoded)) == 4 + 64
    assert SIGNER.public.split("+")[1] == base64.b64decode(encoded)[:4].hex()


def test_a_note_of_a_stranger_is_refused() -> None:
    strange = STRANGER.sign(size=1234, root=bytes(32), now=AT)
    with pytest.raises(notes.NoteBrokenError):
        notes.opened_note(strange, SIGNER.public)
    named_like_ours = strange.replace(STRANGER.name, SIGNER.name)
    with pytest.raises(notes.NoteBrokenError):
        notes.opened_note(named_like_ours, SIGNER.public)


@given(at=st.integers(0, len(NOTE) - 2), letter=st.characters(codec="utf-8"))
def test_a_note_with_any_letter_changed_is_refused(at: int, letter: str) -> None:
    changed = NOTE[:at] + letter + NOTE[at + 1 :]
    try:
        said = notes.opened_note(changed, SIGNER.public)
    except notes.NoteBrokenError:
        return
    assert said == notes.opened_note(NOTE, SIGNER.public)


@given(text=st.text(max_size=80))
def test_no_text_makes_the_reader_of_notes_stumble(text: str) -> None:
    with pytest.raises(notes.NoteBrokenError):
        notes.opened_note(text, SIGNER.public)


@pytest.mark.parametrize(
    ("content", "mode", "sentence"),
    [
        (None, 0o600, "fehlt"),
        ("00" * 32, 0o644, "für andere lesbar"),
        ("00" * 32, 0o660, "für andere lesbar"),
        ("00" * 31, 0o600, "64 Hexadezimalziffern"),
        ("zz" * 32, 0o600, "64 Hexadezimalziffern"),
    ],
)
def test_a_key_file_that_does_not_protect_is_refused(
    content: str | None, mode: int, sentence: str, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "own.key"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    settings.SEAL_KEY_FILE = str(path)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        checkpoints.signer()


@pytest.mark.django_db
def test_a_note_outside_is_never_overwritten() -> None:
    first = checkpoints.signer().sign(size=5, root=bytes(32), now=AT)
    other = checkpoints.signer().sign(size=5, root=bytes([1]) * 32, now=AT)
    checkpoints.publish(first, 5, AT)
    checkpoints.publish(first, 5, AT)
    with pytest.raises(FileExistsError):
        checkpoints.publish(other, 5, AT)
    assert checkpoints.latest() == first
    assert [name for name, _ in checkpoints.published()] == ["2026-11/000000000005.txt", "latest"]
