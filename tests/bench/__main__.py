"""Runs every row on a database of its own, made by its owner and used as the web's role."""

import io
import logging
import os
import sys
import tempfile
from urllib.parse import quote

from deploy import devdb

NAME = f"bench_{os.getpid()}"


def main() -> int:
    """Make the database, run the rows, drop the database; fails when a row is over its limit."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "deploy.settings"
    os.environ["DATABASE_URL"] = (
        f"postgresql://owner@/postgres?host={quote(str(devdb.socket_dir()), safe='')}"
    )
    import django

    django.setup()
    # One JSON line a row: pages that are not there are asked for on purpose (P21).
    logging.getLogger("django.request").setLevel(logging.ERROR)
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    try:
        connection.close()
        connection.settings_dict["NAME"] = NAME
        call_command("migrate", verbosity=0)
        call_command("wall", stdout=io.StringIO())
        settings.STATIC_ROOT, settings.CHECKPOINT_DIR = tempfile.mkdtemp(), tempfile.mkdtemp()
        call_command("collectstatic", interactive=False, verbosity=0)
        connection.close()
        connection.settings_dict["USER"] = "app"
        from tests.bench import rows

        wanted = set(sys.argv[1:])
        return 0 if rows.run(wanted) else 1
    finally:
        connection.close()
        connection.settings_dict.update(NAME="postgres", USER="owner")
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")


if __name__ == "__main__":
    sys.exit(main())
