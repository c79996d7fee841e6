"""manage.py erase_overdue: say what is due, erase what two people released, and erase again after a restore."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actor import Actor
from audit import clock, erased
from audit.findings import numbered
from protection import erasing, wall
from referrals.erasure import actions, jobs, sums
from referrals.erasure.flow import OPEN, Status, Thing
from referrals.erasure.models import Erasure


class Command(BaseCommand):
    """Looks through the periods and says what would go; erases only when told to, and only what was released."""

    help = "Zeigt, was zu löschen ist; löscht mit --erase, was zwei Personen freigegeben haben."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name what may be done."""
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--erase", action="store_true", help="Freigegebenes löschen (als worker)")
        way.add_argument(
            "--again",
            action="store_true",
            help="nach einer Wiederherstellung: schon Gelöschtes erneut löschen (als Eigentümer)",
        )

    def handle(self, *_: Any, erase: bool, again: bool, **__: Any) -> None:
        """Say what is due, erase, or erase again."""
        if again:
            self._again()
        elif erase:
            count = jobs.erase_released()
            self.stdout.write(f"{numbered(count)} gelöscht.")
        else:
            jobs.look_through()
            self._plan()

    def _plan(self) -> None:
        """Say of everything on its way what would go and what stays."""
        by = Actor.clock(clock.read())
        with wall.standing_as(by):
            rows = Erasure.objects.filter(status__in=OPEN).order_by("status", "due_on", "id")
            found = False
            for one in rows.iterator(200):
                found = True
                self._say(one)
        if not found:
            self.stdout.write("Keine Frist ist um.")
            return
        self.stdout.write(
            "Es bleiben: Zahlen der Statistik und des Haushalts, Nachweise bis zum Ende ihrer Frist."
        )
        self.stdout.write("Nichts wurde gelöscht. Freigegeben wird auf der Seite „Löschungen“.")

    def _say(self, one: Erasure) -> None:
        name = one.word or str(one.thing)
        counts = erasing.extent(one.kind, one.thing)
        parts = ", ".join(f"{word}: {number}" for word, number in sums.lines(counts))
        self.stdout.write(
            f"{Thing(one.kind).label} {name} ({one.retention}, fällig {one.due_on:%d.%m.%Y},"
            f" {Status(one.status).label}): {parts or 'keine weiteren Zeilen'}"
        )

    def _again(self) -> None:
        """Erase what the list outside names and a backup brought back, before the service opens."""
        by = Actor.clock(clock.read())
        with wall.standing_as(by):
            for kind, _ in erased.erased():
                if kind not in Thing.values:
                    raise CommandError(f"Die Liste {erased.path()} nennt Unbekanntes: {kind}.")
            count = actions.erase_again(by=by)
        self.stdout.write(f"{numbered(count)} erneut gelöscht.")
