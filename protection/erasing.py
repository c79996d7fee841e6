"""What hangs from a thing, and the database's own functions that count and erase it.

Nobody but the owner may delete rows about families. `manage.py wall` therefore makes functions that run as the
owner: one counts, one erases what two people released, and the database itself looks whether they did. What they
touch follows from the models: every table that hangs from a root by `ON DELETE CASCADE`, and the data key of every
row on the way. A key that closes something else as well stays.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

KEYS = "protection_datakey"
LOCK = "lock_id"
DRAFTS = "accounts_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of thing that is erased as a whole.

    `roots` are tables with the condition that finds their rows, written with `_thing` for the identity of the
    thing; what hangs from them goes along. `emptied` are further tables with their condition and what is set to
    nothing there: their rows stay as numbers.
    """

    name: str
    roots: tuple[tuple[str, str], ...]
    emptied: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hanging:
    """Rows of one table that hang from a thing: `where` finds them, `lock` says whether each has a data key."""

    table: str
    key: str
    where: str
    lock: bool


_kinds: dict[str, Kind] = {}
_released: list[str] = []


def register(released: str, *kinds: Kind) -> None:
    """Let the floor above say what is erased as a whole, and how the database sees that two people released it.

    Args:
        released: a SELECT of kind and thing, with `_erasure` for the identity of the release.
        kinds: what is erased.
    """
    _released[:] = [released]
    _kinds.update({kind.name: kind for kind in kinds})


def kinds() -> dict[str, Kind]:
    """Give every kind of thing that is erased as a whole."""
    return dict(_kinds)


def hanging(kind: Kind) -> list[Hanging]:
    """Find every table whose rows go with a thing, the roots first; each table once, on its shortest way."""
    found: dict[str, Hanging] = {}
    for table, where in kind.roots:
        _hang(_model(table), where, found)
    for needed in (True, False):
        while more := list(_below(found, needed=needed)):
            for model, where in more:
                _hang(model, where, found)
    return list(found.values())


def _hang(model: type[models.Model], where: str, found: dict[str, Hanging]) -> None:
    table, columns = _table(model), {field.column for field in _fields(model)}
    found.setdefault(table, Hanging(table, _key(model), where, LOCK in columns))


def _below(found: dict[str, Hanging], *, needed: bool) -> Iterator[tuple[type[models.Model], str]]:
    """Find tables that hang from those found; a way that a row may lack comes after all others."""
    for model in apps.get_models(include_auto_created=True):
        if _table(model) in found:
            continue
        for field in _fields(model):
            above = found.get(_above(field))
            if above and needed != bool(field.null):
                rows = _select(above.key, above.table, above.where)
                yield model, f"{field.column} IN ({rows})"
                break


def _above(field: "models.Field[Any, Any]") -> str:
    """Name the table whose rows take this one's along, if there is one."""
    if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.DB_CASCADE:
        return _table(field.related_model)
    return ""


def _model(table: str) -> type[models.Model]:
    return next(
        model for model in apps.get_models(include_auto_created=True) if _table(model) == table
    )


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  # Django's documented model API


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)  # noqa: SLF001  # Django's documented model API


def _fields(model: type[models.Model]) -> Iterable["models.Field[Any, Any]"]:
    return model._meta.local_concrete_fields  # noqa: SLF001  # Django's documented model API


def locked_tables() -> list[str]:
    """Name every table whose rows have a data key."""
    return sorted(
        _table(model)
        for model in apps.get_models()
        if any(
            field.column == LOCK and field.related_model is apps.get_model("protection.DataKey")
            for field in _fields(model)
        )
    )


def statements() -> Iterator[str]:
    """Write the functions anew; run by the owner."""
    for kind in _kinds.values():
        yield _counting(kind)
        yield _erasing(kind)
    if not _kinds:
        return
    yield _dispatching("extent_of", "count")
    yield _dispatching("erase_thing", "erase")
    yield _seen_by_the_office()
    yield _erasing_what_was_released()
    names = [f"{verb}_{kind}(uuid)" for kind in _kinds for verb in ("count", "erase")]
    names += ["extent_of(text, uuid)", "erase_thing(text, uuid)"]
    names += ["extent(text, uuid)", "erase_released(uuid)"]
    yield f"REVOKE ALL ON FUNCTION {', '.join(names)} FROM PUBLIC, app, worker"
    yield "GRANT EXECUTE ON FUNCTION extent(text, uuid) TO app, worker"
    yield "GRANT EXECUTE ON FUNCTION erase_released(uuid) TO worker"


def _function(name: str, gives: str, declared: str, body: str, *, as_owner: bool = False) -> str:
    rights = "SECURITY DEFINER" if as_owner else "SECURITY INVOKER"
    return (
        f"CREATE OR REPLACE FUNCTION {name} RETURNS {gives} LANGUAGE plpgsql {rights}"
        f" SET search_path = pg_catalog, public, pg_temp AS $body$ DECLARE {declared} BEGIN {body} END $body$"
    )


def _select(what: str, table: str, where: str) -> str:
    """Write a question; tables and conditions come from the models and from the code above, never from outside."""
    return f"SELECT {what} FROM {table} WHERE {where}"  # noqa: S608  # see above


def _together(questions: Iterable[str]) -> str:
    return " UNION ALL ".join(questions)


def _counting(kind: Kind) -> str:
    """Count the rows that hang from a thing, table by table; tables without any are left out."""
    counts = _together(
        _select(f"'{one.table}'::text, count(*)", one.table, one.where) for one in hanging(kind)
    )
    sums = _select("coalesce(jsonb_object_agg(t, n), '{}')", f"({counts}) AS c (t, n)", "n > 0")
    return _function(f"count_{kind.name}(_thing uuid)", "jsonb", "", f"RETURN ({sums});")


def _erasing(kind: Kind) -> str:
    """Erase a thing: its rows, what hangs from them, drafts about it, and every key that closes nothing else."""
    found = hanging(kind)
    locks = [_select(LOCK, one.table, one.where) for one in found if one.lock]
    locks += [_select(LOCK, table, where) for table, where, what in kind.emptied if LOCK in what]
    locks.append(_select(LOCK, DRAFTS, "id = ANY(_drafts)"))
    ids = _together(_select(one.key, one.table, one.where) for one in found)
    named = _select("", "unnest(_ids) AS i", "strpos(d.address, i::text) > 0")
    drafts = _select("d.id", f"{DRAFTS} d", f"EXISTS ({named})")
    body = [
        f"_counts := count_{kind.name}(_thing);",
        f"_ids := ARRAY({ids});",
        f"_drafts := ARRAY({drafts});",
        f"_keys := ARRAY({_together(locks)});",
        *(f"UPDATE {table} SET {what} WHERE {where};" for table, where, what in kind.emptied),  # noqa: S608  # as above
        _delete(DRAFTS, "id = ANY(_drafts)"),
        *(_delete(table, where) for table, where in reversed(kind.roots)),
        _delete(f"{KEYS} k", f"k.id = ANY(_keys) AND {_closes_nothing()}"),
        "GET DIAGNOSTICS _gone = ROW_COUNT;",
        "RETURN _counts || jsonb_build_object('keys', _gone);",
    ]
    declared = "_counts jsonb; _ids uuid[]; _drafts uuid[]; _keys uuid[]; _gone int;"
    return _function(f"erase_{kind.name}(_thing uuid)", "jsonb", declared, " ".join(body))


def _delete(table: str, where: str) -> str:
    return f"DELETE FROM {table} WHERE {where};"  # noqa: S608  # as in `_select`


def _closes_nothing() -> str:
    rows = (_select("", f"{table} t", f"t.{LOCK} = k.id") for table in locked_tables())
    return " AND ".join(f"NOT EXISTS ({one})" for one in rows)


def _dispatching(name: str, verb: str) -> str:
    cases = " ".join(f"WHEN '{kind}' THEN RETURN {verb}_{kind}(_thing);" for kind in _kinds)
    return _function(
        f"{name}(_kind text, _thing uuid)", "jsonb", "", f"CASE _kind {cases} END CASE;"
    )


def _seen_by_the_office() -> str:
    """Let the office count, nobody else: how much hangs from a family tells that there is one."""
    body = (
        "IF coalesce(current_setting('app.side', true), '') <> 'office' THEN RETURN '{}'; END IF;"
        " RETURN extent_of(_kind, _thing);"
    )
    return _function("extent(_kind text, _thing uuid)", "jsonb", "", body, as_owner=True)


def _erasing_what_was_released() -> str:
    body = (
        f"SELECT r.kind, r.thing INTO _kind, _thing FROM ({_released[0]}) AS r;"  # noqa: S608  # as in `_select`
        " IF NOT FOUND THEN RAISE EXCEPTION 'not released by two people'"
        " USING ERRCODE = 'insufficient_privilege'; END IF; RETURN erase_thing(_kind, _thing);"
    )
    declared = "_kind text; _thing uuid;"
    return _function("erase_released(_erasure uuid)", "jsonb", declared, body, as_owner=True)


def extent(kind: str, thing: UUID) -> dict[str, int]:
    """Count what hangs from a thing, by table, without opening or naming anything; only the office is told."""
    return _asked("SELECT extent(%s, %s)", kind, thing)


def erase_released(erasure: UUID) -> dict[str, int]:
    """Erase what two people released; the database looks for itself.

    Returns:
        How many rows of each table went, and under `keys` how many data keys were destroyed.

    Raises:
        ProgrammingError: nobody released it, one person alone did, a reason to keep it stands, or the connected
            role may not erase at all.
    """
    return _asked("SELECT erase_released(%s)", erasure)


def erase_again(kind: str, thing: UUID) -> dict[str, int]:
    """Erase once more what was erased before and came back with a backup; only the owner can."""
    return _asked("SELECT erase_thing(%s, %s)", kind, thing)


def came_back(listed: Iterable[tuple[str, UUID]]) -> list[tuple[str, UUID]]:
    """Give what a list of erased things names and the database has nevertheless.

    Args:
        listed: kind and identity, as the list outside the database says them.

    Raises:
        KeyError: the list names a kind that is not erased as a whole.
    """
    of: dict[str, list[UUID]] = {}
    for kind, thing in listed:
        of.setdefault(kind, []).append(thing)
    back = []
    with transaction.atomic(), connection.cursor() as cursor:
        # Asked by the machinery before anybody acts: it says the one word that the policy of these rows wants.
        cursor.execute("SELECT set_config('app.side', 'office', true)")
        for kind, things in of.items():
            table = _kinds[kind].roots[0][0]
            cursor.execute(_select("id", table, "id = ANY(%s)"), [things])
            back += [(kind, row[0]) for row in cursor.fetchall()]
    return back


def _asked(statement: str, *values: str | UUID) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}::text", values)
        return dict(json.loads(cursor.fetchone()[0]))
