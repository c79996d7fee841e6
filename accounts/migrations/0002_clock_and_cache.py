"""Makes the person as whom commands and jobs act, and the table of the cache."""

from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from accounts.models import reserved_clock

# The columns are those of Django's createcachetable; as a migration the owner makes it with everything else.
CACHE = """
CREATE TABLE django_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


def make_clock(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Make the row; nobody can sign in as it."""
    apps.get_model("accounts", "User").objects.create(
        id=reserved_clock(),
        username="uhrwerk",
        display_name="Uhrwerk",
        password=make_password(None),
        is_active=False,
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunPython(make_clock, migrations.RunPython.noop),
        migrations.RunSQL(CACHE, "DROP TABLE django_cache"),
    ]
