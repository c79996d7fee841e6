"""PDFs from outside, written anew from their pages: without scripts, attachments, words about a maker."""

import io
import zlib
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_UNPACKED = 100_000_000
BEGINNING, END = b"%PDF-", b"%%EOF"
# Readers look for the beginning of a PDF in so many bytes.
LOOKED_THROUGH = 1024
SPACE = b" \t\r\n\f\0"


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    OTHER = "other"
    HEIC = "heic"
    MIXED = "mixed"
    BROKEN = "broken"
    LOCKED = "locked"
    FORM = "form"
    PIXELS = "pixels"
    PAGES = "pages"
    LARGE = "large"


class RefusedError(Exception):
    """The file is not taken; `why` says why."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


# What a PDF does by itself, what it carries inside, and what it tells about its maker.
STRIPPED = frozenset(
    (
        *(
            "/JS",
            "/JavaScript",
            "/AA",
            "/OpenAction",
            "/EmbeddedFiles",
            "/EF",
            "/AF",
            "/Collection",
        ),
        *("/Metadata", "/PieceInfo", "/LastModified", "/Author", "/Creator", "/Producer"),
    )
)
ACTIONS = frozenset(
    (
        *("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/ResetForm", "/GoToE", "/GoToR"),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Hide", "/Thread"),
    )
)
ANNOTATIONS = frozenset(("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"))


def rewritten(raw: bytes) -> bytes:
    """Write a PDF anew from its pages."""
    import pikepdf

    before, end, after = raw.rpartition(END)
    if not end:
        raise RefusedError(Refusal.BROKEN)
    if after.strip(SPACE) or BEGINNING in before[len(BEGINNING) : LOOKED_THROUGH]:
        raise RefusedError(Refusal.MIXED)
    try:
        document = pikepdf.open(io.BytesIO(raw), attempt_recovery=False)
    except pikepdf.PasswordError as locked:
        raise RefusedError(Refusal.LOCKED) from locked
    with document:
        _judge(document)
        for thing in list(document.objects):
            _strip(thing)
        for page in document.pages:
            _leave_out_media(page.obj)
        for name in ("/Info", "/ID"):
            if name in document.trailer:
                del document.trailer[name]
        written = io.BytesIO()
        document.save(written, fix_metadata_version=False)
    return written.getvalue()


def _judge(document: Any) -> None:
    """Refuse what nobody could read afterwards, and what is too much."""
    if document.is_encrypted:
        raise RefusedError(Refusal.LOCKED)
    # Without its own program such a form is one page that asks to wait.
    if "/XFA" in document.Root.get("/AcroForm", {}):
        raise RefusedError(Refusal.FORM)
    if len(document.pages) > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
        raise RefusedError(Refusal.PAGES)
    if not len(document.pages):
        raise RefusedError(Refusal.BROKEN)


def _strip(thing: Any) -> None:
    """Take out of an object, and of what lies directly in it, all that is no page."""
    import pikepdf

    if isinstance(thing, pikepdf.Array):
        inside = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key in _unwanted(thing):
            del thing[key]
        inside = [thing[key] for key in list(thing.keys())]
    else:
        return
    if isinstance(thing, pikepdf.Stream):
        _leave_bare(thing)
    for part in inside:
        if not getattr(part, "is_indirect", True):
            _strip(part)


def _unwanted(thing: Any) -> Iterator[str]:
    keys = list(thing.keys())
    acts = str(thing.get("/S", "")) in ACTIONS
    return iter([key for key in keys if key in STRIPPED or (acts and key != "/Type")])


def _leave_out_media(page: Any) -> None:
    """Leave out of a page what opens or plays something."""
    import pikepdf

    shown = [
        one for one in page.get("/Annots", []) if str(one.get("/Subtype", "")) not in ANNOTATIONS
    ]
    if "/Annots" in page:
        page["/Annots"] = pikepdf.Array(shown)


def _leave_bare(stream: Any) -> None:
    """Leave out of a photograph inside a PDF where and with what it was taken."""
    import pikepdf

    used = stream.get("/Filter", None)
    names = [str(one) for one in used] if isinstance(used, pikepdf.Array) else [str(used)]
    if names == ["/DCTDecode"]:
        photograph, parameters = stream.read_raw_bytes(), stream.get("/DecodeParms", None)
    elif names == ["/FlateDecode", "/DCTDecode"]:
        unpacking, parameters = zlib.decompressobj(), None
        photograph = unpacking.decompress(stream.read_raw_bytes(), MOST_UNPACKED)
    else:
        return
    stream.write(bare(photograph), filter=pikepdf.Name.DCTDecode, decode_parms=parameters)


START, SCAN, PICTURE_END = b"\xff\xd8", 0xDA, b"\xff\xd9"
# Application segments and comments, without the two that say how colours are meant.
WORDS = {*range(0xE1, 0xF0), 0xFE} - {0xEE}


def bare(jpeg: bytes) -> bytes:
    """Leave out of a JPEG every segment that is not needed to show it, without touching its pixels.

    Raises:
        RefusedError: it is none, or its segments do not follow each other.
    """
    kept, at = [START], len(START)
    if not jpeg.startswith(START) or PICTURE_END not in jpeg:
        raise RefusedError(Refusal.BROKEN)
    while jpeg[at : at + 1] == b"\xff":
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == SCAN:
            end = jpeg.rindex(PICTURE_END) + len(PICTURE_END)
            return b"".join([*kept, jpeg[at:end]])
        if marker not in WORDS:
            kept.append(jpeg[at : at + 2 + length])
        at += 2 + length
    raise RefusedError(Refusal.BROKEN)
