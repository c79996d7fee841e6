"""What a file holds, opened for one request: walked over by the labels, row after row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db import models

from audit.clock import day, day_text
from protection.sealing import Sealed, open_keys
from providers.budgets.sums import hours_text
from referrals.families.sheets import written
from referrals.inventory.sums import CLOSED, TABLES, Nature, Table
from referrals.marks.models import Marked
from referrals.marks.sums import marks_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a file holds: from which column of which row, when, about whom, and its words.

    `text` is empty where it is never opened for an answer.
    """

    place: str
    row: UUID
    about: UUID | None
    on: date | None
    nature: Nature
    text: str


def entries(family: UUID) -> Iterator[Entry]:
    """Open everything that hangs from a family and can stand in an answer; one question a table."""
    for name, table in TABLES.items():
        model = apps.get_model(name)
        for row in _rows(model, table, family):
            yield from _entries(name.partition(".")[2], table, row)


def marks(places: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """Say of things that hang from a family which are disputed or restricted now; one question a table."""
    wanted: dict[str, dict[UUID, set[str]]] = {}
    for place, row in places:
        table, _, column = place.partition(".")
        wanted.setdefault(table, {}).setdefault(row, set()).add(column)
    found: dict[tuple[str, UUID], str] = {}
    for table, rows in wanted.items():
        model = apps.get_model(f"referrals.{table}")
        if issubclass(model, Marked):
            marked = model._base_manager.filter(pk__in=rows).exclude(marks=[])  # noqa: SLF001  # as above
            for row, codes in marked.values_list("pk", "marks"):
                for column in rows[row]:
                    said = " · ".join(str(one.label) for one in marks_on(column, codes))
                    found |= {(f"{table}.{column}", row): said} if said else {}
    return found


def _rows(model: type[models.Model], table: Table, family: UUID) -> list[Any]:
    fields = {field.name: field for field in model._meta.local_concrete_fields}  # noqa: SLF001  # documented API
    near = [name for name in table.plain if fields[name].is_relation]
    near += [table.when.partition("__")[0]] if "__" in table.when else []
    rows = model._base_manager.filter(**{table.family: family})  # noqa: SLF001  # every row, the deed asked who may
    rows = rows.select_related(*near) if near else rows
    rows = rows.order_by(*filter(None, [table.when, "id"]))
    return open_keys(rows) if table.columns and "lock" in fields else list(rows)


def _entries(name: str, table: Table, row: Any) -> Iterator[Entry]:
    about: UUID | None = getattr(row, table.about) if table.about else None
    on = _day(row, table.when)

    def entry(column: str, nature: Nature, text: str) -> Entry:
        place = f"{name}.{column}"
        return Entry(place=place, row=row.id, about=about, on=on, nature=nature, text=text)

    facts = [
        f"{label}: {said}" for column, label in table.plain.items() if (said := _said(row, column))
    ]
    if facts:
        yield entry("", Nature.FACT, "; ".join(facts))
    for column, (_, nature) in table.columns.items():
        envelope = getattr(row, column)
        if isinstance(envelope, Sealed):
            text = "" if nature in CLOSED else _text(column, envelope.reveal())
            yield entry(column, nature, text)


def _text(column: str, text: str) -> str:
    return written(date.fromisoformat(text)) if column in {"born", "expected"} else text


def _day(row: Any, path: str) -> date | None:
    found = row
    for step in filter(None, path.split("__")):
        found = getattr(found, step)
    if isinstance(found, datetime):
        return day(found)
    return cast("date | None", found) if path else None


def _said(row: Any, column: str) -> str:
    """Say a coded fact in words."""
    value = getattr(row, column)
    if value is None or value == "":
        return ""
    if isinstance(value, models.Model):
        return str(getattr(value, "name", value))
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if column.endswith("minutes"):
        return hours_text(value)
    if isinstance(value, date):
        return day_text(day(value) if isinstance(value, datetime) else value)
    display = getattr(row, f"get_{column}_display", None)
    return str(display() if display else value)
