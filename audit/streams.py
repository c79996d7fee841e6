"""The trail as a stream out of the database: the canonical bytes of entries, leaves, and notes.

The canonical bytes of an entry are its line in PostgreSQL's COPY text format: the columns below in this order,
divided by tabs; `\\N` for nothing; moments in UTC with six digits of a second; arrays and jsonb as PostgreSQL
prints them (jsonb has one form: keys by length, then by bytes); the salt in hexadecimal digits. The leaf is SHA-256
over a zero byte and this line without its end. So an export by COPY holds exactly the bytes that were hashed, and
verifying needs no parsing. Columns that came later follow the salt behind a space, as one JSON array; where all of
them are empty nothing follows, so that older entries keep their bytes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

CANONICAL = """e.id, e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.kind, e.who, e.role,
 e.organisation, e.purpose, e.basis, e.event, e.about, e.facts, e.seals, e.request, encode(e.salt, 'hex')
 || CASE WHEN e.outcome = '' AND e.reason = '' AND e.policy = '' AND e.on_behalf = '{}' THEN ''
    ELSE ' ' || json_build_array(e.outcome, e.reason, e.policy, e.on_behalf) END"""

_LEAVES = f"""COPY (
 SELECT l.position, l.entry, encode(l.hash, 'hex'), {CANONICAL}
 FROM audit_leaf l LEFT JOIN audit_entry e ON e.id = l.entry
 WHERE l.position >= %s AND l.position < %s ORDER BY l.position
) TO STDOUT WITH (ENCODING 'UTF8')"""  # noqa: S608  # the columns are the constant above

_WITHOUT_LEAF = f"""COPY (
 SELECT NULL, NULL, NULL, {CANONICAL} FROM audit_entry e
 WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.entry = e.id) ORDER BY e.seq
) TO STDOUT WITH (ENCODING 'UTF8')"""  # noqa: S608  # the columns are the constant above

# The window keeps the search short; what is older than it and has no leaf is found by the verifier, not sealed.
_TO_SEAL = f"""COPY (
 SELECT {CANONICAL} FROM audit_entry e
 WHERE e.at >= coalesce(%s, '-infinity'::timestamptz)
   AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.entry = e.id) ORDER BY e.seq LIMIT %s
) TO STDOUT WITH (ENCODING 'UTF8')"""  # noqa: S608  # the columns are the constant above

CHUNK = 20_000


@contextmanager
def standing_as_the_seal() -> Iterator[None]:
    """Let the mechanism of the trail see every entry, in a transaction of its own.

    This app lies below the wall and does not know it; it says the one word that the policy of entries asks
    for. Nobody's request comes here: only the sealer, the verification and the export.
    """
    with transaction.atomic():
        told(
            "SELECT set_config('app.side', 'office', true), set_config('statement_timeout', '0', true)"
        )
        yield


def told(statement: str, *values: str | int) -> Any:
    """Ask the database for one row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def leaves(first: int, end: int) -> Iterator[bytes]:
    """Stream the lines of the leaves from one position to before another."""
    return _copied(_LEAVES, first, end)


def without_leaf() -> Iterator[bytes]:
    """Stream the lines of entries that have no leaf (yet)."""
    return _copied(_WITHOUT_LEAF)


def to_seal(since: object, most: int) -> Iterator[bytes]:
    """Stream the canonical bytes of the next entries to seal."""
    return _copied(_TO_SEAL, since, most)


def _copied(statement: str, *values: object) -> Iterator[bytes]:
    """Stream lines as PostgreSQL's COPY sends them, in constant memory."""
    with connection.cursor() as cursor, cursor.copy(statement, values) as copy:
        for line in copy:
            yield bytes(line)
