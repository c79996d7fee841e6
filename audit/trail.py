"""The one door to the trail: `record`, which writes an entry."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from itertools import batched
from typing import Any, NamedTuple, Protocol, cast
from uuid import UUID, uuid4

from django.db import connection

from audit import policy
from audit.models import Kind, Outcome, Reason
from audit.words import Event, all_events, event_named

__all__ = [
    "Doer",
    "Event",
    "Kind",
    "NothingButReadingError",
    "Outcome",
    "Reason",
    "all_events",
    "deeds_done",
    "event_named",
    "note_envelope",
    "reading_only",
    "record",
    "record_many",
    "written",
]


# References and codes only; what is no reference and no code is refused when it is written.
type Fact = object
SALT = 16


class Doer(Protocol):
    """Whoever acts, as far as the trail needs to know."""

    @property
    def user_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def request_id(self) -> UUID: ...
    @property
    def now(self) -> datetime: ...
    @property
    def on_behalf(self) -> Iterable[UUID]: ...
    def organisation(self, about: Iterable[object]) -> UUID | None: ...


class Thing(Protocol):
    """Anything with an identity that an entry can be about."""

    @property
    def id(self) -> UUID: ...


_written: ContextVar[int] = ContextVar("written", default=0)
_deeds: ContextVar[int] = ContextVar("deeds", default=0)
_reading: ContextVar[bool] = ContextVar("reading", default=False)
_envelopes: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("envelopes", default=())

_INSERT = """
INSERT INTO audit_entry (id, seq, at, kind, who, role, organisation, purpose, basis, event, about, facts, seals,
                         request, salt, outcome, reason, policy, on_behalf)
VALUES (%s, nextval('audit_entry_seq'), clock_timestamp(), %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s, %s, %s,
        %s, %s, %s, %s::uuid[])
"""

# One statement for many entries: what a line says comes as JSON, ids are made where they are stored, and the random
# bytes of all lie in one string. Row by row the entries cost half as much as the rows they speak of; so, a sixth.
_INSERT_MANY = """
INSERT INTO audit_entry (id, seq, at, kind, who, role, organisation, purpose, basis, event, about, facts, seals,
                         request, salt, outcome, reason, policy, on_behalf)
SELECT gen_random_uuid(), nextval('audit_entry_seq'), clock_timestamp(), %s, who, role, organisation, purpose, '', %s,
       about, facts, '{}', request, substring(%s::bytea FROM (16 * n - 15)::int FOR 16),
       %s, '', %s, on_behalf
FROM ROWS FROM (
  json_to_recordset(%s)
  AS (who uuid, role text, organisation uuid, purpose text, request uuid, about uuid[], facts jsonb,
      on_behalf uuid[])
) WITH ORDINALITY AS line (who, role, organisation, purpose, request, about, facts, on_behalf, n)
"""
_TOGETHER = 5_000


class NothingButReadingError(Exception):
    """Something was about to be done while a page is only shown; the deed is undone."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Let a page be shown and nothing be done: readings are recorded, every deed ends here and is undone."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def deeds_done() -> int:
    """Say how many deeds, readings left out, this line of work has recorded so far."""
    return _deeds.get()


def written() -> int:
    """Say how many entries this line of work has written so far."""
    return _written.get()


def note_envelope(place: str, digest: str) -> None:
    """Remember the digest of a newly sealed envelope; the next entry carries it.

    Args:
        place: `table|column|id` of the envelope.
        digest: SHA-256 of the whole envelope, hexadecimal.
    """
    _envelopes.set((*_envelopes.get(), (place, digest)))


def record(
    event: Event,
    *,
    by: Doer,
    about: Iterable[Thing | UUID] = (),
    facts: Mapping[str, Fact] | None = None,
    basis: str = "",
) -> UUID:
    """Write one entry in the transaction of the deed; when it cannot be written the deed fails.

    Args:
        event: the word; its kind tells deed, reading or security.
        by: who acts.
        about: the things concerned, at most a few thousand; one entry about many for a list.
        facts: references and codes only, never text about people.
        basis: code of the legal basis, where the deed has one.

    Returns:
        The id of the entry.

    Raises:
        RuntimeError: there is no transaction that the entry could share.
    """
    if not connection.in_atomic_block:
        msg = "An entry belongs into the transaction of its deed."
        raise RuntimeError(msg)
    _count(event)
    word = _Word(event.code, event.kind, event.outcome, Reason.NONE)
    return _write(word, by, about, facts or {}, basis)


def record_refusal(code: str, *, by: Doer, about: Iterable[UUID], reason: Reason) -> UUID:
    """Write that a deed was refused, and why; the name of the deed makes the word."""
    word = _Word(f"{code}.refused", Kind.SECURITY, Outcome.REFUSED, reason)
    return _write(word, by, about, {}, "")


def record_many(
    event: Event, lines: Iterable[tuple[Doer, Iterable[UUID], Mapping[str, Fact]]]
) -> int:
    """Write one entry for each of many deeds of the same kind, as big seeds need them.

    Args:
        event: the word.
        lines: for each deed who acts, what it is about, and its facts; envelopes cannot come this way.

    Returns:
        How many entries were written.

    Raises:
        RuntimeError: there is no transaction that the entries could share.
    """
    if not connection.in_atomic_block:
        msg = "Entries belong into the transaction of their deeds."
        raise RuntimeError(msg)
    count = 0
    _count(event)
    with connection.cursor() as cursor:
        for some in batched(lines, _TOGETHER, strict=False):
            told = json.dumps([_line(*line) for line in some], default=_plain, ensure_ascii=False)
            salts = os.urandom(SALT * len(some))
            same = [event.outcome.value, policy.version(), told]
            cursor.execute(_INSERT_MANY, [event.kind.value, event.code, salts, *same])
            count += len(some)
    _written.set(_written.get() + count)
    return count


def _count(event: Event) -> None:
    """Count what is done, and stop it where a page is only shown."""
    if event.kind == Kind.READING:
        return
    if _reading.get():
        forget_envelopes()
        raise NothingButReadingError(event.code)
    _deeds.set(_deeds.get() + 1)


def _line(by: Doer, about: Iterable[UUID], facts: Mapping[str, Fact]) -> dict[str, object]:
    """Lay out one of many entries by the names of its columns."""
    about = list(about)
    return {
        "who": by.user_id,
        "role": by.role,
        "organisation": by.organisation(about),
        "purpose": by.purpose,
        "request": by.request_id,
        "about": list(map(str, about)),
        "facts": facts,
        "on_behalf": list(map(str, by.on_behalf)),
    }


class _Word(NamedTuple):
    """What an entry says first: the word, and how it went out."""

    code: str
    kind: Kind
    outcome: Outcome
    reason: Reason


def _write(
    word: _Word, by: Doer, about: Iterable[Thing | UUID], facts: Mapping[str, Fact], basis: str
) -> UUID:
    row = _row(word, by, about, facts, basis, dict(_envelopes.get()))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, row)
    _envelopes.set(())
    _written.set(_written.get() + 1)
    return cast("UUID", row[0])


def _row(
    word: _Word,
    by: Doer,
    about: Iterable[Thing | UUID],
    facts: Mapping[str, Fact],
    basis: str,
    seals: Mapping[str, str],
) -> list[Any]:
    """Lay out one entry in the order of the statement that inserts it."""
    about = list(about)
    who = (uuid4(), word.kind.value, by.user_id, by.role, by.organisation(about), by.purpose)
    what = (basis, word.code, _array(about), _as_json(facts), _as_json(seals))
    how = (word.outcome.value, word.reason.value, policy.version(), _array(by.on_behalf))
    return [*who, *what, by.request_id, os.urandom(SALT), *how]


def _array(things: Iterable[Thing | UUID]) -> str:
    """Write identities as text: the driver's own writing of arrays took a third of the time of a long one."""
    return f"{{{','.join(str(one if isinstance(one, UUID) else one.id) for one in things)}}}"


def _as_json(facts: Mapping[str, Fact]) -> str:
    return json.dumps(facts, default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, UUID | date):
        return str(value)
    if isinstance(value, Iterable):
        return list(value)
    msg = f"The trail takes references and codes, not {type(value).__name__}."
    raise TypeError(msg)


def forget_envelopes() -> None:
    """Forget envelopes whose rows were undone with their deed."""
    _envelopes.set(())
