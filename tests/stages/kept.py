"""Stages that many tests begin with: built once by their deeds, and then put back row by row.

What a stage wrote is read from the tables when it was built on the bare town, and written again,
in one statement, where another test begins with the same stage. Everything else is built anew:
where something was done before, where the stage is given things, where settings were changed.
"""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, cast

import pytest
from django.core import mail
from django.db import connection

from audit import clock
from tests.world import World

# Made as owner: the web's role may neither see every row nor write what others wrote.
FUNCTIONS = """
CREATE SCHEMA kept;
GRANT USAGE ON SCHEMA kept TO app;
CREATE FUNCTION kept.written() RETURNS jsonb SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
  one text;
  these jsonb;
  found jsonb := '{}';
BEGIN
  FOR one IN SELECT relname FROM pg_class
              WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('SELECT jsonb_agg(to_jsonb(t)) FROM %I AS t'
      ' WHERE xmin::text::bigint >= pg_current_xact_id()::xid::text::bigint', one) INTO these;
    IF these IS NOT NULL THEN
      found := found || jsonb_build_object(one, these);
    END IF;
  END LOOP;
  RETURN found;
END $$;
CREATE FUNCTION kept.put_back(tables jsonb) RETURNS void SECURITY DEFINER LANGUAGE plpgsql AS $$
DECLARE
  one text;
  these jsonb;
BEGIN
  FOR one, these IN SELECT * FROM jsonb_each(tables) LOOP
    EXECUTE format('INSERT INTO %I SELECT * FROM jsonb_populate_recordset(NULL::%I, $1)', one, one)
      USING these;
  END LOOP;
END $$;
"""
# People, the register and code lists stand before every stage; and a job is more than its row.
NEVER = (
    "accounts_",
    "providers_district",
    "providers_provider",
    "providers_budget",
    "procrastinate_",
)


@dataclass(frozen=True, slots=True)
class Built:
    """A stage as it stood when it was built: its rows by table, its mails, and what it gave."""

    rows: str
    mails: list[Any]
    given: Any


_built: dict[str, Built | None] = {}
_patch: pytest.MonkeyPatch | None = None


def prepare() -> None:
    """Make as owner what reads and writes rows of a stage."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)


def note_test(patch: pytest.MonkeyPatch | None) -> None:
    """Before each test: give what it changes functions with, or nothing where it changes settings."""
    global _patch  # noqa: PLW0603  # one test runs at a time
    _patch = patch


def _nothing_is_changed() -> bool:
    """Tell whether functions and settings are those with which other tests build."""
    return _patch is not None and not _patch._setattr and not _patch._setitem


def kept[Stage: Callable[..., Any]](stage: Stage) -> Stage:
    """Put the stage back where it was built before; the same words give the same stage."""

    @wraps(stage)
    def given(world: World, *args: Any, **kwargs: Any) -> Any:
        name = _name(stage, args, kwargs)
        if not (name and _nothing_is_changed() and _nothing_is_written()):
            return stage(world, *args, **kwargs)
        if name not in _built:
            sent = len(mail.outbox)
            result = stage(world, *args, **kwargs)
            _built[name] = _keep(result, mail.outbox[sent:])
            return result
        built = _built[name]
        return stage(world, *args, **kwargs) if built is None else _put_back(built)

    return cast("Stage", given)


def _name(stage: Callable[..., Any], args: Any, kwargs: Any) -> str:
    """Name a stage by what it is told in words, numbers and days; things and moments have no name."""
    try:
        told = json.dumps([args, kwargs], sort_keys=True, default=_day)
    except TypeError:
        return ""
    return f"{clock.day(clock.read())} {stage.__qualname__} {told}"


def _day(value: object) -> str:
    if type(value) is date:
        return str(value)
    raise TypeError


def _nothing_is_written() -> bool:
    """Tell whether this is the beginning of a transaction that will be undone."""
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


def _keep(result: Any, mails: list[Any]) -> Built | None:
    """Read what a stage wrote, unless it changed what stood before or left work for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.written()::text")
        rows = cursor.fetchone()[0]
    if any(table.startswith(NEVER) for table in json.loads(rows)):
        return None
    return Built(rows, list(mails), copy.deepcopy(result))


def _put_back(built: Built) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.put_back(%s)", [built.rows])
    mail.outbox.extend(built.mails)
    return copy.deepcopy(built.given)
