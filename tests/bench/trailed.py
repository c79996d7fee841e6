"""Rows about many entries at once: bulk writing, and verifying."""

import itertools
import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from audit import alone, checkpoints, clock, sealer, streams, trail
from audit.tree import Frontier, leaf_hash
from protection import wall
from providers.codes.models import Code
from referrals.hours import events
from referrals.hours.models import TimeEntry
from tests.bench.harness import ratio, report
from tests.bench.town import Bench

BULK, TOGETHER = 10_000, 1_000
EXPORTED = 200_000


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


def verifying(bench: Bench) -> bool:
    """P5: the stand-alone verifier over an export against a plain scan of the same bytes with SHA-256.

    The export is made of entries of this town, again and again with other ids and salts: 200,000 lines.
    """
    with tempfile.TemporaryDirectory() as folder, wall.as_office():
        export, note = Path(folder) / "export", Path(folder) / "note.txt"
        sealer.seal(clock.read())
        tree = _export(export, list(streams.leaves(0, 1_000)))
        key = checkpoints.signer()
        note.write_text(key.sign(size=tree.size, root=tree.root(), now=clock.read()))

        def verify() -> None:
            said = alone.verify(export, key.public, [note])
            if not said.ok or said.checked != EXPORTED:
                raise AssertionError(said)

        def scan() -> None:
            with export.open("rb") as lines:
                for line in lines:
                    sha256(line).digest()

        value, detail = ratio(verify, scan, rounds=5)
        size = export.stat().st_size / EXPORTED
    each = f"{detail} for {EXPORTED:,} entries of {size:.0f} bytes (a million: five times that)"
    return report("P5 verifying an export against a scan", value, 3, each)


def _export(path: Path, samples: list[bytes]) -> Frontier:
    """Write an export of many entries, and give the tree over them."""
    tree = Frontier()
    with path.open("wb") as out:
        for position, sample in zip(range(EXPORTED), itertools.cycle(samples)):
            fields = sample.rstrip(b"\n").split(b"\t")[3:]
            fields[0], fields[-1] = str(uuid4()).encode(), os.urandom(16).hex().encode()
            canonical = b"\t".join(fields)
            leaf = leaf_hash(canonical)
            tree.add(leaf)
            out.write(b"%d\t%s\t%s\t%s\n" % (position, fields[0], leaf.hex().encode(), canonical))
    return tree


ROWS: dict[str, Callable[[Bench], bool]] = {"P3": bulk_with_entries, "P5": verifying}
