"""The versions of the information text: a file a version, named after the day from which it holds."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

HEADING = "# "


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One version: since when it holds, its title and parts, and a digest that ties a receipt to its words."""

    since: date
    title: str
    parts: tuple[Part, ...]
    digest: str

    @property
    def version(self) -> str:
        """Name the version by its day."""
        return self.since.isoformat()


@cache
def texts(folder: Path) -> tuple[Text, ...]:
    """Read every version of a folder, the oldest first.

    Args:
        folder: files like 2026-11-01.txt; the first line is the title, "# " begins a part.

    Raises:
        ValueError: a file is not named after a day.
    """
    return tuple(_text(path) for path in sorted(folder.glob("*.txt")))


def current(on: date) -> Text:
    """Give the version that holds on a day.

    Raises:
        LookupError: none holds yet.
    """
    folder = Path(settings.INFORMATION_DIR or settings.BASE_DIR / "deploy/town/information")
    held = [one for one in texts(folder) if one.since <= on]
    if not held:
        raise LookupError
    return held[-1]


def _text(path: Path) -> Text:
    written = path.read_text(encoding="utf-8")
    title, _, rest = written.partition("\n")
    parts = []
    for piece in rest.split(f"\n{HEADING}")[1:]:
        heading, _, body = piece.partition("\n")
        lines = tuple(line.strip() for line in body.splitlines() if line.strip())
        parts.append(Part(heading.strip(), lines))
    digest = hashlib.sha256(written.encode()).hexdigest()
    return Text(date.fromisoformat(path.stem), title.strip(), tuple(parts), digest)
