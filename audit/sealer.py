"""Seals the trail: gives every new entry a place in the growing tree and signs the state of the tree.

A mechanism, not a deed: it decides nothing and reads no content. The order of leaves is the order of
sealing, so nothing can appear behind it: neither numbers given in advance nor slow transactions leave a hole.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection

from audit import checkpoints, notes, streams
from audit.models import Checkpoint, Leaf
from audit.tree import Frontier, leaf_hash
from audit.verifier import PATIENCE

# One sealer at a time; any number that nothing else in the database uses.
LOCK = 0x5EA1
BATCH = 5_000
CAUGHT_UP = 1_000
_INSERT = """INSERT INTO audit_leaf (position, entry, hash)
SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[])"""


class SealBrokenError(Exception):
    """The tree in the database does not continue what was signed; nothing more is signed until somebody looked."""


def seal(now: datetime) -> int:
    """Seal every entry that is visible now; gives how many, 0 when another sealer is at work.

    Raises:
        SealBrokenError: the tree does not continue the last note, inside or outside the database.
    """
    sealed = 0
    while True:
        more = _seal_batch(now)
        sealed += more
        # What is written meanwhile waits for the next turn, or under a steady stream this would never end.
        if more < BATCH:
            return sealed


def _seal_batch(now: datetime) -> int:
    """Seal some entries, with a note of their own, in one transaction."""
    with streams.standing_as_the_seal():
        if not streams.told("SELECT pg_try_advisory_xact_lock(%s)", LOCK)[0]:
            return 0
        newest = Checkpoint.objects.order_by("-size").first()
        tree = _resumed(newest)
        first = tree.size
        since = newest.at - PATIENCE if newest else None
        entries = _grow(tree, since)
        if entries:
            newest = _sign(tree, first, entries, now)
    if newest and any(_latest(place) != newest.note for place in checkpoints.folders()):
        _catch_up(newest)
        checkpoints.publish(newest.note, newest.size, newest.at)
    return len(entries)


def _latest(place: Path) -> str | None:
    """Give the newest note of a folder; a volume that cannot be read has none."""
    try:
        return checkpoints.latest(place)
    except OSError:
        return None


def _catch_up(newest: Checkpoint) -> None:
    """Give a volume that was full, missing or is new the notes that it does not have, some at a time."""
    key = checkpoints.signer().public
    for place in checkpoints.folders()[1:]:
        said = _latest(place)
        with suppress(OSError, notes.NoteBrokenError), streams.standing_as_the_seal():
            size = notes.opened_note(said, key).size if said else 0
            missing = Checkpoint.objects.filter(size__gt=size, size__lt=newest.size)
            for one in missing.order_by("size")[:CAUGHT_UP]:
                checkpoints.keep(place, one.note, one.size, one.at)


def _grow(tree: Frontier, since: datetime | None) -> list[tuple[UUID, bytes]]:
    entries = []
    for line in streams.to_seal(since, BATCH):
        canonical = line.removesuffix(b"\n")
        digest = leaf_hash(canonical)
        tree.add(digest)
        entries.append((UUID(canonical.split(b"\t", 1)[0].decode()), digest))
    return entries


def _sign(
    tree: Frontier, first: int, entries: list[tuple[UUID, bytes]], now: datetime
) -> Checkpoint:
    positions = list(range(first, tree.size))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [positions, *map(list, zip(*entries, strict=True))])
    note = checkpoints.signer().sign(size=tree.size, root=tree.root(), now=now)
    return Checkpoint.objects.create(
        size=tree.size, root=tree.root(), frontier=tree.packed, note=note, at=now
    )


def _resumed(newest: Checkpoint | None) -> Frontier:
    """Take up the tree where the last note left it, if the database still says the same."""
    size = newest.size if newest else 0
    if Leaf.objects.filter(position__gte=size).exists():
        msg = f"Hinter dem letzten Siegel über {size} Einträge liegen Plätze, die niemand versiegelt hat."
        raise SealBrokenError(msg)
    _continues_outside(size)
    if newest is None:
        return Frontier()
    tree = Frontier.unpacked(size, bytes(newest.frontier))
    try:
        said = notes.opened_note(newest.note, checkpoints.signer().public)
    except notes.NoteBrokenError as wrong:
        msg = f"Das letzte Siegel über {size} Einträge trägt nicht unsere Unterschrift."
        raise SealBrokenError(msg) from wrong
    if (said.size, said.root) != (size, tree.root()):
        msg = f"Der Baum passt nicht zum letzten Siegel über {size} Einträge."
        raise SealBrokenError(msg)
    return tree


def _continues_outside(size: int) -> None:
    """Refuse to go on when the note outside the database knows more, or something else."""
    for place in checkpoints.folders():
        _continues(_latest(place), size)


def _continues(note: str | None, size: int) -> None:
    if note is None:
        return
    outside = notes.opened_note(note, checkpoints.signer().public, "latest")
    known = Checkpoint.objects.filter(size=outside.size, root=outside.root).exists()
    if not known:
        msg = (
            f"Das Siegel außerhalb der Datenbank bezeugt {outside.size} Einträge, die Datenbank kennt"
            f" {size} und dieses Siegel nicht. Bitte prüfen: manage.py verify_trail"
        )
        raise SealBrokenError(msg)
