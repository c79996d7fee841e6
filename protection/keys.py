"""Keys: one key-encryption key outside the database, one data key per circle of readers."""

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit import keyfiles

logger = logging.getLogger(__name__)

VERSION = b"\x01"
NONCE = 12
KEY_NAME = 4
DATA_KEY = keyfiles.KEY


class KeyDestroyedError(Exception):
    """The data key was destroyed; what it closed stays closed for ever."""


class EnvelopeBrokenError(Exception):
    """An envelope does not open here: it was changed, cut, or belongs to another place."""


class KeyProviderDownError(Exception):
    """Whoever holds the key-encryption key does not answer; nothing is lost, later it opens."""


class Wrapped(Protocol):
    """A data key as it lies in the database."""

    @property
    def id(self) -> UUID: ...
    @property
    def wrapped(self) -> bytes | memoryview | None: ...


class KeyProvider(Protocol):
    """Whoever holds the key-encryption key; a distant one is asked for as much as possible at once."""

    distant: bool

    def wrap(self, key: UUID, raw: bytes) -> bytes:
        """Close a data key (32 bytes), bound to its id."""
        ...

    def unwrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Open many data keys in one call, in the order given."""
        ...

    def rewrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Close many data keys anew under the newest key, in the order given."""
        ...

    def newest(self) -> bytes:
        """Give the bytes with which everything begins that is closed under the newest key."""
        ...

    def forget_older(self) -> int:
        """Keep the newest key alone; gives how many older ones there were."""
        ...


class FileKeys:
    """Key-encryption keys from a file: one key per line, 64 hexadecimal digits, the newest first.

    A file that was put in its place is read anew: before something is closed, so that it is closed
    under the newest key, and when something was closed under a key that is not known yet.

    Source: AES-256-GCM (NIST SP 800-38D); the associated data binds a wrapped key to the id of its
    row.
    """

    distant = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _state(path)
        self._take(keyfiles.keys(path))

    def _take(self, held: list[bytes]) -> None:
        # One thing, so that no thread meets the names of one file and the newest of another.
        self._held = {name_of(key): AESGCM(key) for key in held}, name_of(held[0])

    def _look_again(self) -> None:
        """Read the file once more if it is another than before; one that cannot be read changes nothing."""
        state = _state(self._path)
        if state is None or state == self._seen:
            return
        self._seen = state
        try:
            self._take(keyfiles.keys(self._path))
        except ImproperlyConfigured as wrong:
            logger.error("%s Der Dienst arbeitet mit den Schlüsseln von vorher weiter.", wrong)  # noqa: TRY400  # the text is all there is to say

    def wrap(self, key: UUID, raw: bytes) -> bytes:
        """Close a data key (32 bytes) under the newest key, bound to its id."""
        self._look_again()
        named, newest = self._held
        nonce = os.urandom(NONCE)
        return VERSION + newest + nonce + named[newest].encrypt(nonce, raw, _place(key))

    def unwrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Open data keys; raises `EnvelopeBrokenError` when one was changed or its key is not in
        the file.
        """
        return [self._unwrap(key, closed) for key, closed in wrapped]

    def rewrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Close data keys anew under the newest key; raises `EnvelopeBrokenError` as opening does."""
        opened = self.unwrap_many(wrapped)
        return [self.wrap(key, raw) for (key, _), raw in zip(wrapped, opened, strict=True)]

    def newest(self) -> bytes:
        """Give version and name of the newest key."""
        self._look_again()
        return VERSION + self._held[1]

    def forget_older(self) -> int:
        """Take every line but the first out of the file."""
        held = keyfiles.keys(self._path)
        keyfiles.put(self._path, held[:1])
        self._look_again()
        return len(held) - 1

    def _unwrap(self, key: UUID, closed: bytes) -> bytes:
        start = len(VERSION) + KEY_NAME
        name = closed[len(VERSION) : start]
        if name not in self._held[0]:
            self._look_again()
        named = self._held[0].get(name)
        if named is None or closed[:1] != VERSION:
            raise EnvelopeBrokenError
        try:
            return named.decrypt(
                closed[start : start + NONCE], closed[start + NONCE :], _place(key)
            )
        except (InvalidTag, ValueError) as wrong:  # a value error: too short for its nonce
            raise EnvelopeBrokenError from wrong


def name_of(key: bytes) -> bytes:
    """Name a key-encryption key (4 bytes), which tells nothing of it."""
    return hashlib.sha256(b"hilfenetz key name|" + key).digest()[:KEY_NAME]


def _place(key: UUID) -> bytes:
    return b"v1|datakey|" + key.bytes


def _state(path: Path) -> tuple[int, int, int] | None:
    """Tell one file from another that was put in its place."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@cache
def provider() -> KeyProvider:
    """Give the provider of keys that the settings name; a file is read once, and when it is another."""
    path = Path(settings.KEY_FILE)
    if settings.VAULT is None:
        return FileKeys(path)
    from protection import vault

    # What a key file closed before still opens, until `rotate_keys` brought it over.
    return vault.VaultKeys(settings.VAULT, FileKeys(path) if path.exists() else None)


# By the number of the id: comparing ids themselves takes as long as opening an envelope.
_open: ContextVar[dict[int, AESGCM] | None] = ContextVar("open_keys", default=None)
# Wrapped keys that came with rows: where one is asked for, the others will be.
_lying: ContextVar[dict[UUID, bytes] | None] = ContextVar("lying_keys", default=None)


@contextmanager
def kept_open() -> Iterator[None]:
    """Keep data keys open that are opened inside the block, for no longer and for nobody else.

    A block inside begins with none: what the office opened does not serve a provider.
    """
    token, lying = _open.set({}), _lying.set({})
    try:
        yield
    finally:
        _open.reset(token)
        _lying.reset(lying)


def note_lying(key: UUID, wrapped: bytes) -> None:
    """Remember a wrapped key that came with a row."""
    lying = _lying.get()
    if lying is not None:
        lying[key] = wrapped


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
    if found is None:
        return _one(key.id, bytes(key.wrapped))
    if provider().distant:
        _open_all_lying()
    if key.id.int not in found:
        found[key.id.int] = _one(key.id, bytes(key.wrapped))
    return found[key.id.int]


def _one(key: UUID, wrapped: bytes) -> AESGCM:
    return AESGCM(provider().unwrap_many([(key, wrapped)])[0])


def _open_all_lying() -> None:
    """Open every key that came with rows, in one call; where one of them is broken, each by itself later."""
    lying, found = _lying.get(), _open.get()
    if not lying or found is None:
        return
    wanted = [(name, wrapped) for name, wrapped in lying.items() if name.int not in found]
    lying.clear()
    with suppress(EnvelopeBrokenError):
        for (name, _), raw in zip(wanted, provider().unwrap_many(wanted), strict=True):
            found[name.int] = AESGCM(raw)
