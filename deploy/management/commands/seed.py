"""manage.py seed: an example town, made through the deeds that people do."""

from argparse import ArgumentTypeError
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts.models import Mandate
from audit import clock
from deploy.seed.planting import plant
from deploy.seed.replaying import Replayer, Script
from deploy.town.names import names_lines
from deploy.town.reference import Town, read_town, the_town
from deploy.town.shapes import SampledFamily, SampledWorld, Window
from deploy.town.stories import Story, stories
from deploy.town.world import SCALES, enlarged, sample_world

YEAR = timedelta(days=364)


class Command(BaseCommand):
    """Plants the town of a folder of reference files and replays what happened in it."""

    help = "Baut eine Beispielstadt: --scale demo (zum Klicken), s (ein Jahr), m (das Zehnfache)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take scale, seed, the day until which things happened, and a file for the names made up."""
        parser.add_argument("--scale", choices=sorted(SCALES), default="demo")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--names", type=Path, help="schreibt, was über Familien erfunden wurde")
        parser.add_argument("--town", type=Path, default=None, help="Ordner mit Referenzdateien")
        parser.add_argument("--today", type=_day, default=None, help="JJJJ-MM-TT, sonst heute")

    def handle(self, **options: Any) -> None:
        """Refuse a database with people in it; then plant and replay."""
        if Mandate.objects.exists():
            raise CommandError(
                "Hier lebt schon jemand. Eine Stadt baut man in eine leere Datenbank."
            )
        now = clock.read() if options["today"] is None else clock.moment(options["today"], hour=18)
        folder = options["town"] or the_town()
        # A town of the tenth size is the same town with fewer families.
        town = enlarged(read_town(folder), SCALES[options["scale"]])
        told = stories(clock.day(now), folder)
        families, world = _sampled(town=folder, told=told, options=options, now=now)
        if options["names"]:
            options["names"].write_text("\n".join(names_lines(families)) + "\n", encoding="utf-8")
        self._do_not_wait_for_the_disk()
        planted = plant(folder, now, described=town)
        script = Script(
            families=families,
            intakes=world.other_intakes,
            contacts=world.contacts,
            first_month=world.window.first.replace(day=1),
            until=now,
            month_waits=frozenset(provider for story in told for provider in story.month_waits),
            visits=tuple(visit for story in told for visit in story.visits),
        )
        coordinators = coordinators_of(town)
        Replayer(planted, coordinators, self._progress, bulk=True).replay(script)
        self.stdout.write(f"\n{len(families)} Familien leben in der Stadt.")

    def _do_not_wait_for_the_disk(self) -> None:
        """A town that a power cut breaks is made again; waiting for every commit costs a fifth."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")

    def _progress(self, done: int, of: int) -> None:
        step = max(1, of // 100)
        if done % step == 0 or done == of:
            self.stdout.write(f"\r  {100 * done // of:3d} %", ending="")
            self.stdout.flush()


def _sampled(
    town: Path, told: tuple[Story, ...], options: dict[str, Any], now: datetime
) -> tuple[tuple[SampledFamily, ...], SampledWorld]:
    """Sample the families, with those of the stories beside them."""
    today = clock.day(now)
    beside = [story.family for story in told]
    world = sample_world(
        read_town(town),
        Window(today - YEAR, today),
        scale=options["scale"],
        seed=options["seed"],
        beside=beside,
    )
    return (*world.families, *beside), world


def coordinators_of(town: Town) -> dict[str, str]:
    """Name one coordinator of each provider."""
    return {
        provider.code: town.working_as("coordinator", provider.code)[0].code
        for provider in town.providers
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise ArgumentTypeError("Ein Tag sieht so aus: 2026-11-24") from wrong
