"""Verifies the trail where it lies: entries and leaves in the database against notes inside and outside of it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from audit import checkpoints, notes, streams
from audit.findings import Bend, Place, Report
from audit.models import Checkpoint, Leaf
from audit.tree import Frontier
from audit.verifier import Verifier

type Progress = Callable[[int, int], None]


def examine(
    *,
    since: datetime | None = None,
    outside: Iterable[tuple[str, str]] = (),
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Verify the whole trail, or what came after the last note before a moment.

    Args:
        since: go on from the last note before this moment; everything when there is none.
        outside: further notes (name, text), besides those in the folder of notes.
        progress: told after each part how many leaves were read, of how many; outside any transaction.
    """
    key = checkpoints.signer().public
    with streams.standing_as_the_seal():
        newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
        verifier = _beginning(since, key)
    for source, text in (*checkpoints.published(), *outside):
        _expect(verifier, source, text, key)
    for first in range(verifier.tree.size, newest, streams.CHUNK):
        end = min(first + streams.CHUNK, newest)
        with streams.standing_as_the_seal():
            for size, note in _stored(first, end):
                _expect(verifier, f"{size} in der Datenbank", note, key, size)
            verifier.read(streams.leaves(first, end))
        progress(end, newest)
    with streams.standing_as_the_seal():
        _look_behind_the_last_note(verifier)
        verifier.read(streams.without_leaf())
    return verifier.finish()


def _beginning(since: datetime | None, key: str) -> Verifier:
    """Begin at a state that a signed note vouches for, or at the very beginning."""
    row = Checkpoint.objects.filter(at__lte=since).order_by("-size").first() if since else None
    if row is None:
        return Verifier()
    source = f"{row.size} in der Datenbank"
    try:
        tree = Frontier.unpacked(row.size, bytes(row.frontier))
        said = notes.opened_note(row.note, key, source)
    except ValueError:
        tree, said = Frontier(), None
    if said is None or (said.size, said.root) != (tree.size, tree.root()):
        verifier = Verifier()
        verifier.refuse(source)
        return verifier
    verifier = Verifier(tree)
    verifier.expect(said)
    return verifier


def _stored(first: int, end: int) -> Iterable[tuple[int, str]]:
    """Give the notes about trees of more than `first` and at most `end` leaves."""
    rows = Checkpoint.objects.filter(size__gt=first, size__lte=end).order_by("size")
    return rows.values_list("size", "note")


def _expect(verifier: Verifier, source: str, text: str, key: str, size: int | None = None) -> None:
    try:
        note = notes.opened_note(text, key, source)
    except notes.NoteBrokenError:
        verifier.refuse(source)
        return
    if size not in {None, note.size}:
        verifier.refuse(source)
    verifier.expect(note)


def _look_behind_the_last_note(verifier: Verifier) -> None:
    """Leaves and their note are written together, so leaves without a note come from somebody else."""
    last = Checkpoint.objects.order_by("-size").values("size")[:1]
    size = last[0]["size"] if last else 0
    for position, entry in Leaf.objects.filter(position__gte=size).values_list("position", "entry")[
        :10
    ]:
        sentence = f"Eintrag {entry} (Platz {position}) liegt hinter dem letzten Siegel; niemand hat ihn versiegelt."
        where = Place(position, position, str(entry))
        verifier.report.add(Bend.INSERTED, sentence, str(entry), where)
