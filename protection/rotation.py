"""Changing the key-encryption key: wrapped data keys are closed anew under the newest one, some at a time.

A mechanism, not a deed: it decides nothing and opens no envelope. What is left is always found by
looking, so it can end anywhere and go on later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from protection import keys

FIRST = UUID(int=0)
_WALLED = "SELECT row_security_active('protection_datakey')"
_OLD = "wrapped IS NOT NULL AND substring(wrapped FROM 1 FOR %s) <> %s"
_LEFT = f"SELECT count(*) FROM protection_datakey WHERE {_OLD}"  # noqa: S608  # the constant above
# Weaker than FOR UPDATE: rows that name the key can be written meanwhile. A key that a page is
# changing just now is left for the next round.
_NEXT = f"""SELECT id, wrapped FROM protection_datakey WHERE {_OLD} AND id > %s
 ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED"""  # noqa: S608  # the constant above
_REWRITE = """UPDATE protection_datakey AS key SET wrapped = fresh.wrapped
  FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS fresh(id, old, wrapped)
 WHERE key.id = fresh.id AND key.wrapped = fresh.old"""


class StillNeededError(Exception):
    """Something lies under an older key."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: how many keys it closed anew, which it could not open, and the last it looked at."""

    done: int
    broken: tuple[UUID, ...]
    last: UUID | None


def sees_every_key() -> bool:
    """Tell whether the connected role finds the keys of all circles: only the owner of the tables does."""
    with connection.cursor() as cursor:
        cursor.execute(_WALLED)
        return not cursor.fetchone()[0]


def left() -> int:
    """Count the data keys that are not under the newest key yet."""
    newest = keys.provider().newest()
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [len(newest), newest])
        return int(cursor.fetchone()[0])


def rewrap(after: UUID, most: int) -> Round:
    """Close the next keys anew, in order of their ids, in the transaction of whoever asks.

    Args:
        after: the id behind which the round begins.
        most: how many keys at most.
    """
    newest = keys.provider().newest()
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [len(newest), newest, after, most])
        found = [(name, bytes(wrapped)) for name, wrapped in cursor.fetchall()]
        made = list(zip(found, anew(found), strict=True))
        good = [(name, old, fresh) for (name, old), fresh in made if fresh]
        cursor.execute(_REWRITE, [[line[i] for line in good] for i in range(3)])
        broken = tuple(name for (name, _), fresh in made if not fresh)
        return Round(cursor.rowcount, broken, found[-1][0] if found else None)


def anew(found: Sequence[tuple[UUID, bytes]]) -> list[bytes | None]:
    """Close wrapped keys anew, in one call; where one does not open, one by one.

    Args:
        found: places and what is wrapped for them.

    Returns:
        The fresh ones in the order given; nothing for what does not open.
    """
    try:
        return list(keys.provider().rewrap_many(found)) if found else []
    except keys.EnvelopeBrokenError:
        return [_one_anew(name, wrapped) for name, wrapped in found]


def _one_anew(name: UUID, wrapped: bytes) -> bytes | None:
    try:
        return keys.provider().rewrap_many([(name, wrapped)])[0]
    except keys.EnvelopeBrokenError:
        return None


def is_old(wrapped: bytes) -> bool:
    """Tell whether something is not under the newest key yet."""
    return not wrapped.startswith(keys.provider().newest())


def forget_older() -> int:
    """Take every key but the newest from the provider, while nobody makes keys; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("LOCK TABLE protection_datakey IN SHARE MODE")
    if left():
        raise StillNeededError
    return keys.provider().forget_older()
