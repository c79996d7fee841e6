"""Rows about reports: what freezing them saves, and what protection hides beside two usual ways of hiding."""

from collections.abc import Callable, Iterator

from django.conf import settings

from accounts.actor import Actor
from audit import clock
from outcomes import actions, census, jobs
from outcomes.choosing import Search
from outcomes.models import Report
from outcomes.sheets import contents
from outcomes.sums import Counting
from outcomes.suppression import protect
from outcomes.tables import Axis, RawTable
from outcomes.thresholds import Rule
from outcomes.unknowns import Standing, system_of
from protection import wall
from referrals.facts import actions as facts
from tests.bench.harness import ratio, report
from tests.bench.heuristics import by_hypercubes, by_lines
from tests.bench.town import Bench
from tests.outcomes.attacker import Attacker
from tests.outcomes.linerule import by_line_rule
from tests.outcomes.towns import diced, flat, grouped, herten, table
from tests.stages.outcomes import SPREAD, an_empty_year
from tests.world import World

LETTERS = "abcdefghij"
RULE = Rule()


def frozen_report(bench: Bench) -> bool:
    """P16: opening a report that was frozen from its snapshot against counting the same cube straight from the tables.

    Straight: helps, hours and goals of a year become facts and the facts the twelve tables, without protection.
    """
    world, clerk = World(bench.town), Actor.clock(clock.read())
    with wall.standing_as(clerk):
        year = an_empty_year(world)
        for space, families in SPREAD.items():
            for _ in range(3 * families):
                year.add(space)
    with world.acting("lindner") as planner:
        ordered = actions.prepare(by=planner, year=year.year)
    jobs.count(report=str(ordered.id))
    rule = Rule(threshold=settings.MIN_FREQUENCY)
    with wall.standing_as(clerk):

        def straight() -> None:
            found = facts.gather(by=clerk, year=year.year, cut_on=year.cut_on)
            town, _ = census._town(found)
            counting = Counting(town, found.year, found.cut_on, found.definitions, rule)
            counting.tables(census._facts(found))

        def frozen() -> None:
            stored = Report.objects.get(id=ordered.id)
            contents(census.release_of(stored), stored.labels or {})

        value, detail = ratio(frozen, straight, rounds=7)
    detail = f"{detail}, {3 * sum(SPREAD.values())} families"
    return report("P16 frozen report against counting", value, 0.10, detail)


def _small_towns(count: int) -> Iterator[list[RawTable]]:
    """Throw dice for tables of two and three directions, with and without districts."""
    for seed in range(count):
        mean = 3 + seed % 11
        axes: tuple[Axis, ...] = (
            flat("Raum", LETTERS[: 3 + seed % 4]),
            flat("Art", LETTERS[: 3 + seed % 3]),
        )
        if seed % 2:
            axes = grouped("Raum", 5 + seed % 3, 2), flat("Art", LETTERS[: 2 + seed % 3])
        if seed % 10 == 5:
            axes = flat("Raum", "abc"), flat("Art", "ab"), flat("Alter", "xyz")
        yield [table("T", axes, diced(seed, axes, mean))]


def nothing_recovered(_: Bench) -> bool:
    """P17: hidden cells that an attacker works out (rank and linear programming) over 200 random tables.

    The rule of thumb "no line with exactly one hidden cell" must fail the same attack.
    """
    found = missed = 0
    for raw in _small_towns(200):
        found += len(Attacker.reading(protect(raw).tables).recovered())
        missed += len(Attacker.reading([by_line_rule(one) for one in raw]).recovered())
    detail = f"200 tables; the line rule gave {missed} cells away"
    return report("P17 hidden cells recovered", found if missed else 1, 0, detail)


def _published() -> Iterator[list[RawTable]]:
    """Give releases of Herten (three linked tables) and random tables of two and three directions."""
    yield from (herten(seed) for seed in range(3))
    for seed in range(4):
        axes = flat("Raum", LETTERS), flat("Art", LETTERS)
        yield [table("T", axes, diced(seed, axes, 6 + seed))]
    for seed in range(3):
        axes = grouped("Raum", 8, 3), flat("Art", LETTERS[:6])
        yield [table("T", axes, diced(seed, axes, 6 + seed))]
    for seed in range(2):
        solid = flat("Raum", LETTERS[:5]), flat("Art", LETTERS[:4]), flat("Alter", "xyz")
        yield [table("T", solid, diced(seed, solid, 6 + seed))]


# Where docs/decisions/0008 stands today, with a little room; more would be a step back.
DECIDED = 1.6


def cells_hidden(_: Bench) -> bool:
    """P18: cells hidden beyond the primary ones, ours over hypercubes and over the rule of lines."""
    primary = ours = lines = cubes = 0
    for raw in _published():
        system = system_of(raw, RULE)
        primary += len(system.having(Standing.HIDDEN))
        ours += len(Search(system).pattern())
        lines += len(by_lines(system))
        cubes += len(by_hypercubes(system, raw, RULE))
    beyond = f"{ours} cells beyond {primary} primary ones"
    fine = report("P18 cells over hypercubes", ours / cubes, 0.8, f"{beyond}; hypercubes {cubes}")
    # Printed as missed, but decided: `make bench` fails for what got worse, not for this.
    detail = f"{beyond}; the line rule {lines}, and gives cells away (P17); docs/decisions/0008"
    report("P18 cells over the line rule", ours / lines, 1.3, detail)
    return fine and ours / lines <= DECIDED


ROWS: dict[str, Callable[[Bench], bool]] = {
    "P16": frozen_report,
    "P17": nothing_recovered,
    "P18": cells_hidden,
}
