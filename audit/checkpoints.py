"""Signed states of the tree outside the database: the key that signs, and the folders that keep them."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from audit import keyfiles, notes

FAILING = "seal-folders-failing"
TOLD_FOR = 24 * 60 * 60


def signer() -> notes.Signer:
    """Give whoever signs, with the key from the file that the settings name."""
    return _signer(Path(settings.SEAL_KEY_FILE))


@once
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


def folders() -> list[Path]:
    """Give every folder of notes; the second one lies on a volume of its own and is optional."""
    second = settings.CHECKPOINT_DIR_2
    return [folder(), *([Path(second)] if second else [])]


def publish(note: str, size: int, at: datetime) -> None:
    """Tell a note to standard output and write it into every folder; one that takes nothing stops no other.

    Raises:
        FileExistsError: another note about a tree of this size lies in one of them already.
        OSError: no folder took the note.
    """
    say(note, size)
    failed: dict[int, OSError] = {}
    for number, place in enumerate(folders(), start=1):
        try:
            keep(place, note, size, at)
        except OSError as problem:
            failed[number] = problem
    tell(failed)
    for found in failed.values():
        if isinstance(found, FileExistsError) or len(failed) == len(folders()):
            raise found


def keep(place: Path, note: str, size: int, at: datetime) -> None:
    """Write a note into its own file, one folder a month, and as `latest`; notes are never overwritten.

    Raises:
        FileExistsError: another note about a tree of this size lies there already.
        OSError: the volume is full or missing.
    """
    if place != folder() and not place.is_dir():
        raise FileNotFoundError(place)
    file = place / f"{at:%Y-%m}" / f"{size:012}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _write(file, note)
    elif file.read_text() != note:
        raise FileExistsError(file)
    _write(place / "latest", note)
    key = place / "seal.pub"
    if not key.exists():
        _write(key, f"{signer().public}\n")


def say(note: str, size: int) -> None:
    """Write a note to standard output as one line of JSON, for whoever collects the logs elsewhere."""
    line = json.dumps({"event": "seal.signed", "size": size, "note": note}, ensure_ascii=False)
    # Standard output may be closed or full like any other place; the folders are told all the same.
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def tell(failed: Iterable[int]) -> None:
    """Remember which folders took nothing, for the lamp of the officer; it is told anew each minute."""
    cache.set(FAILING, sorted(failed), timeout=TOLD_FOR)


def failing() -> list[int]:
    """Give which folders, counted from one, took no note the last time."""
    found: list[int] = cache.get(FAILING, [])
    return found


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and have it on the disk before going on."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def latest(place: Path | None = None) -> str | None:
    """Give the newest note of a folder, of the first when none is named, if there is one."""
    path = (place or folder()) / "latest"
    return path.read_text() if path.is_file() else None


def published() -> Iterator[tuple[str, str]]:
    """Give every note outside the database with its name, `latest` included."""
    for number, place in enumerate(folders(), start=1):
        for path in (*sorted(place.glob("*/*.txt")), place / "latest"):
            if path.is_file():
                name = str(path.relative_to(place))
                yield (name if number == 1 else f"{number}:{name}"), path.read_text()
