"""The row about the duplicate check: what a blind index costs beside names that lie open."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection

from accounts.actor import Actor
from audit import trail
from protection import blind, keys, wall
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from referrals.duplicates import actions, events, sheets, sums
from referrals.duplicates.models import Trace
from referrals.families.models import Person, Relation
from tests.bench.harness import ratio, report
from tests.bench.town import Bench

# About four people a family.
PEOPLE, FAMILIES = 200_000, 50_000
ASKED = ("Messfamilie", "2019-05-04")


FILL = (
    (
        "CREATE TABLE bench_filled AS SELECT gen_random_uuid() AS id, n, (ARRAY(SELECT id FROM referrals_family))"
        "[1 + n % 40] AS family, n::text AS sound, '2019-05-04' AS born FROM generate_series(1, {people}) AS n"
    ),
    (
        "INSERT INTO referrals_person (id, family_id, lock_id, relation, position, first_name, last_name,"
        " needs_interpreter, marks) SELECT filled.id, filled.family, one.lock_id, 'other', 100 + n / 40,"
        " one.first_name, one.last_name, false, '{{}}'"
        " FROM bench_filled AS filled, (SELECT * FROM referrals_person LIMIT 1) AS one"
    ),
    (
        "INSERT INTO referrals_trace (id, person_id, kind, mark) SELECT gen_random_uuid(), id, {kind},"
        " ({kind}::bigint << 24) | floor(random() * {buckets})::bigint FROM bench_filled"
    ),
    "CREATE INDEX ON bench_filled (sound, born)",
    "GRANT SELECT, INSERT ON bench_filled TO app",
)
EMPTY = (
    "DROP TABLE bench_filled",
    "DELETE FROM referrals_trace",
    "DELETE FROM referrals_person WHERE position >= 100",
    "VACUUM ANALYZE",
)


def _neighbours(bench: Bench) -> None:
    """Put into the bucket that is asked as many people as the bound lets share it, each under an own key."""
    (value,) = sums.values(*ASKED)
    mark, kind = blind.mark(value, FAMILIES), blind.kind_now(FAMILIES)
    Trace.objects.filter(mark=mark).delete()
    for number in range(PEOPLE // 2 ** blind.bits_for(FAMILIES)):
        person = Person(
            family=bench.families[number % len(bench.families)],
            lock=make_key(Circle.FILE, now=bench.worker.now),
            relation=Relation.CHILD,
            position=30_000 + number,
            first_name=Clear("Ben"),
            last_name=Clear(ASKED[0] if number == 0 else f"Wander{number}specht"),
            born=Clear(
                ASKED[1] if number == 0 else f"2019-{1 + number % 12:02}-{1 + number % 28:02}"
            ),
        )
        person.save(force_insert=True)
        Trace.objects.create(person=person, kind=kind, mark=mark)
        if number == 0:
            with connection.cursor() as cursor:
                row = (str(person.id), str(person.family_id), *value)
                cursor.execute(
                    "INSERT INTO bench_filled (id, family, sound, born) VALUES (%s, %s, %s, %s)",
                    row,
                )


def _ask(by: Actor) -> None:
    with keys.kept_open():
        found = actions.ask(by=by, people=[ASKED])
    assert found
    assert len(found.known) == 1


def _open_ask(by: Actor) -> sheets.Found:
    """Ask the same of names that lie open: the same answer, the same entry, nothing sealed."""
    (value,) = sums.values(*ASKED)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT family FROM bench_filled WHERE sound = %s AND born = %s", value
        )
        same = {line[0] for line in cursor.fetchall()}
    found = sheets.answer(by, same)
    trail.record(
        events.ASKED,
        by=by,
        about=[one.family for one in found.known if one.family],
        facts={"hits": 1},
    )
    return found


def asked(bench: Bench) -> bool:
    """P20: the duplicate check among 200,000 people, candidates opened, against a plain look-up."""
    by, bits = bench.worker, blind.bits_for(FAMILIES)
    cache.set("families-counted", FAMILIES)
    often = sums.ASKED_AN_HOUR, sums.ASKED_A_DAY
    sums.ASKED_AN_HOUR = sums.ASKED_A_DAY = 10**6
    given = {"people": PEOPLE, "kind": blind.kind_now(FAMILIES), "buckets": 2**bits}
    bench.as_owner(*(line.format(**given) for line in FILL))
    try:
        with wall.standing_as(by):
            _neighbours(bench)
        bench.as_owner("ANALYZE")
        with wall.standing_as(by):
            value, detail = ratio(lambda: _ask(by), lambda: _open_ask(by), repeat=5, rounds=21)
    finally:
        cache.delete("families-counted")
        sums.ASKED_AN_HOUR, sums.ASKED_A_DAY = often
        bench.as_owner(*EMPTY)
    return report("P20 duplicate check", value, 3, f"{detail}, {PEOPLE // 2**bits} share the mark")


ROWS: dict[str, Callable[[Bench], bool]] = {"P20": asked}
