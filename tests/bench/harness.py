"""How a row is measured: two ways in turn, the median of their ratios, one JSON line."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

import audit.trail as trail

ROUNDS = 11

type Way = Callable[[], object]


def seconds(way: Way, repeat: int) -> float:
    """Time a way, repeated, in seconds; what it wrote is undone."""
    with transaction.atomic():
        begin = time.perf_counter()
        for _ in range(repeat):
            way()
        taken = time.perf_counter() - begin
        transaction.set_rollback(True)
    return taken


def ratio(
    measured: Way, baseline: Way, *, repeat: int = 1, rounds: int = ROUNDS
) -> tuple[float, str]:
    """Measure two ways in turn and give the median of the ratios of each round, with both medians in words."""
    seconds(measured, 1), seconds(baseline, 1)
    pairs = [(seconds(measured, repeat), seconds(baseline, repeat)) for _ in range(rounds)]
    one, other = (statistics.median(pair[i] for pair in pairs) / repeat * 1000 for i in (0, 1))
    return statistics.median(a / b for a, b in pairs), f"{one:.2f} ms / {other:.2f} ms"


def report(name: str, value: float, limit: float, detail: str) -> bool:
    """Print one row."""
    ok = value <= limit
    row = {"name": name, "ratio": round(value, 3), "limit": limit, "ok": ok, "detail": detail}
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return ok


@contextmanager
def no_trail() -> Iterator[None]:
    """Switch the writing of entries off, as the baseline; deeds still count them."""

    def counted(*_: object) -> None:
        trail._written.set(trail._written.get() + 1)
        trail.forget_envelopes()

    kept = trail._write
    trail._write = counted  # type: ignore[assignment]  # the baseline
    try:
        yield
    finally:
        trail._write = kept
