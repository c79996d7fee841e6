"""Rows about many who write at once: what the trail and its sealer cost them, and that no entry is lost."""

import statistics
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from django.db import connection, transaction

from audit import clock, examiner, sealer
from audit.models import Checkpoint, Entry, Leaf
from protection import wall
from referrals.families.models import Family
from referrals.notes import actions as notes
from referrals.notes.models import Way as NoteWay
from tests.bench.harness import no_trail, report
from tests.bench.town import Bench

WRITERS = 8
SLICE_SECONDS, SLICES = 2.0, 7
STORM_SECONDS = 15.0
# The product seals each minute; a shorter interval makes as many seals in less time.
INTERVAL_SECONDS = 3.0
DELAY_SECONDS = 0.3

type Task = Callable[[float], object]


class Crew:
    """Processes that do what they are told for some seconds, all at once, each with its own connection."""

    def __init__(self, tasks: dict[str, list[Task]]) -> None:
        """Start one process for each place in the lists of tasks."""
        connection.close()
        context = get_context("fork")
        self.lines: list[Connection] = []
        self.members = []
        for place in range(max(map(len, tasks.values()))):
            here, there = context.Pipe()
            known = {name: each[place] for name, each in tasks.items()}
            member = context.Process(target=_serve, args=(there, known), daemon=True)
            member.start()
            self.lines.append(here)
            self.members.append(member)

    def do(self, name: str, seconds: float) -> list[Any]:
        """Have everybody do one thing, and give what each says about it."""
        for line in self.lines:
            line.send((name, seconds))
        return [line.recv() for line in self.lines]

    def go(self) -> None:
        """Send everybody home."""
        for line, member in zip(self.lines, self.members, strict=True):
            line.send(None)
            member.join()


def _serve(line: Connection, tasks: dict[str, Task]) -> None:
    connection.ensure_connection()
    while told := line.recv():
        name, seconds = told
        line.send(tasks[name](seconds))
    connection.close()


def _note(bench: Bench, family: Family) -> None:
    """Write one note as its page does: a transaction, a key, a row, an entry."""
    with wall.standing_as(bench.worker):
        notes.note(by=bench.worker, text="Anruf der Schule", way=NoteWay.CALL, family=family)


def _writer(bench: Bench, family: Family) -> Task:
    def write(seconds: float) -> int:
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            _note(bench, family)
            count += 1
        return count

    return write


def _without_trail(write: Task) -> Task:
    def bare(seconds: float) -> object:
        with no_trail():
            return write(seconds)

    return bare


def _seal(seconds: float) -> list[tuple[int, float]]:
    """Seal each interval; gives how many leaves there were after each seal, and when (seconds, Unix time)."""
    seen, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begin = time.monotonic()
        sealer.seal(clock.read())
        with wall.as_office():
            size = Checkpoint.objects.order_by("-size").values_list("size", flat=True)[0]
        seen.append((size, time.time()))
        time.sleep(max(0.0, min(INTERVAL_SECONDS - (time.monotonic() - begin), end - begin)))
    return seen


def _rest(_seconds: float) -> int:
    return 0


def eight_writers(bench: Bench) -> bool:
    """P2: throughput of eight writers without trail over that with trail and a sealer at work."""
    writers = [_writer(bench, family) for family in bench.families[:WRITERS]]
    crew = Crew(
        {"trail": [*writers, _seal], "bare": [*map(_without_trail, writers), _rest]},
    )
    crew.do("trail", 0.5), crew.do("bare", 0.5)
    pairs = []
    for _ in range(SLICES):
        bare, trailed = (
            sum(crew.do(name, SLICE_SECONDS)[:WRITERS]) / SLICE_SECONDS
            for name in ("bare", "trail")
        )
        pairs.append((bare, trailed))
    crew.go()
    value = statistics.median(bare / trailed for bare, trailed in pairs)
    bare, trailed = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    detail = f"{bare:.0f}/s without / {trailed:.0f}/s with trail and sealer, {WRITERS} writers"
    return report("P2 eight writers", value, 1.25, detail)


def _stormy(bench: Bench, family: Family, seed: int) -> Task:
    """Write with delays, rollbacks and savepoints inside of transactions that end in any order."""

    def write(seconds: float) -> int:
        dice, count, end = np.random.default_rng(seed), 0, time.monotonic() + seconds
        while time.monotonic() < end:
            with transaction.atomic():
                _note(bench, family)
                time.sleep(dice.random() * DELAY_SECONDS)
                if dice.random() < 0.3:
                    _undone(bench, family)
                stays = dice.random() > 0.2
                transaction.set_rollback(not stays)
            count += stays
        return count

    return write


def _undone(bench: Bench, family: Family) -> None:
    with transaction.atomic():
        _note(bench, family)
        transaction.set_rollback(True)


def no_entry_lost(bench: Bench) -> bool:
    """P4: leaves missing or out of tree after fifteen seconds of eight stormy writers, and how long entries wait.

    The wait is from writing an entry to the end of the seal over it, its transaction's own delay included.
    """
    sealer.seal(clock.read())
    with wall.as_office():
        before = Leaf.objects.count()
    storm = [_stormy(bench, family, seed) for seed, family in enumerate(bench.families[:WRITERS])]
    crew = Crew({"storm": [*storm, _seal]})
    *counts, seals = crew.do("storm", STORM_SECONDS)
    crew.go()
    sealer.seal(clock.read())
    found = examiner.examine()
    with wall.as_office():
        leaves = dict(Leaf.objects.filter(position__gte=before).values_list("entry", "position"))
        lost = Entry.objects.exclude(id__in=Leaf.objects.values("entry")).count()
        at = dict(Entry.objects.filter(id__in=leaves).values_list("id", "at"))
    last = seals[-1][1] + INTERVAL_SECONDS
    waits = sorted(
        next((when for size, when in seals if size > position), last) - at[entry].timestamp()
        for entry, position in leaves.items()
    )
    bent = "; ".join(problem.sentence for problem in found.problems[:3]) or "the tree fits"
    detail = f"{len(leaves)} entries of {sum(counts)} deeds that stayed; {bent}"
    fine = report("P4 leaves missing or out of tree", lost + found.bent, 0, detail)
    late = waits[int(len(waits) * 0.95)]
    detail = f"p95 {late:.2f} s at one seal each {INTERVAL_SECONDS:.0f} s"
    return report("P4 wait for the seal over interval", late / INTERVAL_SECONDS, 2, detail) and fine


ROWS: dict[str, Callable[[Bench], bool]] = {"P4": no_entry_lost, "P2": eight_writers}
