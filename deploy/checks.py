"""System checks: what must not start, does not start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})


@register()
def demo_stays_at_home(**_: Any) -> list[CheckMessage]:
    """Refuse the demo's sign-in page outside the embedded database and the loopback address."""
    if not settings.DEMO or (settings.EMBEDDED and set(settings.ALLOWED_HOSTS) <= LOOPBACK):
        return []
    return [
        Error(
            "Die Übungsstadt läuft nur mit der eingebetteten Datenbank und nur auf diesem Rechner.",
            hint="Nehmen Sie HILFENETZ_DEMO=yes aus der Umgebung.",
            id="deploy.E001",
        ),
    ]


@register(Tags.security, deploy=True)
def embedded_database_is_for_trying(**_: Any) -> list[CheckMessage]:
    """Refuse the embedded database in production."""
    if not settings.EMBEDDED:
        return []
    return [
        Error(
            "Die eingebettete Datenbank ist zum Ausprobieren da.",
            hint="Setzen Sie DATABASE_URL auf Ihren PostgreSQL-Server (15 oder neuer).",
            id="deploy.E002",
        ),
    ]


@register(Tags.database)
def the_web_owns_nothing(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Refuse a database role that row security would not bind: superuser, BYPASSRLS, or owner of a table."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper OR rolbypassrls, EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid"
            " AND relkind = 'r') FROM pg_roles WHERE rolname = current_user",
        )
        name, unbound, owns = cursor.fetchone()
    if name == "owner" or not (unbound or owns):
        return []
    return [
        Error(
            f"Die Datenbankrolle {name} steht über der zweiten Wand.",
            hint="Verbinden Sie den Dienst als Rolle app; siehe deploy/roles.sql.",
            id="deploy.E003",
        ),
    ]
