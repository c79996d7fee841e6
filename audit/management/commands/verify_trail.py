"""manage.py verify_trail: tell whether anything in the trail was bent, and where."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import alone, checkpoints, clock, envelopes, examiner
from audit.findings import Report, numbered, sentences


class Command(BaseCommand):
    """Verifies the trail against its signed notes."""

    help = "Prüft, ob in den Nachweisen etwas verändert, entfernt, eingefügt oder vertauscht wurde."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what may be chosen."""
        parser.add_argument(
            *("--checkpoints", "--checkpoint"),
            action="append",
            default=[],
            type=Path,
            metavar="PFAD",
            help="ein Siegel, das außerhalb aufbewahrt wurde, oder ein Ordner damit; mehrfach möglich",
        )
        parser.add_argument(
            "--export",
            type=Path,
            metavar="DATEI",
            help="statt der Datenbank eine Datei prüfen, wie manage.py export_trail sie ausgibt",
        )
        parser.add_argument(
            "--key",
            type=Path,
            metavar="DATEI",
            help="mit --export: der öffentliche Schlüssel (seal.pub), wenn er nicht der dieses Amtes ist",
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
        report = _of_a_file(options) if options["export"] else self._of_the_database(options)
        *said, verdict = sentences(report)
        for sentence in said:
            self.stdout.write(sentence)
        if not report.ok:
            raise CommandError(verdict)
        self.stdout.write(verdict)

    def _of_the_database(self, options: Any) -> Report:
        since = clock.moment(options["since"], hour=0) if options["since"] else None
        outside = [
            (str(path), path.read_text(encoding="utf-8"))
            for path in alone.notes_in(options["checkpoints"])
        ]
        report = examiner.examine(since=since, outside=outside)
        if options["rows"]:
            self.stdout.write(f"{numbered(envelopes.examine(report))} Umschläge verglichen.")
        return report


def _of_a_file(options: Any) -> Report:
    """Verify a file without asking the database anything."""
    if options["rows"] or options["since"]:
        raise CommandError("Mit --export wird die ganze Datei geprüft, ohne --rows und --since.")
    key: str = options["key"].read_text("utf-8") if options["key"] else checkpoints.signer().public
    return alone.verify(options["export"], key, options["checkpoints"])
