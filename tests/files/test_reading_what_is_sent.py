"""What is in a file decides, and it is written anew: nothing of its maker, nothing that runs, no second file."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from protection import examining
from protection.contents import Cleaned, Kind, clean
from protection.letters import Refusal, RefusedError
from tests.files import samples

LARGEST = 15_000_000
TOLD = (b"Quastenbein", b"Exif", b"xmpmeta", b"GPS")


def _refusal(raw: bytes) -> Refusal:
    with pytest.raises(RefusedError) as refused:
        clean(raw)
    return refused.value.why


def test_a_photo_keeps_its_pixels_and_nothing_of_where_it_was_taken() -> None:
    raw = samples.a_photo()
    assert all(word in raw for word in TOLD[:3])
    cleaned = clean(raw)
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        assert (cleaned.kind, picture.format) == (Kind.JPEG, "JPEG")
        assert dict(picture.getexif()) == {}
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        # It was held sideways: what was on the left is above.
        assert picture.size == (32, 64)
        above, below = picture.getpixel((16, 8)), picture.getpixel((16, 56))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 200 > below[0]
    assert [word for word in TOLD if word in cleaned.content] == []


def test_a_drawing_keeps_its_pixels_and_nothing_of_its_maker() -> None:
    raw = samples.a_drawing()
    assert b"Quastenbein" in raw
    cleaned = clean(raw)
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        picture.load()
        assert (cleaned.kind, picture.info) == (Kind.PNG, {})
        assert list(picture.convert("RGB").get_flattened_data()) == list(
            samples.a_picture().get_flattened_data()
        )
    assert [word for word in TOLD if word in cleaned.content] == []


COLOURS = [("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")]
COLOURS += [("JPEG", mode) for mode in ("L", "RGB", "CMYK")]


@pytest.mark.parametrize(("name", "mode"), COLOURS)
def test_pictures_of_every_kind_of_colour_are_taken(name: str, mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (8, 8)).save(written, name)
    with Image.open(io.BytesIO(clean(written.getvalue()).content)) as picture:
        assert (picture.format, picture.size) == (name, (8, 8))


def test_a_letter_keeps_its_page_and_nothing_that_runs_or_tells() -> None:
    raw = samples.a_letter()
    inside = _inside(raw)
    # What is looked for below is there before.
    for word in (*ARMED, *TOLD[:2]):
        assert word in inside, word
    cleaned = clean(raw)
    assert cleaned.kind == Kind.PDF
    inside = _inside(cleaned.content)
    assert [word for word in (*ARMED, *TOLD) if word in inside] == []
    with pikepdf.open(io.BytesIO(cleaned.content)) as document:
        assert len(document.pages) == 1
        assert b"Hallo" in document.pages[0].Contents.read_bytes()
        assert "/Info" not in document.trailer
        assert str(document.pages[0].obj["/Words"]) == "Brief der Schule"
        for name in ("/PhotoDCTDecode", "/PhotoFlateDecode"):
            photo = document.pages[0].obj[name]
            with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
                picture.load()
                assert (picture.size, dict(picture.getexif())) == ((64, 32), {})


ARMED = (b"app.alert", b"calc.exe", b"/JavaScript", b"/Launch", b"wanderspecht", b"/FileAttachment")


def _inside(raw: bytes) -> bytes:
    """Give all objects of a PDF and their streams in the clear."""
    with pikepdf.open(io.BytesIO(raw)) as document:
        parts = [raw]
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_raw_bytes())
                names = str(thing.get("/Filter", "")) if "/Filter" in thing else ""
                if not names or names == "/FlateDecode":
                    parts.append(thing.read_bytes())
            parts.append(repr(thing).encode())
    return b"\n".join(parts)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", Refusal.EMPTY),
        (b"GIF89a" + bytes(100), Refusal.OTHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal.OTHER),
        (samples.SCRIPT, Refusal.OTHER),
        (samples.an_archive(), Refusal.OTHER),
        (b"MZ" + bytes(200), Refusal.OTHER),
        (b"\0\0\0\x18ftypheic" + bytes(100), Refusal.HEIC),
        (samples.an_archive() + samples.a_letter(), Refusal.MIXED),
        (b"\n" + samples.a_letter(), Refusal.MIXED),
        (samples.a_letter() + samples.an_archive(), Refusal.MIXED),
        (samples.a_letter() + samples.SCRIPT, Refusal.MIXED),
        (samples.cut(samples.a_letter()), Refusal.BROKEN),
        (samples.cut(samples.a_letter()) + b"\n%%EOF\n", Refusal.BROKEN),
        (b"%PDF-1.7\n" + samples.SCRIPT + b"\n%%EOF", Refusal.BROKEN),
        (samples.locked("geheim", "geheim"), Refusal.LOCKED),
        (samples.locked("geheim", ""), Refusal.LOCKED),
        (samples.a_form(), Refusal.FORM),
        (samples.cut(samples.a_photo()), Refusal.BROKEN),
        (samples.cut(samples.a_drawing()), Refusal.BROKEN),
        (b"\xff\xd8\xff" + samples.SCRIPT, Refusal.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + samples.SCRIPT, Refusal.BROKEN),
        (samples.a_bomb(), Refusal.PIXELS),
    ],
)
def test_what_is_no_picture_and_no_letter_is_refused_with_its_reason(
    raw: bytes, why: Refusal
) -> None:
    assert _refusal(raw) == why


def test_a_large_photo_does_not_become_larger() -> None:
    noise = Image.effect_noise((2400, 1800), 60).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=82)
    raw = written.getvalue()
    assert len(raw) > 2_000_000
    assert len(clean(raw).content) <= len(raw)


@pytest.mark.parametrize("raw", [samples.a_photo(), samples.a_drawing()])
@pytest.mark.parametrize("hung", [samples.SCRIPT, samples.an_archive(), samples.a_letter()])
def test_what_hangs_behind_a_picture_stays_behind(raw: bytes, hung: bytes) -> None:
    content = clean(raw + hung).content
    assert b"script" not in content
    assert b"%PDF" not in content
    assert not zipfile.is_zipfile(io.BytesIO(content))


def test_a_script_in_a_comment_of_a_photo_stays_behind() -> None:
    raw = samples.a_photo().replace(b"Ottokar Quastenbein", b"<script>alert</script>"[:19])
    assert b"<script" in raw
    assert b"<script" not in clean(raw).content


def test_the_empty_end_of_a_letter_is_no_second_file() -> None:
    assert clean(samples.a_letter() + b"\r\n\0\0").kind == Kind.PDF


def test_a_program_of_its_own_looks_at_it_and_says_the_same() -> None:
    for raw in (samples.a_photo(), samples.a_drawing()):
        assert examining.examine(raw, largest=LARGEST) == clean(raw)
    assert examining.examine(samples.a_letter(), largest=LARGEST).kind == Kind.PDF
    with pytest.raises(RefusedError) as refused:
        examining.examine(samples.a_bomb(), largest=LARGEST)
    assert refused.value.why == Refusal.PIXELS


def test_too_much_is_refused_before_anybody_looks_and_after() -> None:
    raw = samples.a_photo()
    for largest in (len(raw) - 1, 200):
        with pytest.raises(RefusedError) as refused:
            examining.examine(raw, largest=largest)
        assert refused.value.why == Refusal.LARGE
    letter = samples.a_letter()
    grown = len(clean(letter).content)
    assert isinstance(examining.examine(letter, largest=max(grown, len(letter))), Cleaned)


# What hostile content might make a parser do.
HOSTILE = {
    "it stops": "import os; os._exit(3)",
    "it is killed": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "it says nothing": "",
    "it fills the memory": "contents._be_small(); bytes(3_000_000_000); print('png')",
    "it writes to the disk": "contents._be_small(); print('x', file=open(OWN, 'w'), flush=True); print('png')",
    "it never ends": "import time; time.sleep(60)",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_the_program_does_not_survive_was_a_broken_file(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = "import sys; sys.path.append(sys.argv[1]); from protection import contents; "
    written = f"OWN = {str(tmp_path / 'written')!r}; "
    monkeypatch.setattr(examining, "PROGRAM", begin + written + HOSTILE[what])
    monkeypatch.setattr(examining, "PATIENCE", 3)
    with pytest.raises(RefusedError) as refused:
        examining.examine(samples.a_photo(), largest=LARGEST)
    assert refused.value.why == Refusal.BROKEN


def test_the_program_knows_nothing_of_the_service() -> None:
    loaded = "import sys; sys.path.append(sys.argv[1]); from protection import contents; "
    asked = "contents.clean(sys.stdin.buffer.read()); print(*sorted(sys.modules))"
    command = [sys.executable, "-I", "-c", loaded + asked, str(examining.PLACE)]
    done = subprocess.run(command, input=samples.a_letter(), capture_output=True, check=True)
    modules = done.stdout.decode().split()
    assert [name for name in modules if name.startswith("protection.")] == [
        "protection.contents",
        "protection.letters",
    ]
    assert {name.split(".")[0] for name in modules} & {
        "django",
        "psycopg",
        "audit",
        "deploy",
    } == set()
