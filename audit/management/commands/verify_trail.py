"""manage.py verify_trail: tell whether anything in the trail was bent, and where."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import clock, envelopes, examiner
from audit.verifier import numbered, sentences


class Command(BaseCommand):
    """Verifies the trail against its signed notes."""

    help = "Prüft, ob in den Nachweisen etwas verändert, entfernt, eingefügt oder vertauscht wurde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what may be chosen."""
        parser.add_argument(
            "--checkpoint",
            action="append",
            default=[],
            type=Path,
            metavar="DATEI",
            help="ein Siegel, das außerhalb aufbewahrt wurde; mehrfach möglich",
        )
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="JJJJ-MM-TT",
            help="nur prüfen, was nach dem letzten Siegel vor diesem Tag kam",
        )
        parser.add_argument(
            "--rows",
            action="store_true",
            help="auch prüfen, ob in den Zeilen die zuletzt geschriebenen Umschläge liegen",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Verify, say what was seen, and end with 1 when something was bent."""
        since = clock.moment(options["since"], hour=0) if options["since"] else None
        outside = [(str(path), path.read_text()) for path in options["checkpoint"]]
        report = examiner.examine(since=since, outside=outside)
        if options["rows"]:
            self.stdout.write(f"{numbered(envelopes.examine(report))} Umschläge verglichen.")
        *said, verdict = sentences(report)
        for sentence in said:
            self.stdout.write(sentence)
        if not report.ok:
            raise CommandError(verdict)
        self.stdout.write(verdict)
