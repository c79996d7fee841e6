"""Makes rows that mean nothing, for checking the wall: they fit their table and are always undone."""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from protection.labels import Label

MOST_TRIES = 400
_COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL), a.attnotnull, a.attidentity <> '' OR a.atthasdef
  FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
"""
_CONSTRAINED = """
SELECT a.attname FROM pg_constraint c JOIN pg_attribute a
    ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
 WHERE c.conname = %s AND c.conrelid = %s::regclass ORDER BY a.attnum
"""
TODAY = date(2026, 1, 15)
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
TYPES: dict[str, tuple[object, ...]] = {
    "boolean": (False, True),
    "bytea": (b"\x01" * 48,),
    "character varying": ("x",),
    "date": (TODAY, TODAY + timedelta(days=40), TODAY.replace(day=1)),
    "double precision": (1.0,),
    "jsonb": ("{}",),
    "text": ("x",),
    "timestamp with time zone": (NOW, NOW + timedelta(days=40)),
}


class Owner(Protocol):
    """Whose row it is."""

    @property
    def side(self) -> str: ...
    @property
    def provider(self) -> uuid.UUID | None: ...
    @property
    def person(self) -> uuid.UUID: ...


class UnknownShapeError(Exception):
    """A table has rows that nobody taught us to make."""


class SyntheticRows:
    """Rows of one table; where a check constraint refuses one, its columns are tried otherwise."""

    def __init__(self, label: Label) -> None:
        self.label = label
        known = {m._meta.db_table: m._meta for m in apps.get_models()}  # noqa: SLF001  # documented API
        options = known[label.table]
        self.pk = str(options.pk.column)
        self._fields = {field.column: field for field in options.local_concrete_fields}
        self._columns = {name: rest for name, *rest in rows(_COLUMNS, label.table)}

    def insert_for(self, owner: Owner) -> object:
        """Insert a row that belongs to somebody, standing as who is standing now.

        Returns:
            Its identity; nothing when the wall lets this side write none.

        Raises:
            UnknownShapeError: no row could be made that fits the table's constraints.
        """
        row = self._first(owner)
        for _ in range(MOST_TRIES):
            try:
                self._insert(row)
            except IntegrityError as refusal:
                row = self._otherwise(row, refusal)
            except ProgrammingError:
                return None
            else:
                return row[self.pk]
        raise UnknownShapeError(self.label.table)

    def _first(self, owner: Owner) -> dict[str, object]:
        """Fill what must be filled, and what says whose it is."""
        row: dict[str, object] = {}
        for name, (kind, needed, given) in self._columns.items():
            if name == self.pk or (needed and not given):
                row[name] = self._values(name, kind)[0]
        whose: dict[str, object] = {
            "provider_id": owner.provider or uuid.uuid4(),
            "readers": [owner.provider] if owner.provider else [],
            "office": owner.side == "office",
            "closed": False,
        }
        if self.label.wall in {"author", "named"}:
            whose |= {"author_id": owner.person, "people": [owner.person]}
        return row | {name: value for name, value in whose.items() if name in self._columns}

    def _values(self, name: str, kind: str) -> list[Any]:
        """Give values that a column may have."""
        field = self._fields.get(name)
        if isinstance(field, models.Field) and field.choices:
            return [value for value, _ in field.flatchoices]
        if kind == "uuid":
            return [uuid.uuid4(), uuid.uuid4()]
        if kind in {"smallint", "integer", "bigint"}:
            return [1, 0, 60, -60, 2026, 32_000]
        return [[]] if kind.endswith("[]") else list(TYPES[kind])

    def _otherwise(self, row: dict[str, object], refusal: IntegrityError) -> dict[str, object]:
        """Find other values for the columns of the constraint that refused."""
        name = getattr(getattr(refusal.__cause__, "diag", None), "constraint_name", None)
        columns = [column for (column,) in rows(_CONSTRAINED, name or "", self.label.table)]
        for values in itertools.islice(self._combinations(columns), MOST_TRIES):
            changed: dict[str, object] = {**row, **values}
            try:
                self._insert(changed, stay=False)
            except IntegrityError as other:
                if getattr(getattr(other.__cause__, "diag", None), "constraint_name", "") != name:
                    return changed
            except ProgrammingError:
                return changed
            else:
                return changed
        raise UnknownShapeError(f"{self.label.table}: {name}")

    def _combinations(self, columns: list[str]) -> Iterator[Mapping[str, object]]:
        fixed = {"provider_id", "readers", "office", "closed", "author_id", "people"}
        free = [column for column in columns if column not in fixed]
        choices = []
        for column in free:
            kind, needed, _ = self._columns[column]
            choices.append([*([] if needed else [None]), *self._values(column, kind)])
        for values in itertools.product(*choices):
            yield dict(zip(free, values, strict=True))

    def _insert(self, row: Mapping[str, object], *, stay: bool = True) -> None:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(self._place(name) for name in row)
        with transaction.atomic():
            rows(
                f'INSERT INTO "{self.label.table}" ({names}) VALUES ({places})',  # noqa: S608  # from the catalogue
                *row.values(),
            )
            if not stay:
                transaction.set_rollback(True)

    def _place(self, name: str) -> str:
        return f"%s::{self._columns[name][0]}"


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run a statement and give what it answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []
