"""The database of a process of the suite: copied from one that is migrated, and hasty.

Migrating takes longer than a hundred tests: it is done once for a state of the migrations.
"""

import hashlib
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import connection

PREFIX = "hilfenetz_migrated_"
# Any number, as long as nothing else locks it.
LOCK = 5_250_417

# A test database that a power cut breaks is made again; and where every table has a handful of
# rows, looking for the best order of twelve joins takes ten times as long as any order.
HASTE = {
    "synchronous_commit": "off",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "jit": "off",
}


def copy_migrated() -> None:
    """Do as owner what Django does for a test database, but migrate."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()
    creation: Any = connection.creation
    name = creation._create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["NAME"] = name


def make_haste() -> None:
    """Set what changes how long the test database takes, and no answer."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        for setting, value in HASTE.items():
            cursor.execute(f"ALTER DATABASE {name} SET {setting} TO {value}")


def migrated() -> str:
    """Give the name of the template, as owner; the first process makes it, others wait for it."""
    name = PREFIX + _state()
    with connection._nodb_cursor() as cursor:
        # Given back with this connection.
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        known = [row[0] for row in cursor.fetchall()]
        if name not in known:
            for older in known:
                cursor.execute(f'DROP DATABASE "{older}"')
            half = _make(f"{name}_half")
            cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{name}"')
    return name


def _state() -> str:
    """Name what decides how the tables look: every migration, also those of packages."""
    said = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            said.update(path.read_bytes())
    return said.hexdigest()[:12]


def _make(name: str) -> str:
    """Migrate a new database; only a finished one gets the name under which it is looked for."""
    here, tests = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    before = tests["NAME"]
    tests.update(NAME=name, TEMPLATE=None)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    tests["NAME"], connection.settings_dict["NAME"] = before, here
    return name
