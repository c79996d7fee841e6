"""Signed states of the tree outside the database: the key that signs, and the folder that keeps them."""

import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit import keyfiles, notes


def signer() -> notes.Signer:
    """Give whoever signs, with the key from the file that the settings name."""
    return _signer(Path(settings.SEAL_KEY_FILE))


@cache
def _signer(path: Path) -> notes.Signer:
    """Read the key file: 64 hexadecimal digits, for nobody else on the machine to read.

    Raises:
        ImproperlyConfigured: the file is missing, open to others, or does not hold one key.
    """
    held = keyfiles.keys(path)
    if len(held) != 1:
        msg = f"Die Schlüsseldatei {path} braucht genau eine Zeile: Siegel prägt nur ein Schlüssel."
        raise ImproperlyConfigured(msg)
    return notes.Signer(held[0])


def folder() -> Path:
    """Give the folder of the notes; in production it lies on another machine's disk."""
    return Path(settings.CHECKPOINT_DIR)


def publish(note: str, size: int, at: datetime) -> None:
    """Write a note into its own file, one folder a month, and as `latest`; notes are never overwritten.

    Raises:
        FileExistsError: another note about a tree of this size lies there already.
    """
    place = folder() / f"{at:%Y-%m}" / f"{size:012}.txt"
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists():
        _write(place, note)
    elif place.read_text() != note:
        raise FileExistsError(place)
    _write(folder() / "latest", note)
    key = folder() / "seal.pub"
    if not key.exists():
        _write(key, f"{signer().public}\n")


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and have it on the disk before going on."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def latest() -> str | None:
    """Give the newest note outside the database, if there is one."""
    path = folder() / "latest"
    return path.read_text() if path.is_file() else None


def published() -> Iterator[tuple[str, str]]:
    """Give every note outside the database with its name, `latest` included."""
    for path in (*sorted(folder().glob("*/*.txt")), folder() / "latest"):
        if path.is_file():
            yield str(path.relative_to(folder())), path.read_text()
