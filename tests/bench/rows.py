"""The rows: each measures one thing against the same thing with what it costs switched off."""

import time
import uuid
from collections.abc import Callable
from functools import partial

from django.db import connection, connections, transaction

from accounts.actor import Actor
from protection import wall
from protection.actions import make_key
from protection.models import Circle
from providers.budgets.models import Budget
from referrals.families import actions as families
from referrals.families.models import Family
from referrals.notes import actions as notes
from referrals.notes.models import Way as NoteWay
from tests.bench import known, numbers, pages, sealed, trailed, writers
from tests.bench.harness import no_trail, ratio, report
from tests.bench.town import Bench

type Row = Callable[[Bench], bool]


def deed_with_entry(bench: Bench) -> bool:
    """P1: a deed of several saves with its entry against the same deed without."""

    def act() -> None:
        bench.a_family(1)

    def without() -> None:
        with no_trail():
            act()

    with wall.standing_as(bench.worker):
        value, detail = ratio(act, without, repeat=5)
    return report("P1 deed with its entry", value, 1.25, detail)


def small_deed_with_entry(bench: Bench) -> bool:
    """P1, the hardest case: a deed of one row and its key."""

    def act() -> None:
        notes.note(
            by=bench.worker, text="Anruf der Schule", way=NoteWay.CALL, family=bench.families[0]
        )

    def without() -> None:
        with no_trail():
            act()

    with wall.standing_as(bench.worker):
        value, detail = ratio(act, without, repeat=20)
    return report("P1 small deed with its entry", value, 1.25, detail)


def list_with_entry(bench: Bench) -> bool:
    """P6: reading the list of own families with its one entry against without."""

    def act() -> None:
        families.list_own(by=bench.worker)

    def without() -> None:
        with no_trail():
            act()

    with wall.standing_as(bench.worker):
        value, detail = ratio(act, without, repeat=5)
    return report("P6 list with its entry", value, 2.0, detail)


def _fill(bench: Bench, count: int, team: str = "nord") -> None:
    """Fill the table of families with files of other workers, each with a key of its own, as the
    owner would import them.
    """
    other = bench.town.people["kaya"]
    key = make_key(Circle.FILE, now=bench.worker.now)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH lock AS (INSERT INTO protection_datakey (id, circle, wrapped, office, readers, made_at)"
            " SELECT gen_random_uuid(), circle, wrapped, office, readers, made_at"
            " FROM protection_datakey, generate_series(1, %s) WHERE id = %s RETURNING id)"
            " INSERT INTO referrals_family (id, word, name, lock_id, worker_id, team_id, opened_at)"
            " SELECT gen_random_uuid(), 'Bench ' || left(lock.id::text, 30), '\\x01'::bytea, lock.id, %s, %s, now()"
            " FROM lock",
            [count, key.id, other.id, bench.town.teams[team].id],
        )


def _seen(actor: Actor) -> list[uuid.UUID]:
    return list(Family.objects.visible_to(actor).values_list("id", flat=True))


def own_among_many(bench: Bench) -> bool:
    """P9: families of a worker (40) and of a lead (600) in an office of 200,000 files against 2,000."""
    people = {"a worker's 40": bench.worker, "a lead's 600": bench.actor("fries")}
    timings: dict[str, list[float]] = {name: [] for name in people}
    with wall.standing_as(bench.worker):
        _fill(bench, 600, "mitte")
    for count in (1_400, 198_000):
        with wall.standing_as(bench.worker):
            _fill(bench, count)
        bench.as_owner("ANALYZE")
        with wall.standing_as(bench.worker):
            for name, actor in people.items():
                timings[name].append(_timed(partial(_seen, actor)))
    with wall.standing_as(bench.worker):
        assert len(_seen(bench.worker)) >= 40
        assert len(_seen(people["a lead's 600"])) >= 600
    results = []
    for name, (few, many) in timings.items():
        detail = f"{many * 1000:.2f} ms at 200,000 / {few * 1000:.2f} ms at 2,000"
        results.append(report(f"P9 {name} among many", many / few, 1.3, detail))
    return all(results)


def gate_and_wall(bench: Bench) -> bool:
    """P10: the list of own families through gate and wall in an office of 20,000 files, against the
    same rows by their ids, asked by the tables' owner, for whom there is no wall.
    """
    ids = [family.id for family in bench.families]
    with wall.standing_as(bench.worker):
        _fill(bench, 20_000 - len(ids))
    bench.as_owner("ANALYZE")
    connections.databases["unwalled"] = {**connections.databases["default"], "USER": "owner"}
    try:
        with wall.standing_as(bench.worker), transaction.atomic(using="unwalled"):
            rows = Family.objects.select_related("lock", "space")
            value, detail = ratio(
                lambda: list(rows.visible_to(bench.worker)),
                lambda: list(rows.using("unwalled").filter(id__in=ids)),
                repeat=10,
            )
            assert len(rows.visible_to(bench.worker)) == len(ids)
    finally:
        connections["unwalled"].close()
        bench.as_owner("DELETE FROM referrals_family WHERE word LIKE 'Bench %'", "VACUUM ANALYZE")
    return report("P10 list through gate and wall", value, 1.4, detail)


def ledger_of_years(bench: Bench) -> bool:
    """P15: the state of one year's budget beside ten years of ledger against one year alone."""
    from providers.budgets import sheets

    planner = bench.actor("lindner")
    provider = bench.town.providers["flex"]
    with wall.standing_as(planner):
        year = planner.today.year
        budgets_of = [
            Budget.objects.filter(provider=provider, year=wanted).first()
            or Budget.objects.create(
                provider=provider,
                year=wanted,
                total_cents=100,
                unspecific_cents=0,
                rate_cents=1,
                contingent_minutes=6000,
            )
            for wanted in range(year - 9, year + 1)
        ]
        _lines(bench, budgets_of[-1:])
        alone = _timed(lambda: sheets.state_of(budgets_of[-1]))
        _lines(bench, budgets_of[:-1])
        beside = _timed(lambda: sheets.state_of(budgets_of[-1]))
    detail = f"{beside * 1000:.2f} ms beside ten years / {alone * 1000:.2f} ms alone"
    return report("P15 budget beside ten years", beside / alone, 1.3, detail)


def _lines(bench: Bench, years: list[Budget]) -> None:
    with connection.cursor() as cursor:
        for budget in years:
            cursor.execute(
                "INSERT INTO providers_ledgerline (id, budget_id, provider_id, account, movement, reserved_minutes,"
                " committed_minutes, used_minutes, over_minutes, at, by_id) SELECT gen_random_uuid(), %s, %s,"
                " gen_random_uuid(), 'used', 0, -60, 60, 0, now(), %s FROM generate_series(1, 2000)",
                [budget.id, budget.provider_id, bench.worker.user_id],
            )


def _timed(way: Callable[[], object]) -> float:
    """Time a way where the two states cannot be measured in turn: the quickest of many rounds."""
    rounds = []
    for _ in range(61):
        begin = time.perf_counter()
        way()
        rounds.append(time.perf_counter() - begin)
    return min(rounds)


ROWS: dict[str, Row] = {
    "P1": deed_with_entry,
    "P1b": small_deed_with_entry,
    "P6": list_with_entry,
    **sealed.ROWS,
    "P10": gate_and_wall,
    "P15": ledger_of_years,
    **writers.ROWS,
    **trailed.ROWS,
    **known.ROWS,
    **pages.ROWS,
    "P9": own_among_many,
    **numbers.ROWS,
}


def run(wanted: set[str]) -> bool:
    """Run the rows that are wanted, or all."""
    bench = Bench()
    results = [row(bench) for name, row in ROWS.items() if not wanted or name in wanted]
    return all(results)
