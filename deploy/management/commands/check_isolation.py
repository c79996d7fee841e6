"""manage.py check_isolation: tries the second wall of a running installation, after every update."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from protection import isolation


class Command(BaseCommand):
    """Looks from every side for rows that are made for it and undone."""

    help = (
        "Prüft die zweite Wand der laufenden Installation: Rechte und Zeilenschutz gegen die Schilder,"
        " und mit eigenen Zeilen, die nie gespeichert werden. Nach jeder Aktualisierung ausführen."
    )

    def handle(self, **_: Any) -> None:
        """Check, and end with an error when there is a way in."""
        found = isolation.check()
        self.stdout.write(
            f"{found.tables} Tabellen, {found.rules} Regeln, {found.looks} Blicke über die Wand."
        )
        if found.problems:
            raise CommandError("Die zweite Wand hat Lücken:\n" + "\n".join(found.problems))
        self.stdout.write("Die zweite Wand hält. Es ist nichts zurückgeblieben.")
