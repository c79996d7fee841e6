"""Reading the text of a PDF that our own press printed, page by page, as a reading program would.

The press writes glyphs and, for every font, a table that turns them into letters (ToUnicode). What
this module cannot read it refuses: a paper that nobody could look through does not leave the house.
"""

import re
import zlib

from protection.paper import PaperError

UNREADABLE = "A printed paper could not be read again."
OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"^(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
FONT = re.compile(rb"/([^\s/<>\[\]()]+) (\d+) 0 R")
LETTER = re.compile(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>")
# Choosing a font, a run of glyphs, and the end of a line.
STEP = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9a-fA-F]+)>|\b(ET)\b")
GLYPH = 4


def pages_of(pdf: bytes) -> tuple[str, ...]:
    """Give the text of each page, in the order in which it is drawn; lines end with a line feed.

    Args:
        pdf: a file that `paper.print_pdf` made.

    Raises:
        PaperError: it holds something that cannot be read.
    """
    objects = objects_of(pdf)
    fonts = _fonts(objects)
    found = [_text(objects, fonts, page) for page in _pages(objects)]
    if not found:
        raise PaperError(UNREADABLE)
    return tuple(found)


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """Find all objects, those packed together too; streams come opened, behind their dictionary."""
    found: dict[int, bytes] = {}
    packed: list[tuple[bytes, bytes]] = []
    for match in OBJECT.finditer(pdf):
        number, body = int(match[1]), match[2]
        stream = STREAM.match(body)
        if stream is None:
            found[number] = body
            continue
        head, data = stream[1], stream[2]
        if b"/FlateDecode" in head:
            try:
                data = zlib.decompress(data)
            except zlib.error as broken:
                raise PaperError(UNREADABLE) from broken
        elif b"/Filter" in head:
            raise PaperError(UNREADABLE)
        if b"/ObjStm" in head:
            packed.append((head, data))
        found[number] = head + b"stream\n" + data
    for head, data in packed:
        found |= _unpacked(head, data)
    return found


def _unpacked(head: bytes, data: bytes) -> dict[int, bytes]:
    first = re.search(rb"/First (\d+)", head)
    if first is None:
        raise PaperError(UNREADABLE)
    start = int(first[1])
    numbers = [int(word) for word in data[:start].split()]
    places = [*numbers[1::2], len(data)]
    return {
        number: data[start + places[i] : start + places[i + 1]]
        for i, number in enumerate(numbers[::2])
    }


def _pages(objects: dict[int, bytes]) -> list[bytes]:
    """Find the pages in their order."""
    tree = next((body for body in objects.values() if b"/Type /Pages" in body), b"")
    kids = re.search(rb"/Kids \[(.*?)\]", tree, re.DOTALL)
    return [objects[int(kid)] for kid in REFERENCE.findall(kids[1])] if kids else []


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[str, str]]:
    """Read, for the name of every font, which letters its glyphs stand for."""
    found: dict[bytes, dict[str, str]] = {}
    for body in objects.values():
        for name, number in FONT.findall(body.split(b"stream\n", 1)[0]):
            table = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(int(number), b""))
            if table:
                found[name] = _letters(objects[int(table[1])])
    return found


def _letters(table: bytes) -> dict[str, str]:
    if b"beginbfrange" in table:
        raise PaperError(UNREADABLE)
    start = table.find(b"beginbfchar")
    return {
        glyph.decode().lower(): bytes.fromhex(letters.decode()).decode("utf-16-be")
        for glyph, letters in LETTER.findall(table[start:])
    }


def _text(objects: dict[int, bytes], fonts: dict[bytes, dict[str, str]], page: bytes) -> str:
    contents = re.search(rb"/Contents (\d+) 0 R", page)
    if contents is None:
        raise PaperError(UNREADABLE)
    drawn = objects[int(contents[1])].split(b"stream\n", 1)[-1]
    parts: list[str] = []
    letters: dict[str, str] | None = None
    for font, run, end in STEP.findall(drawn):
        if font:
            letters = fonts.get(font)
        elif end:
            parts.append("\n")
        elif letters is None:
            raise PaperError(UNREADABLE)
        else:
            parts += _run(letters, run.decode().lower())
    return "".join(parts)


def _run(letters: dict[str, str], run: str) -> list[str]:
    """Turn glyphs into letters; one without a letter draws nothing that a person reads."""
    return [letters.get(run[i : i + GLYPH], "") for i in range(0, len(run), GLYPH)]
