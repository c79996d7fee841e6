"""Trying a key file: whether it opens keys of every circle as they lie in the database; opens no envelope."""

from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from protection import keys

EACH = 20
_SOME = """SELECT circle, id, wrapped FROM (
  SELECT circle, id, wrapped, row_number() OVER (PARTITION BY circle ORDER BY random()) AS place
    FROM protection_datakey WHERE wrapped IS NOT NULL) AS key
 WHERE place <= %s ORDER BY circle"""


class Tried(NamedTuple):
    """How many keys of a circle were tried and how many opened."""

    circle: str
    tried: int
    opened: int


def drill(path: Path, each: int = EACH) -> list[Tried]:
    """Try some keys of every circle with the keys of a file.

    Raises:
        ImproperlyConfigured: the file is missing, open to others, or holds no keys.
    """
    provider = keys.FileKeys(path)
    found: dict[str, list[bool]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SOME, [each])
        for circle, identity, wrapped in cursor.fetchall():
            found.setdefault(circle, []).append(_opens(provider, identity, bytes(wrapped)))
    return [Tried(circle, len(some), sum(some)) for circle, some in found.items()]


def _opens(provider: keys.KeyProvider, identity: UUID, wrapped: bytes) -> bool:
    try:
        provider.unwrap_many([(identity, wrapped)])
    except keys.EnvelopeBrokenError:
        return False
    return True
