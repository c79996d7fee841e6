"""Files outside the database, in chunks of authenticated encryption under opaque names.

A row elsewhere is the only thing that makes a file real: without it nobody has the key, and what lies
in the folder is swept away.
"""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from protection import keys

CHUNK = 64 * 1024
TAG = 16
# A nonce, the chunk and its tag.
CLOSED = keys.NONCE + CHUNK + TAG
NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"
# An upload that began earlier is over, whatever became of it.
PATIENCE = timedelta(hours=1)


class FileGoneError(Exception):
    """The row is there and its file is not."""


class FileBrokenError(keys.EnvelopeBrokenError):
    """It was changed, cut, extended, reordered, or belongs to another row."""


def new_name() -> str:
    """Make a name that says nothing: 32 random hexadecimal digits."""
    return os.urandom(16).hex()


def write(name: str, identity: UUID, key: keys.Wrapped, content: Iterable[bytes]) -> None:
    """Close a file under its name, in constant memory; it is there whole or not at all.

    Args:
        name: made by `new_name`, used once.
        identity: the row that the file belongs to; the file opens for no other.
        key: the data key of that row.
        content: the bytes, in pieces of any size.

    Raises:
        OSError: the disk is full or broken; nothing is left of the file.
    """
    cipher, path = keys.cipher(key), _path(name)
    _make_folders(path)
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with os.fdopen(
            os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as to:
            to.write(keys.VERSION)
            for number, last, chunk in _chunks(content):
                nonce = os.urandom(keys.NONCE)
                to.write(nonce + cipher.encrypt(nonce, chunk, _bound(identity, number, last=last)))
            to.flush()
            os.fsync(to.fileno())
        unfinished.rename(path)
        _keep(path.parent)
    except BaseException:
        for left in (unfinished, path):
            left.unlink(missing_ok=True)
        raise


def read(name: str, identity: UUID, key: keys.Wrapped) -> Iterator[bytes]:
    """Open a file chunk by chunk; nothing but the file is touched after this call.

    Raises:
        FileGoneError: there is no such file, at once.
        keys.KeyDestroyedError: its key was destroyed, at once.
        FileBrokenError: when the chunk in question is reached.
    """
    cipher, path = keys.cipher(key), _path(name)
    if not path.is_file():
        raise FileGoneError
    return _opened(path, identity, cipher)


def check(name: str, identity: UUID, key: keys.Wrapped) -> int:
    """Open a whole file and keep nothing of it, so that no changed one is ever handed out in part.

    Returns:
        How many bytes it has.
    """
    return sum(map(len, read(name, identity, key)))


def remove(name: str) -> None:
    """Remove a file; one that is not there any more is removed."""
    _path(name).unlink(missing_ok=True)


def orphans(known: Collection[str], *, now: datetime) -> list[Path]:
    """Find what lies in the folder and belongs to no row: uploads that were cut off, erased families.

    Args:
        known: the names that rows have.
        now: what is younger than an hour is left alone: its row may be on its way.
    """
    before = (now - PATIENCE).timestamp()
    found = []
    for path in sorted(Path(settings.FILES_DIR).glob("??/??/*")):
        with suppress(FileNotFoundError):
            if path.name not in known and path.stat().st_mtime < before:
                found.append(path)
    return found


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise FileGoneError
    return Path(settings.FILES_DIR) / name[:2] / name[2:4] / name


def _make_folders(path: Path) -> None:
    # `parents` would make the outer ones readable for everybody.
    Path(settings.FILES_DIR).parent.mkdir(parents=True, exist_ok=True)
    for folder in (path.parents[2], path.parents[1], path.parent):
        folder.mkdir(mode=0o700, exist_ok=True)


def _keep(folder: Path) -> None:
    """Have the disk remember the new name as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(content: Iterable[bytes]) -> Iterator[tuple[int, bool, bytes]]:
    """Cut pieces of any size into chunks, each with its number and whether it is the last."""
    held, number = bytearray(), 0
    for piece in content:
        held += piece
        # What might be the last chunk waits for more.
        while len(held) > CHUNK:
            yield number, False, bytes(held[:CHUNK])
            del held[:CHUNK]
            number += 1
    yield number, True, bytes(held)


def _opened(path: Path, identity: UUID, cipher: AESGCM) -> Iterator[bytes]:
    # Opened with the first chunk, so that what nobody reads holds nothing open.
    with path.open("rb") as file:
        version, closed, number = file.read(1), file.read(CLOSED), 0
        if version != keys.VERSION:
            raise FileBrokenError
        while True:
            following = file.read(CLOSED)
            bound = _bound(identity, number, last=not following)
            try:
                yield cipher.decrypt(closed[: keys.NONCE], closed[keys.NONCE :], bound)
            except (InvalidTag, ValueError) as wrong:  # a value error: too short for its nonce
                raise FileBrokenError from wrong
            if not following:
                return
            closed, number = following, number + 1


def _bound(identity: UUID, number: int, *, last: bool) -> bytes:
    """Bind a chunk to its row, its place and its being the last."""
    return f"v1|file|{identity}|{number}|{int(last)}".encode()
