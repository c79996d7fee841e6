"""Compares envelopes as they lie in their rows with the digest that the last entry about each noted.

An envelope opens only in its own place, but an older one of the same place opens too; only the trail knows
which was the last.
"""

from collections.abc import Iterable, Iterator
from itertools import batched, groupby
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from audit import streams
from audit.findings import Bend, Report

_NOTED = """SELECT DISTINCT ON (s.key) s.key, s.value FROM audit_entry e, jsonb_each_text(e.seals) s
ORDER BY s.key, e.seq DESC"""
_LYING = "SELECT {key}, encode(sha256({column}), 'hex') FROM {table} WHERE {key} = ANY(%s) AND {column} IS NOT NULL"
BATCH = 2_000

type Noted = tuple[str, str, UUID, str]


def examine(report: Report) -> int:
    """Report every envelope that is not the last one written; gives how many were compared.

    Rows that were erased, and envelopes that were taken away, are no finding: the deed that did it stands in the trail.
    """
    compared = 0
    with streams.standing_as_the_seal():
        for (table, column), noted in groupby(_noted(), key=lambda place: place[:2]):
            for some in batched(noted, BATCH, strict=False):
                compared += len(some)
                _compare(report, table, column, {row: digest for _, _, row, digest in some})
    return compared


def _noted() -> Iterator[Noted]:
    """Stream the last noted digest of every place, in order of table and column."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_NOTED)
        for place, digest in _rows(cursor):
            table, column, row = place.split("|")
            yield table, column, UUID(row), digest


def _rows(cursor: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from cursor


def _compare(report: Report, table: str, column: str, noted: dict[UUID, str]) -> None:
    key = _key_of(table, column)
    if key is None:
        return
    names = {
        "key": sql.Identifier(key),
        "column": sql.Identifier(column),
        "table": sql.Identifier(table),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(_LYING).format(**names), [list(noted)])
        for row, digest in cursor.fetchall():
            if digest != noted[row]:
                sentence = (
                    f"Der Umschlag {table}|{column}|{row} ist nicht der zuletzt geschriebene."
                )
                report.add(Bend.SWAPPED, sentence, str(row))


def _key_of(table: str, column: str) -> str | None:
    """Give the key column of a table that we know; names come from the trail and are not believed."""
    model: type[models.Model]
    for model in apps.get_models():
        options = model._meta  # noqa: SLF001  # Django's documented model API
        columns = {field.column for field in options.local_concrete_fields}
        if options.db_table == table and column in columns:
            return str(options.pk.column)
    return None
