"""Make grants and row policies from the labels; run by the owner after every migration."""

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from protection import erasing
from protection.labels import BARE_TABLES, RIGHTS, Label, all_labels

ROLES = ("app", "worker")
OFFICE = "(SELECT current_setting('app.side', true)) = 'office'"
PROVIDERS = "(SELECT coalesce(nullif(current_setting('app.providers', true), ''), '{}'))::uuid[]"
PERSON = "(SELECT nullif(current_setting('app.person', true), ''))::uuid"
PEOPLE = "(SELECT coalesce(nullif(current_setting('app.people', true), ''), '{}'))::uuid[]"
CIRCLE = f"((office AND {OFFICE}) OR readers && {PROVIDERS})"
SHAPES = {
    "office": OFFICE,
    "provider": f"{OFFICE} OR provider_id = ANY({PROVIDERS})",
    "own": f"provider_id = ANY({PROVIDERS})",
    "shared": f"{OFFICE} OR readers && {PROVIDERS}",
    "circle": f"author_id = {PERSON} OR (author_id IS NULL AND {CIRCLE} AND (people IS NULL OR people && {PEOPLE}))",
    "closable": f"{OFFICE} OR (provider_id = ANY({PROVIDERS}) AND NOT closed)",
    "entry": OFFICE,
    "author": f"author_id = {PERSON}",
    "named": f"people && {PEOPLE} AND ({OFFICE} OR readers && {PROVIDERS})",
}
# Whatever policy stands there goes first: one that somebody added by hand would open the wall.
STANDING = """
SELECT format('DROP POLICY %I ON %I.%I', policyname, schemaname, tablename)
  FROM pg_policies WHERE schemaname = 'public'
"""


class Command(BaseCommand):
    """Close every table and open it again as its label says."""

    help = "Stellt Rechte und Zeilenschutz der Datenbank nach den Schildern der Modelle her (als Eigentümer)."

    def handle(self, **_: object) -> None:
        """Do it in one transaction: the wall stands whole or as before."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STANDING)
            for statement in (*(row[0] for row in cursor.fetchall()), *_statements()):
                cursor.execute(statement)
        self.stdout.write("Die zweite Wand steht.")


def _statements() -> list[str]:
    roles = ", ".join(ROLES)
    made = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {roles}, report, audit_reader",
        f"GRANT USAGE ON SCHEMA public TO {roles}, report, audit_reader",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {roles}",
        f"GRANT SELECT ON django_migrations TO {roles}",
        "GRANT SELECT ON audit_entry, audit_leaf, audit_checkpoint TO audit_reader",
    ]
    made += [
        f"GRANT {', '.join(RIGHTS[rights])} ON {table} TO {roles}"
        for table, rights in BARE_TABLES.items()
    ]
    for label in all_labels():
        made += _for(label)
    return [*made, *erasing.statements()]


def _for(label: Label) -> list[str]:
    """Write the statements of one table."""
    table = f'"{label.table}"'
    made = [f"GRANT {', '.join(RIGHTS[label.grants])} ON {table} TO {', '.join(ROLES)}"]
    if label.wall == "shared" and label.grants == "append":
        # What was written stays; who may see it ends with the settlement window.
        made.append(f"GRANT UPDATE (readers) ON {table} TO {', '.join(ROLES)}")
    if label.reference or label.report:
        made.append(f"GRANT SELECT ON {table} TO report")
    if label.wall == "open":
        return [*made, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"]
    shape = SHAPES[label.shape]
    made.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    if label.wall == "entry":
        made.append(
            f"CREATE POLICY wall ON {table} FOR SELECT TO {', '.join(ROLES)} USING ({shape})"
        )
        made.append(
            f"CREATE POLICY wall_write ON {table} FOR INSERT TO {', '.join(ROLES)} WITH CHECK (true)"
        )
    else:
        made.append(
            f"CREATE POLICY wall ON {table} TO {', '.join(ROLES)} USING ({shape}) WITH CHECK ({shape})"
        )
    if label.report:
        made.append(f"CREATE POLICY counted ON {table} FOR SELECT TO report USING ({shape})")
    if label.table.startswith("audit_"):
        made.append(f"CREATE POLICY outside ON {table} FOR SELECT TO audit_reader USING (true)")
    return made
