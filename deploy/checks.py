"""System checks: what must not start, does not start."""

from typing import Any, Protocol

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Hint
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit import checkpoints, erased, ways
from protection import blind, erasing, keys

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
ABOVE = "Die Datenbankrolle {} steht über der zweiten Wand."
BACK = (
    "Die Wiederherstellung hat {} gelöschte Akten oder Meldungen zurückgebracht. Löschen Sie sie erneut, bevor der"
    " Dienst öffnet: manage.py erase_overdue --again (als Eigentümer der Datenbank). Liste: {}"
)
HINT = "Verbinden Sie den Dienst als Rolle app; siehe deploy/roles.sql."
# A member of a role can become it, so what the connected role may become counts as well.
_ABOVE = """
SELECT current_user::text FROM pg_roles AS may
 WHERE pg_has_role(current_user, may.oid, 'MEMBER')
   AND (may.rolsuper OR may.rolbypassrls OR EXISTS (
        SELECT FROM pg_class WHERE relowner = may.oid AND relkind IN ('r', 'p')))
 LIMIT 1
"""


class Asking(Protocol):
    """A cursor, of Django or of the driver."""

    def execute(self, query: str) -> Any: ...
    def fetchone(self) -> Any: ...


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


@register(Tags.security, deploy=True)
def files_are_looked_through(**_: Any) -> list[CheckMessage]:
    """Say that without a scanner nobody but its author ever sees a file."""
    if settings.CLAMD:
        return []
    return [
        Hint(
            "Kein Virenscanner: Fotos und Dateien bleiben ungeprüft, andere sehen sie nie.",
            hint="Setzen Sie HILFENETZ_CLAMD auf den Socket von clamd oder auf rechner:port.",
            id="deploy.W001",
        ),
    ]


@register(Tags.database)
def the_web_owns_nothing(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Refuse a database role that row security would not bind; the owner's own commands may go on."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        name = above_the_wall(cursor)
    if name in {"", "owner"}:
        return []
    return [Error(ABOVE.format(name), hint=HINT, id="deploy.E003")]


def refuse_to_start_above_the_wall() -> None:
    """Let the web and its jobs start only as a role that row security binds.

    Raises:
        ImproperlyConfigured: the connected role is a superuser, has BYPASSRLS, or owns a table.
    """
    with connection.cursor() as cursor:
        name = above_the_wall(cursor)
    # Whoever forks after this does not share a connection.
    connection.close()
    if name:
        raise ImproperlyConfigured(f"{ABOVE.format(name)} {HINT}")


def refuse_to_start_without_keys() -> None:
    """Let the web and its jobs start only with the keys of the envelopes and of the duplicate check at hand.

    Raises:
        ImproperlyConfigured: a key file is missing, unreadable, empty, open to others or holds no
            key; the text says what to do.
    """
    keys.provider()
    blind.check_key()


def refuse_to_start_without_the_seal() -> None:
    """Let the jobs, which seal the trail, start only with the key that signs; the web has no use for it.

    Raises:
        ImproperlyConfigured: its file or the way of its mail is not as it should be; the text says what to do.
    """
    checkpoints.signer()
    ways.way()


def refuse_to_start_with_what_was_erased() -> None:
    """Let the web and its jobs start only without anything that was erased before a restore.

    Raises:
        ImproperlyConfigured: a restored backup brought something back that the list outside names.
    """
    back = erasing.came_back(erased.erased())
    connection.close()
    if back:
        raise ImproperlyConfigured(BACK.format(len(back), erased.path()))


def above_the_wall(cursor: Asking) -> str:
    """Name the connected role when row security does not bind it, by itself or by what it may become.

    Returns:
        The role's name; nothing for a role that the wall holds (architecture.md section 7).
    """
    cursor.execute(_ABOVE)
    row = cursor.fetchone()
    return str(row[0]) if row else ""
