"""manage.py devdb -- COMMAND ...: run a command with the embedded database up."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deploy import devdb, local


class Command(BaseCommand):
    """Runs a command with the embedded PostgreSQL up and hands on its exit code."""

    help = (
        "Runs a command with the embedded database up, its programs on PATH and PGHOST, PGUSER "
        "(owner), PGDATABASE and DATABASE_URL (app) set."
    )
    # The command must help before the project is in order: without migrations, without checks.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("command_line", nargs=argparse.REMAINDER, metavar="-- COMMAND ...")

    def handle(self, *_args: Any, **options: Any) -> None:
        command = [
            word for place, word in enumerate(options["command_line"]) if (place, word) != (0, "--")
        ]
        if not command:
            raise CommandError("Es fehlt ein Befehl: manage.py devdb -- BEFEHL ...")
        try:
            sys.exit(local.run(command))
        except (devdb.DevelopmentDatabaseError, FileNotFoundError) as problem:
            raise CommandError(str(problem)) from problem
