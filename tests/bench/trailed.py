"""Rows about many entries at once: bulk writing, many writers, the seal behind them, and verifying."""

from collections.abc import Callable
from uuid import uuid4

from audit import trail
from protection import wall
from providers.codes.models import Code
from referrals.hours import events
from referrals.hours.models import TimeEntry
from tests.bench.harness import ratio, report
from tests.bench.town import Bench

BULK, TOGETHER = 10_000, 1_000


def bulk_with_entries(bench: Bench) -> bool:
    """P3: ten thousand bookings written a thousand at a time, as big seeds do, with their entries against without."""
    by, provider, share = bench.worker, bench.town.providers["flex"], uuid4()
    kind = Code.objects.filter(list="time_kinds").first() or Code.objects.all()[0]

    def some() -> list[TimeEntry]:
        rows = [
            TimeEntry(
                provider=provider,
                carer_id=by.user_id,
                on=by.today,
                minutes=60,
                kind=kind,
                booked_by=by.user,
                booked_at=by.now,
            )
            for _ in range(TOGETHER)
        ]
        return TimeEntry.objects.bulk_create(rows)

    def alone() -> None:
        for _ in range(BULK // TOGETHER):
            some()

    def together() -> None:
        for _ in range(BULK // TOGETHER):
            trail.record_many(
                events.BOOKED,
                (
                    (by, [row.id, share, share], {"minutes": 60, "kind": kind.code, "on": row.on})
                    for row in some()
                ),
            )

    with wall.standing_as(by):
        value, detail = ratio(together, alone, rounds=5)
    return report("P3 bulk with entries", value, 1.30, detail)


ROWS: dict[str, Callable[[Bench], bool]] = {"P3": bulk_with_entries}
