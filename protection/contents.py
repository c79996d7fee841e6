"""What is in a file that somebody sends: read to its end, written anew, without anything about its maker.

The content decides, never the name. Every byte here comes from outside: this module and `letters` are
run as a program of their own (`protection.examining`), which is given neither keys nor the database.
"""

import io
import resource
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from protection import letters
from protection.letters import Refusal, RefusedError

if TYPE_CHECKING:
    from PIL.Image import Image

# Photographs of telephones have 12 to 50 million pixels; more takes more memory than it may have.
MOST_PIXELS = 50_000_000
# Tried one after the other while a large photograph would become larger than it came.
QUALITIES = (90, 80, 70)
SMALL = 2_000_000
SECONDS = 20
MEMORY = 1_500_000_000
# Signs with which a file begins.
PNG, JPEG, HEIC = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"ftyp"


class Kind(StrEnum):
    """What a file turned out to be."""

    PNG = "png"
    JPEG = "jpeg"
    PDF = "pdf"


class Cleaned(NamedTuple):
    """A file as it is kept: what it is, and its bytes, written anew."""

    kind: Kind
    content: bytes


def clean(raw: bytes) -> Cleaned:
    """Read a file to its end and write it anew.

    Args:
        raw: the bytes as they came, of any origin.

    Returns:
        A picture made from its pixels alone, turned as it was taken; or a PDF made from its pages,
        without scripts, attachments and words about its maker (OWASP ASVS 5.2.2, 14.2.8).

    Raises:
        RefusedError: it is no PNG, JPEG or PDF, or not only one, or cannot be read.
    """
    kind = _kind(raw)
    try:
        content = CLEANED[kind](raw)
    except RefusedError:
        raise
    except Exception as wrong:  # whatever a parser stumbles over, the file is at fault
        raise RefusedError(Refusal.BROKEN) from wrong
    return Cleaned(kind, content)


def _kind(raw: bytes) -> Kind:
    """Tell from the first bytes what a file claims to be."""
    if not raw:
        raise RefusedError(Refusal.EMPTY)
    for sign, kind in ((PNG, Kind.PNG), (JPEG, Kind.JPEG), (letters.BEGINNING, Kind.PDF)):
        if raw.startswith(sign):
            return kind
    if letters.BEGINNING in raw[: letters.LOOKED_THROUGH]:
        raise RefusedError(Refusal.MIXED)
    raise RefusedError(Refusal.HEIC if raw[4:8] == HEIC else Refusal.OTHER)


def _picture(raw: bytes, name: str, qualities: Sequence[int] = (0,)) -> bytes:
    """Paint a picture anew: what is no pixel stays behind, also what hung before or after it."""
    # Only the program of its own ever loads a parser; the web, which shares this module's words, does not.
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # asked here, as an error and not as a warning
    with Image.open(io.BytesIO(raw), formats=[name]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise RefusedError(Refusal.PIXELS)
        opened.load()
        picture = _in_known_colours(_upright(opened), name)
    picture.info = {}
    for quality in qualities:
        written = io.BytesIO()
        picture.save(written, name, **({"quality": quality} if quality else {}))
        if written.tell() <= max(len(raw), SMALL):
            break
    return written.getvalue()


def _upright(picture: "Image") -> "Image":
    """Turn a picture as the camera was held; broken metadata is thrown away anyway."""
    from PIL import ImageOps

    with suppress(Exception):
        return ImageOps.exif_transpose(picture)
    return picture


def _in_known_colours(picture: "Image", name: str) -> "Image":
    """Give a picture that needs no profile: bruises keep their colour on every screen."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode == "RGB":
        with suppress(Exception):
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
            picture = made or picture
    if name == "JPEG":
        return picture if picture.mode in {"L", "RGB"} else picture.convert("RGB")
    if picture.mode in {"1", "L", "LA", "RGB", "RGBA", "I;16"}:
        return picture
    return picture.convert("RGBA" if "transparency" in picture.info else "RGB")


CLEANED: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.PNG: partial(_picture, name="PNG"),
    Kind.JPEG: partial(_picture, name="JPEG", qualities=QUALITIES),
    Kind.PDF: letters.rewritten,
}


def _be_small() -> None:
    """Take from this process what parsing needs none of, before anything from outside is read."""
    limits = {
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: 0,
        # A core dump would keep what was in the file.
        resource.RLIMIT_CORE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """Read a file from the standard input; write its kind or the refusal, a line end, its bytes."""
    _be_small()
    try:
        kind, content = clean(sys.stdin.buffer.read())
    except RefusedError as refused:
        sys.stdout.write(f"!{refused.why}\n")
        return
    sys.stdout.buffer.write(f"{kind}\n".encode() + content)
