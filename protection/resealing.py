"""Closing everything under a data key anew under a fresh one: envelopes and files, never handing text out.

A mechanism, not a deed: it runs inside the deed of whoever decides, as the owner of the tables, and all
of a circle is old or new at every moment.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from audit import trail
from protection import files, keys
from protection.actions import make_key
from protection.models import Circle, DataKey
from protection.sealing import SealedField

FILE = "stored"


@dataclass(frozen=True, slots=True)
class Resealed:
    """What was closed anew under one key."""

    circle: str
    envelopes: int
    files: int


class _Table:
    """A table whose rows name a data key, with its columns of envelopes."""

    def __init__(self, model: type[models.Model]) -> None:
        options = model._meta  # noqa: SLF001  # Django's documented model API
        fields = options.local_concrete_fields
        self.name = str(options.db_table)
        self.sealed = [str(field.column) for field in fields if isinstance(field, SealedField)]
        self.has_file = FILE in {field.column for field in fields}


def _tables() -> Iterator[_Table]:
    for model in apps.get_models():
        if any(field.related_model is DataKey for field in model._meta.local_concrete_fields):  # noqa: SLF001  # documented API
            yield _Table(model)


def keys_below(starts: Iterable[models.Model]) -> list[UUID]:
    """Find the keys of rows and of everything that would be erased with them, in order of their ids."""
    reached: dict[type[models.Model], set[Any]] = {}
    for start in starts:
        reached.setdefault(type(start), set()).add(start.pk)
    waiting = [(model, set(ids)) for model, ids in reached.items()]
    while waiting:
        model, ids = waiting.pop()
        for child, field in _children(model):
            rows = child._base_manager.filter(**{f"{field}__in": ids})  # noqa: SLF001  # every row, not a gate
            fresh = set(rows.values_list("pk", flat=True)) - reached.setdefault(child, set())
            if fresh:
                reached[child] |= fresh
                waiting.append((child, fresh))
    found: set[UUID] = set()
    for model, ids in reached.items():
        if any(field.name == "lock" for field in model._meta.local_concrete_fields):  # noqa: SLF001  # documented API
            locks = model._base_manager.filter(pk__in=ids, lock__wrapped__isnull=False)  # noqa: SLF001  # every row, not a gate
            found |= set(locks.values_list("lock", flat=True))
    return sorted(found)


def _children(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for child in apps.get_models():
        for field in child._meta.local_concrete_fields:  # noqa: SLF001  # documented API
            remote = field.remote_field
            if remote and field.related_model is model and remote.on_delete is models.DB_CASCADE:
                yield child, field.name


def reseal(name: UUID, now: datetime) -> Resealed:
    """Close everything under a key anew, and remove the key; the database refuses while a row still names it.

    No page has a key in hand meanwhile: whoever read one in a transaction that still runs is waited for,
    and who wants one now waits.

    Raises:
        keys.EnvelopeBrokenError: something does not open; nothing is changed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("LOCK TABLE protection_datakey IN ACCESS EXCLUSIVE MODE")
    old = DataKey.objects.get(id=name)
    fresh = make_key(
        Circle(old.circle),
        now=now,
        readers=old.readers,
        office=old.office,
        people=old.people,
        author=old.author_id,
    )
    with keys.kept_open():
        done = [_move(table, old, fresh) for table in _tables()]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM protection_datakey WHERE id = %s", [old.id])
    return Resealed(old.circle, sum(one for one, _ in done), sum(other for _, other in done))


def _move(table: _Table, old: DataKey, fresh: DataKey) -> tuple[int, int]:
    """Move the rows of one table to the fresh key; gives how many envelopes and files."""
    columns = [*table.sealed, *([FILE] if table.has_file else [])]
    names = sql.SQL(", ").join([sql.Identifier(column) for column in ("id", *columns)])
    select = sql.SQL("SELECT {names} FROM {table} WHERE lock_id = %s FOR UPDATE")
    given = [sql.Identifier(column) for column in (*columns, "lock_id")]
    sets = sql.SQL(", ").join([sql.SQL("{} = %s").format(column) for column in given])
    update = sql.SQL("UPDATE {table} SET {sets} WHERE id = %s")
    place = sql.Identifier(table.name)
    envelopes = moved = 0
    with connection.cursor() as cursor:
        cursor.execute(select.format(names=names, table=place), [old.id])
        for row in cursor.fetchall():
            identity, values = row[0], dict(zip(columns, row[1:], strict=True))
            for column in table.sealed:
                if values[column] is not None:
                    where = f"{table.name}|{column}|{identity}"
                    values[column] = _anew(bytes(values[column]), where, old, fresh)
                    envelopes += 1
            if values.get(FILE):
                values[FILE] = _file_anew(values[FILE], identity, old, fresh)
                moved += 1
            cursor.execute(
                update.format(table=place, sets=sets), [*values.values(), fresh.id, identity]
            )
    return envelopes, moved


def _anew(token: bytes, place: str, old: DataKey, fresh: DataKey) -> bytes:
    """Close one envelope anew in its own place; its digest goes into the entry of the deed."""
    body, bound = 1 + keys.NONCE, f"v1|{place}".encode()
    if token[:1] != keys.VERSION:
        raise keys.EnvelopeBrokenError
    try:
        text = keys.cipher(old).decrypt(token[1:body], token[body:], bound)
    except (InvalidTag, ValueError) as wrong:
        raise keys.EnvelopeBrokenError from wrong
    nonce = os.urandom(keys.NONCE)
    closed = keys.VERSION + nonce + keys.cipher(fresh).encrypt(nonce, text, bound)
    trail.note_envelope(place, hashlib.sha256(closed).hexdigest())
    return closed


def _file_anew(name: str, identity: UUID, old: DataKey, fresh: DataKey) -> str:
    """Close a file anew under another name; the old one goes when all of it is done."""
    other = files.new_name()
    files.write(other, identity, fresh, files.read(name, identity, old))
    transaction.on_commit(lambda: files.remove(name))
    return other
