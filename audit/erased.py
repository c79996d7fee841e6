"""The list of what was erased, beside the signed states of the trail and outside the database.

A restored backup brings back what was erased since it was made; this list says what must go again before the
service opens. A line is moment, kind and identity, divided by spaces; lines are only ever added.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from audit import checkpoints

type Line = tuple[str, str, str]
PARTS = 3


def path() -> Path:
    """Give the place of the list."""
    return checkpoints.folder() / "erased.txt"


def add(lines: Iterable[Line]) -> None:
    """Add lines that are not there yet, and have them on the disk before going on."""
    known = {identity for _, _, identity in _read()}
    fresh = [" ".join(line) + "\n" for line in lines if line[2] not in known]
    if not fresh:
        return
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a") as file:
        file.writelines(fresh)
        file.flush()
        os.fsync(file.fileno())


def erased() -> list[tuple[str, UUID]]:
    """Give kind and identity of everything that was erased."""
    return [(kind, UUID(identity)) for _, kind, identity in _read()]


def _read() -> Iterator[Line]:
    """Read whole lines; what a crash left half written is written anew by the next run."""
    if not path().is_file():
        return
    for line in path().read_text().splitlines():
        parts = line.split(" ")
        if len(parts) == PARTS:
            yield parts[0], parts[1], parts[2]
