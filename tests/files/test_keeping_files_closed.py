"""A file lies on the disk in chunks that open in their place, in their order and for their row alone."""

import errno
import os
import stat
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from protection import files, keys

SIZES = (0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK)


@dataclass(frozen=True)
class Lock:
    """A data key as it would lie in the database."""

    id: UUID = field(default_factory=uuid4)
    wrapped: bytes | None = None

    @classmethod
    def new(cls) -> "Lock":
        identity = uuid4()
        return cls(identity, keys.provider().wrap(identity, keys.new()))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def _kept(content: bytes, lock: Lock, identity: UUID) -> tuple[str, Path]:
    name = files.new_name()
    files.write(name, identity, lock, [content])
    return name, files._path(name)


def _opens(name: str, identity: UUID, lock: Lock) -> bytes:
    return b"".join(files.read(name, identity, lock))


@pytest.mark.parametrize("size", SIZES)
def test_what_was_closed_opens_again(size: int) -> None:
    content, lock, identity = os.urandom(size), Lock.new(), uuid4()
    name, path = _kept(content, lock, identity)
    assert _opens(name, identity, lock) == content
    assert files.check(name, identity, lock) == size
    assert size < 16 or content not in path.read_bytes()


def test_nobody_else_on_the_machine_reads_the_folder_and_its_names_say_nothing(
    folder: Path,
) -> None:
    name, path = _kept(b"Foto", Lock.new(), uuid4())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(one.stat().st_mode) for one in path.parents[:3]} == {0o700}
    assert path.parents[2] == folder
    assert path.relative_to(folder) == Path(name[:2], name[2:4], name)
    assert files.NAME.fullmatch(name)


def _closed(path: Path) -> list[bytes]:
    raw = path.read_bytes()[1:]
    return [raw[at : at + files.CLOSED] for at in range(0, len(raw), files.CLOSED)]


# Every way to bend a file of three full chunks, and one to bend its version.
BENT: dict[str, Any] = {
    "a changed byte": lambda parts: [parts[0], parts[1][:-1] + bytes([parts[1][-1] ^ 1]), parts[2]],
    "a changed nonce": lambda parts: [bytes([parts[0][0] ^ 1]) + parts[0][1:], *parts[1:]],
    "cut at a chunk": lambda parts: parts[:2],
    "cut in a chunk": lambda parts: [*parts[:2], parts[2][:100]],
    "cut in a nonce": lambda parts: [*parts[:2], parts[2][:5]],
    "everything cut": lambda parts: parts[:0],
    "reordered": lambda parts: [parts[1], parts[0], parts[2]],
    "a chunk twice": lambda parts: [parts[0], parts[1], parts[1], parts[2]],
    "the last twice": lambda parts: [*parts, parts[2]],
    "extended": lambda parts: [*parts, b"mehr"],
    "a chunk left out": lambda parts: [parts[0], parts[2]],
}


@pytest.mark.parametrize("way", BENT)
def test_a_bent_file_does_not_open(way: str) -> None:
    lock, identity = Lock.new(), uuid4()
    name, path = _kept(os.urandom(3 * files.CHUNK), lock, identity)
    path.write_bytes(keys.VERSION + b"".join(BENT[way](_closed(path))))
    with pytest.raises(files.FileBrokenError):
        _opens(name, identity, lock)
    with pytest.raises(files.FileBrokenError):
        files.check(name, identity, lock)


def test_a_file_of_another_version_does_not_open() -> None:
    lock, identity = Lock.new(), uuid4()
    name, path = _kept(b"Foto", lock, identity)
    path.write_bytes(b"\x02" + path.read_bytes()[1:])
    with pytest.raises(files.FileBrokenError):
        _opens(name, identity, lock)


def test_a_file_opens_for_its_own_row_and_key_alone() -> None:
    lock, one, other = Lock.new(), uuid4(), uuid4()
    name, path = _kept(b"eins", lock, one)
    theirs, their_path = _kept(b"zwei", lock, other)
    path.write_bytes(their_path.read_bytes())
    for wrong in ((name, one, lock), (theirs, one, lock), (theirs, other, Lock.new())):
        with pytest.raises(files.FileBrokenError):
            _opens(*wrong)
    assert _opens(theirs, other, lock) == b"zwei"


def test_without_its_key_or_its_file_it_is_gone() -> None:
    lock, identity = Lock.new(), uuid4()
    name, _ = _kept(b"Foto", lock, identity)
    with pytest.raises(keys.KeyDestroyedError):
        files.read(name, identity, Lock(lock.id))
    files.remove(name)
    files.remove(name)
    for gone in (name, files.new_name(), "../../keys/data.key", ""):
        with pytest.raises(files.FileGoneError):
            files.read(gone, identity, lock)


def _everything(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _cut_off() -> Iterator[bytes]:
    yield os.urandom(2 * files.CHUNK)
    raise ConnectionResetError


def test_an_upload_that_is_cut_off_leaves_nothing(folder: Path) -> None:
    with pytest.raises(ConnectionResetError):
        files.write(files.new_name(), uuid4(), Lock.new(), _cut_off())
    assert _everything(folder) == []


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_full_disk_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if step == "fsync" else Path, step, full)
    with pytest.raises(OSError, match="No space"):
        files.write(files.new_name(), uuid4(), Lock.new(), [b"Foto"])
    monkeypatch.undo()
    assert _everything(folder) == []


def test_a_large_file_takes_no_more_memory_than_a_small_one() -> None:
    lock, identity, name = Lock.new(), uuid4(), files.new_name()
    pieces = repeat(bytes(100_000), 300)
    tracemalloc.start()
    files.write(name, identity, lock, chain(pieces))
    size = files.check(name, identity, lock)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 30_000_000
    assert most < 2_000_000


def test_what_has_no_row_is_found_after_an_hour(folder: Path) -> None:
    kept, _ = _kept(b"hat eine Zeile", Lock.new(), uuid4())
    left, path = _kept(b"hat keine", Lock.new(), uuid4())
    cut = path.with_name(files.new_name() + files.UNFINISHED)
    cut.write_bytes(b"halb")
    now = datetime.now(UTC)
    assert files.orphans({kept}, now=now) == []
    assert set(files.orphans({kept}, now=now + timedelta(hours=2))) == {path, cut}
    assert set(files.orphans({kept, left}, now=now + timedelta(hours=2))) == {cut}
