"""Text about people, closed by default: `Clear` on its way in, `Sealed` at rest, `SealedField`
between.
"""

import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from audit import trail
from protection import keys

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    BytesField = models.BinaryField[Any, Any]
else:
    BytesField = models.BinaryField

DOTS = "•••"
_BODY = 1 + keys.NONCE
# Signs that nobody sees and that make text read otherwise than it is written; lines and tabs stay.
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_HIDDEN = dict.fromkeys(sign for sign in _CONTROLS if chr(sign) not in "\t\n\r")


class NoEnvelopeError(keys.EnvelopeBrokenError, TypeError):
    """Bytes are no envelope at all: somebody emptied or overwrote a cell, or assigned them by mistake."""


class Lockable(Protocol):
    """A row that names the data key of its circle."""

    id: Any
    lock: Any
    _meta: Any
    _state: Any


@dataclass(frozen=True, slots=True)
class Clear:
    """Text on its way into an envelope; the row seals it when it is saved."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return DOTS


# Not frozen: a list makes hundreds, and a frozen one takes three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class Sealed:
    """A closed envelope; it opens only in the row and column that it was sealed for."""

    token: bytes = field(repr=False)
    row: Any = field(default=None, repr=False, compare=False)
    column: str = ""

    def __str__(self) -> str:
        return DOTS

    def reveal(self) -> str:
        """Open the envelope; only sheets do.

        Returns:
            The text that was sealed.

        Raises:
            keys.EnvelopeBrokenError: it was changed, cut, or moved to another row or column.
            keys.KeyDestroyedError: its key was destroyed.
        """
        row, token = self.row, self.token
        if row is None or token[:1] != keys.VERSION:
            raise keys.EnvelopeBrokenError
        # In a list most keys are open already; then the row's own need not be fetched.
        cipher = keys.opened(row.__dict__.get("lock_id")) or keys.cipher(row.lock)
        try:
            text = cipher.decrypt(token[1:_BODY], token[_BODY:], _bound(row, self.column))
        except (InvalidTag, ValueError) as wrong:  # a value error: too short for its nonce
            raise keys.EnvelopeBrokenError from wrong
        return text.decode()

    # A template that wanders to an envelope prints dots and never opens it.
    reveal.alters_data = True  # type: ignore[attr-defined]  # Django's own marker on functions


class _Lying(NamedTuple):
    """A data key as it lies in the database."""

    id: UUID
    wrapped: bytes | None


def open_keys[R: models.Model](rows: models.QuerySet[R]) -> list[R]:
    """Fetch a list together with its keys, as they lie, and open each key once; only sheets do.

    Cheaper than `select_related("lock")` where many rows share a key: no row gets a key of its own.
    """
    found = list(rows.annotate(wrapped_lock=models.F("lock__wrapped")))
    lying = {row.lock_id.int: row for row in cast("list[Any]", found) if row.lock_id}
    keys.open_many(_Lying(row.lock_id, row.wrapped_lock) for row in lying.values())
    return found


def clear(text: str) -> Clear | None:
    """Put text on its way into an envelope; no text needs no envelope."""
    stripped = text.strip()
    return Clear(stripped) if stripped else None


def opened(envelope: Clear | Sealed | None) -> str:
    """Open an envelope that may be missing; only sheets do."""
    return envelope.reveal() if isinstance(envelope, Sealed) else ""


def _place(row: Lockable, column: str) -> str:
    """Name an envelope's place, `table|column|id`; writing the id once serves all of a row's envelopes."""
    state, named = row._state, row.id  # noqa: SLF001  # Django's documented model API
    known = state.__dict__.get("sealed_as")
    if known is None or known[0] is not named:
        known = state.sealed_as = (named, str(named))
    return f"{row._meta.db_table}|{column}|{known[1]}"  # noqa: SLF001  # Django's documented model API


def _bound(row: Lockable, column: str) -> bytes:
    return f"v1|{_place(row, column)}".encode()


def _seal(text: str, row: Lockable, column: str) -> Sealed:
    """Close text with AES-256-GCM, bound to table, column and row."""
    nonce = os.urandom(keys.NONCE)
    shown = text.translate(_HIDDEN)
    closed = keys.cipher(row.lock).encrypt(nonce, shown.encode(), _bound(row, column))
    token = keys.VERSION + nonce + closed
    trail.note_envelope(_place(row, column), hashlib.sha256(token).hexdigest())
    return Sealed(token, row, column)


class SealedAttribute(DeferredAttribute):
    """Hands out envelopes that know their row, and refuses anything but envelopes."""

    field: "SealedField"

    def __init__(self, sealed: "SealedField") -> None:
        """Remember the names: every row of a list comes by here with each of its envelopes."""
        super().__init__(sealed)
        self.name, self.column = sealed.attname, str(sealed.column)

    def __get__(self, row: models.Model | None, cls: type[models.Model] | None = None) -> object:
        value = row.__dict__.get(self.name) if row is not None else None
        if value is None:  # nothing there, left out of the query, or asked of the class
            value = super().__get__(row, cls)
        return Sealed(value, row, self.column) if value.__class__ is bytes else value

    def __set__(self, row: models.Model, value: object) -> None:
        # A list sets hundreds as they lie in the database: nothing is made of them until it is asked for.
        if value.__class__ is bytes and value[:1] == keys.VERSION:
            row.__dict__[self.name] = value
        else:
            row.__dict__[self.name] = self._taken(row, value)

    def _taken(self, row: models.Model, value: object) -> Clear | bytes | None:
        """Take text on its way in, or an envelope from this very place, and nothing else."""
        if value is None or isinstance(value, Clear):
            return value
        if not isinstance(value, Sealed):
            msg = f"{self.name} takes Clear(...) or an envelope, not {type(value).__name__}."
            raise (NoEnvelopeError if isinstance(value, bytes) else TypeError)(msg)
        if value.row is not None and (value.row.pk, value.column) != (row.pk, self.column):
            msg = (
                "An envelope cannot be moved to another row; open it in a sheet and seal it again."
            )
            raise TypeError(msg)
        return value.token


class SealedField(BytesField):
    """A column of envelopes; it cannot be searched or sorted by, on purpose.

    The row must have a foreign key `lock` to the data key of its circle of readers.
    """

    descriptor_class = SealedAttribute

    def pre_save(self, row: models.Model, add: bool) -> object:  # noqa: FBT001, ARG002  # Django's signature
        """Seal what is still clear, now that the row and its key are known."""
        value = getattr(row, self.attname)
        if isinstance(value, Clear):
            value = _seal(value.text, cast("Lockable", row), str(self.column))
            setattr(row, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> bytes | None:
        """Let only envelopes into the database, never text."""
        if value is not None and not isinstance(value, Sealed):
            msg = f"{self.name} is sealed by saving its row; {type(value).__name__} cannot be stored or looked up."
            raise TypeError(msg)
        return None if value is None else value.token

    def get_db_prep_value(
        self,
        value: object,
        connection: "BaseDatabaseWrapper",
        prepared: bool = False,  # noqa: FBT001, FBT002  # Django's signature
    ) -> object:
        """Hand bytes to the driver."""
        token = value if prepared else self.get_prep_value(value)
        return None if token is None else connection.Database.Binary(token)  # type: ignore[attr-defined]  # set by every backend

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only the question whether there is an envelope."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:  # noqa: ARG002  # Django's signature
        """Print dots in dumps."""
        return DOTS
