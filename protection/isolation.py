"""Checks the second wall as it stands in a database: its rules against the labels, and rows of its
own that are made, looked for from every side, and undone.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import ProgrammingError, connection, transaction

from protection.labels import RIGHTS, Label, all_labels
from protection.synthetic import SyntheticRows, rows

APP_ROLES = ("app", "worker")
_RIGHTS = """
SELECT c.relname, r.rolname, k.kind FROM pg_class c
 CROSS JOIN unnest(%s::name[]) AS r(rolname)
 CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS k(kind)
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND has_table_privilege(r.rolname, c.oid, k.kind)
"""
_ROLES = """
SELECT rolname FROM pg_roles
 WHERE rolname = ANY(%s::name[]) AND (rolsuper OR rolbypassrls OR rolcreaterole
   OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p')))
"""
_SECURED = """
SELECT c.relname, c.relrowsecurity,
       array(SELECT polname::text FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
              AND polroles && array(SELECT oid FROM pg_roles WHERE rolname = ANY(%s::name[])))
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""


@dataclass(slots=True)
class Finding:
    """What was checked, and what is wrong with it; nothing personal."""

    rules: int = 0
    tables: int = 0
    looks: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Side:
    """Somebody who stands before the database."""

    name: str
    side: str
    provider: uuid.UUID | None
    person: uuid.UUID


def check() -> Finding:
    """Check rules and rows; nothing that it does stays.

    Returns:
        What was looked at, and every way in that should not be there. Rows are made, looked for by
        the office, two providers, a stranger and nobody, and undone with their transaction
        (OWASP ASVS 8.4.1, DP-44).
    """
    found = Finding()
    _check_rules(found)
    sides = _sides()
    for label in all_labels():
        if label.wall != "open":
            _check_rows(label, sides, found)
    return found


def _check_rules(found: Finding) -> None:
    labels = {label.table: label for label in all_labels()}
    for (role,) in rows(_ROLES, list(APP_ROLES)):
        found.problems.append(f"Die Rolle {role} steht über der zweiten Wand.")
    _check_rights(labels, found)
    for table, secured, policies in rows(_SECURED, list(APP_ROLES)):
        label = labels.get(table)
        if label and label.wall != "open":
            found.rules += 1
            wanted = {"wall", "wall_write"} if label.wall == "entry" else {"wall"}
            if not secured or set(policies) != wanted:
                found.problems.append(f"{table} hat nicht den Zeilenschutz seines Schildes.")


def _check_rights(labels: dict[str, Label], found: Finding) -> None:
    has: dict[tuple[str, str], set[str]] = {}
    for table, role, kind in rows(_RIGHTS, list(APP_ROLES)):
        has.setdefault((table, role), set()).add(kind)
    for table, label in labels.items():
        for role in APP_ROLES:
            found.rules += 1
            if more := has.get((table, role), set()) - set(RIGHTS[label.grants]):
                found.problems.append(f"{role} darf an {table}: {', '.join(sorted(more))}.")


def _check_rows(label: Label, sides: list[Side], found: Finding) -> None:
    """Let the office and each provider own a row, and let everybody look for it."""
    found.tables += 1
    made_up = SyntheticRows(label)
    place = f'"{label.table}" WHERE {made_up.pk} = %s'
    for owner in sides[:3]:
        with _undone():
            with _standing(owner):
                made = made_up.insert_for(owner)
            if made is None:
                continue
            for looker in sides:
                found.looks += 1
                allowed = should_see(label, owner, looker)
                found.problems += [
                    f"{label.table}: eine Zeile ({owner.name}) ist {wrong}."
                    for wrong in _look(place, made, looker, allowed=allowed)
                ]


def _look(place: str, made: Any, looker: Side, *, allowed: bool) -> list[str]:
    """Look for a row, and try to change it where it should not be seen."""
    with _undone(), _standing(looker):
        sees = bool(rows(f"SELECT 1 FROM {place}", made))  # noqa: S608  # from the labels
        changes = not allowed and _changes(place, made)
    said = []
    if sees != allowed:
        said.append(f"sichtbar für {looker.name}" if sees else f"nicht sichtbar für {looker.name}")
    return [*said, f"veränderbar durch {looker.name}"] if changes else said


def should_see(label: Label, owner: Side, looker: Side) -> bool:
    """Tell who should find a row that this side made, by the shape on the label."""
    same = owner.provider == looker.provider and looker.provider is not None
    office = looker.side == "office"
    person = owner.person == looker.person
    return {
        "office": office,
        "entry": office,
        "provider": office or same,
        "shared": office or same,
        "circle": (office and owner.side == "office") or same,
        "own": same,
        "author": person,
        "named": person and (office or same),
    }[label.wall]


def _changes(place: str, made: Any) -> bool:
    """Try to change and to remove a row; where the role may not at all, nothing changes."""
    table, _, where = place.partition(" WHERE ")
    key = where.partition(" = ")[0]
    for statement in (f"UPDATE {table} SET {key} = {key} WHERE {where}", f"DELETE FROM {place}"):  # noqa: S608  # from the labels
        with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made])
            if cursor.rowcount:
                return True
    return False


def _sides() -> list[Side]:
    """The office, two providers, somebody signed in with no place, and nobody; none of them exists."""
    office, one, other, stranger, nobody = (uuid.uuid4() for _ in range(5))
    return [
        Side("Jugendamt", "office", None, office),
        Side("Träger A", "provider", uuid.uuid4(), one),
        Side("Träger B", "provider", uuid.uuid4(), other),
        Side("Träger ohne Namen", "provider", None, stranger),
        Side("Niemand", "", None, nobody),
    ]


@contextmanager
def _standing(side: Side) -> Iterator[None]:
    """Stand as somebody who exists nowhere but here."""
    providers = f"{{{side.provider}}}" if side.provider else ""
    person = str(side.person) if side.side else ""
    rows(
        "SELECT set_config('app.side', %s, true), set_config('app.providers', %s, true),"
        " set_config('app.person', %s, true), set_config('app.people', %s, true)",
        *(side.side, providers, person, f"{{{person}}}" if person else ""),
    )
    yield


@contextmanager
def _undone() -> Iterator[None]:
    """Everything in here never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
