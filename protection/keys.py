"""Keys: one key-encryption key outside the database, one data key per circle of readers."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = b"\x01"
NONCE = 12
KEY_NAME = 4
DATA_KEY = 32


class KeyDestroyedError(Exception):
    """The data key was destroyed; what it closed stays closed for ever."""


class EnvelopeBrokenError(Exception):
    """An envelope does not open here: it was changed, cut, or belongs to another place."""


class Wrapped(Protocol):
    """A data key as it lies in the database."""

    @property
    def id(self) -> UUID: ...
    @property
    def wrapped(self) -> bytes | memoryview | None: ...


class KeyProvider(Protocol):
    """Whoever holds the key-encryption key."""

    def wrap(self, key: UUID, raw: bytes) -> bytes:
        """Close a data key (32 bytes), bound to its id."""
        ...

    def unwrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Open many data keys in one call, in the order given."""
        ...


class FileKeys:
    """Key-encryption keys from a file: one key per line, 64 hexadecimal digits, the newest first.

    Source: AES-256-GCM (NIST SP 800-38D); the associated data binds a wrapped key to the id of its
    row.
    """

    def __init__(self, path: Path) -> None:
        keys = [bytes.fromhex(line) for line in _private_text(path).split()]
        if not keys or any(len(key) != DATA_KEY for key in keys):
            msg = f"Die Schlüsseldatei {path} braucht je Zeile einen Schlüssel aus 64 Hexadezimalziffern."
            raise ImproperlyConfigured(msg)
        self._named = {_name(key): AESGCM(key) for key in keys}
        self._newest = _name(keys[0])

    def wrap(self, key: UUID, raw: bytes) -> bytes:
        """Close a data key (32 bytes) under the newest key, bound to its id."""
        nonce = os.urandom(NONCE)
        closed = self._named[self._newest].encrypt(nonce, raw, _place(key))
        return VERSION + self._newest + nonce + closed

    def unwrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Open data keys; raises `EnvelopeBrokenError` when one was changed or its key is not in
        the file.
        """
        return [self._unwrap(key, closed) for key, closed in wrapped]

    def _unwrap(self, key: UUID, closed: bytes) -> bytes:
        start = len(VERSION) + KEY_NAME
        named = self._named.get(closed[len(VERSION) : start])
        if named is None or closed[:1] != VERSION:
            raise EnvelopeBrokenError
        try:
            return named.decrypt(
                closed[start : start + NONCE], closed[start + NONCE :], _place(key)
            )
        except (InvalidTag, ValueError) as wrong:  # a value error: too short for its nonce
            raise EnvelopeBrokenError from wrong


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"hilfenetz key name|" + key).digest()[:KEY_NAME]


def _place(key: UUID) -> bytes:
    return b"v1|datakey|" + key.bytes


def _private_text(path: Path) -> str:
    """Read a key file that nobody else on the machine may read."""
    if not path.is_file():
        msg = f"Die Schlüsseldatei {path} fehlt. Legen Sie sie an: manage.py new_key_file {path}"
        raise ImproperlyConfigured(msg)
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        msg = (
            f"Die Schlüsseldatei {path} ist für andere lesbar. Schließen Sie sie: chmod 600 {path}"
        )
        raise ImproperlyConfigured(msg)
    return path.read_text()


@cache
def provider() -> KeyProvider:
    """Give the provider of keys that the settings name; the file is read once per process."""
    return FileKeys(Path(settings.KEY_FILE))


# By the number of the id: comparing ids themselves takes as long as opening an envelope.
_open: ContextVar[dict[int, AESGCM] | None] = ContextVar("open_keys", default=None)


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep data keys open that are opened inside the block, for no longer and for nobody else.

    A block inside begins with none: what the office opened does not serve a provider.
    """
    token = _open.set({})
    try:
        yield
    finally:
        _open.reset(token)


def new() -> bytes:
    """Make a data key: 32 random bytes."""
    return os.urandom(DATA_KEY)


def open_many(keys: Iterable[Wrapped]) -> None:
    """Open the data keys of a page in one call, so that a distant key provider is asked once."""
    found = _open.get()
    if found is None:
        return
    closed = {key.id: bytes(key.wrapped) for key in keys if key.id.int not in found and key.wrapped}
    for name, raw in zip(closed, provider().unwrap_many(list(closed.items())), strict=True):
        found[name.int] = AESGCM(raw)


def opened(name: UUID | None) -> AESGCM | None:
    """Give the cipher of a data key that this request opened before, if it did."""
    found = _open.get()
    return found.get(name.int) if found and name else None


def cipher(key: Wrapped) -> AESGCM:
    """Give the cipher of one data key.

    Raises:
        KeyDestroyedError: the key was destroyed with its file.
        EnvelopeBrokenError: the wrapped key was changed.
    """
    found = _open.get()
    if found is not None and key.id.int in found:
        return found[key.id.int]
    if not key.wrapped:
        raise KeyDestroyedError
    made = AESGCM(provider().unwrap_many([(key.id, bytes(key.wrapped))])[0])
    if found is not None:
        found[key.id.int] = made
    return made
