#!/usr/bin/env python3
# Made by `manage.py docs` from audit/; change the parts, not this file.
"""Verifies an exported trail on another computer: needs Python 3.12 and `cryptography`, no database and no Django.

python verify_trail_alone.py EXPORT --key seal.pub --checkpoints NOTE_OR_FOLDER ...
"""

import argparse
import base64
import binascii
import json
import re
import sys
from binascii import hexlify, unhexlify
from collections.abc import Iterable, Iterator, Sequence
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self


SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash the bytes of one entry; the leading zero keeps leaves and nodes apart."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees (32 bytes each) into the node above them."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """What is needed to let a tree grow: the roots of its perfect subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> Self:
        """Make a frontier from what `packed` gave.

        Args:
            size: number of leaves.
            packed: its peaks, 32 bytes for each 1 among the binary digits of the size.

        Raises:
            ValueError: the peaks do not belong to a tree of this size.
        """
        if size < 0 or len(packed) != size.bit_count() * SIZE:
            msg = f"A tree of {size} leaves does not have a frontier of {len(packed)} bytes."
            raise ValueError(msg)
        return cls(size, [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)])

    @property
    def packed(self) -> bytes:
        """Give the peaks in one string of bytes."""
        return b"".join(self.peaks)

    def add(self, leaf: bytes) -> None:
        """Let the tree grow by the hash of one leaf; amortised two hashes."""
        peaks, below = self.peaks, self.size
        self.size = below + 1
        while below & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            below >>= 1
        peaks.append(leaf)

    def root(self) -> bytes:
        """Give the root of all leaves so far; the root of no leaves is the hash of nothing."""
        if not self.peaks:
            return sha256(b"").digest()
        root = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            root = node_hash(peak, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Give the root over hashes of leaves, in their order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root()


def _split(size: int) -> int:
    """Give the largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Prove that a leaf is in the tree.

    Args:
        leaves: hashes of all leaves.
        index: place of the leaf, counted from 0.

    Returns:
        The neighbours on the way up, from the leaf to the root.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        return [*inclusion_proof(left, index), root_of(right)]
    return [*inclusion_proof(right, index - split), root_of(left)]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof leads from a leaf at a place to the root of a tree of this size."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for neighbour in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(neighbour, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, neighbour)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Prove that a tree only grew since it had fewer leaves.

    Args:
        leaves: hashes of all leaves now.
        earlier: number of leaves then, at least one.

    Raises:
        IndexError: the tree never had this size.
    """
    if not 0 < earlier <= len(leaves):
        raise IndexError(earlier)
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if earlier <= split:
        return [*_subproof(left, earlier, whole=whole), root_of(right)]
    return [*_subproof(right, earlier - split, whole=False), root_of(left)]


def has_grown(
    earlier: int, earlier_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the tree of this root continues the earlier one."""
    if earlier == size:
        return not proof and earlier_root == root
    nodes = list(proof) if earlier & (earlier - 1) else [earlier_root, *proof]
    if not 0 < earlier < size or not nodes:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return _climbed(place, last, nodes) == (earlier_root, root)


def _climbed(place: int, last: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Rebuild the earlier and the later root from a proof; nothing when it is too long or too short."""
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, node)
        place, last = place >> 1, last >> 1
    return None if last else (old, new)


ED25519 = b"\x01"
DIGITS = re.compile(r"0|[1-9][0-9]*")
# Fixed width, so that moments compare as text; the entries of the trail are written the same way.
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class NoteBrokenError(ValueError):
    """A note is not what we wrote: cut, changed, or signed by somebody else."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a signed note says: so many leaves (`size`), this root (32 bytes), at this moment (UTC, text)."""

    size: int
    root: bytes
    at: str
    source: str = ""


def written_moment(moment: datetime) -> str:
    """Write an aware moment the way notes and entries do."""
    return moment.astimezone(UTC).strftime(MOMENT)


class Signer:
    """Signs states of the tree; made from the 32 secret bytes of an Ed25519 key."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        public = self._key.public_key().public_bytes_raw()
        self.name = f"hilfenetz/{sha256(public).hexdigest()[:8]}"
        self.public = public_key(self.name, public)

    def sign(self, *, size: int, root: bytes, now: datetime) -> str:
        """Write a signed note about a tree.

        Args:
            size: number of leaves.
            root: 32 bytes.
            now: an aware moment.
        """
        root64 = base64.b64encode(root).decode()
        text = f"{self.name}\n{size}\n{root64}\nat {written_moment(now)}\n"
        named = base64.b64decode(self.public.split("+", 2)[2])
        signature = _key_id(self.name, named) + self._key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"


def public_key(name: str, public: bytes) -> str:
    """Write a public key (32 bytes) in the form `name+hash+key`, to be kept by whoever verifies."""
    named = ED25519 + public
    return f"{name}+{_key_id(name, named).hex()}+{base64.b64encode(named).decode()}"


def _key_id(name: str, named: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + named).digest()[:4]


def opened_note(note: str, key: str, source: str = "") -> Note:
    """Check the signature of a note and give what it says.

    Args:
        note: the whole signed note.
        key: the public key that must have signed it, as `public_key` writes it.
        source: where the note lay, for the sentence that a reader sees.

    Raises:
        NoteBrokenError: the note was not signed by this key, or does not speak of a tree.
    """
    try:
        name, _, encoded = key.strip().split("+", 2)
        named = base64.b64decode(encoded, validate=True)
        text, signatures = note.split("\n\n", 1)
        text += "\n"
        for line in signatures.splitlines():
            dash, signer, signature = line.split(" ")
            raw = base64.b64decode(signature, validate=True)
            if (dash, signer, raw[:4]) == ("—", name, _key_id(name, named)):
                Ed25519PublicKey.from_public_bytes(named[1:]).verify(raw[4:], text.encode())
                return _said(text, name, source)
    except (ValueError, binascii.Error, InvalidSignature) as wrong:
        raise NoteBrokenError(source) from wrong
    raise NoteBrokenError(source)


def _said(text: str, name: str, source: str) -> Note:
    origin, size, root, at = text.splitlines()
    if origin != name or not DIGITS.fullmatch(size) or not at.startswith("at "):
        raise NoteBrokenError(source)
    at = at.removeprefix("at ")
    datetime.strptime(at, MOMENT)  # noqa: DTZ007  # only the shape is checked; the Z says UTC
    return Note(int(size), base64.b64decode(root, validate=True), at, source)


MOST = 100
UNCHANGED = "Alle Einträge sind unverändert."


class Bend(StrEnum):
    """In which way the trail was bent."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    LEAF_GONE = "leaf_gone"
    REBUILT = "rebuilt"
    TRUNCATED = "truncated"
    FORKED = "forked"
    UNSIGNED = "unsigned"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found: how it was bent, the sentence that a reader sees, and the entry where it is known."""

    bend: Bend
    sentence: str
    entry: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was bent: the first and the last position in the tree, and the entry where it is known."""

    first: int
    last: int
    entry: str = ""

    def __str__(self) -> str:
        """Name the place in German: "Eintrag … (Platz 17)", "Plätze 10 bis 19"."""
        where = f"Platz {self.first}"
        if self.last > self.first:
            where = f"Plätze {self.first} bis {self.last}"
        return f"Eintrag {self.entry} ({where})" if self.entry else where


@dataclass(slots=True)
class Report:
    """What the verification saw; `waiting` entries are not sealed yet, `beyond` leaves have no note over them here.

    `first` is the first place in the tree that was bent, `sound` the last note whose whole tree lies before it:
    its size and its moment.
    """

    leaves: int = 0
    checked: int = 0
    retired: int = 0
    waiting: int = 0
    notes: int = 0
    beyond: int = 0
    bent: int = 0
    problems: list[Problem] = field(default_factory=list)
    first: Place | None = None
    sound: tuple[int, str] | None = None

    @property
    def ok(self) -> bool:
        """Tell whether nothing was bent."""
        return not self.bent

    def add(self, bend: Bend, sentence: str, entry: str = "", at: Place | None = None) -> None:
        """Count a problem, keep the first ones, and remember which lies first in the tree."""
        self.bent += 1
        if at is not None and (self.first is None or at < self.first):
            self.first = at
        if len(self.problems) < MOST:
            self.problems.append(Problem(bend, sentence, entry))


def sentences(report: Report) -> Iterator[str]:
    """Say in German what a verification saw: the counts, then what was bent."""
    counts = (
        f"{numbered(report.checked)} Einträge geprüft, {numbered(report.notes)} Siegel verglichen"
    )
    if report.retired:
        counts += f", {numbered(report.retired)} nach Ablauf der Frist entfernt"
    if report.waiting:
        counts += f", {numbered(report.waiting)} noch nicht versiegelt"
    if report.beyond:
        counts += f", {numbered(report.beyond)} nach dem letzten Siegel"
    yield f"{counts}."
    yield from (problem.sentence for problem in report.problems)
    if report.bent > len(report.problems):
        yield f"… und {numbered(report.bent - len(report.problems))} weitere Stellen."
    if not report.ok:
        yield from _from_when(report)
    places = "Stelle" if report.bent == 1 else "Stellen"
    yield UNCHANGED if report.ok else f"Verändert an {numbered(report.bent)} {places}."


def _from_when(report: Report) -> Iterator[str]:
    """Name the first place that was bent and the last moment at which a note still vouches for everything."""
    if report.first:
        yield f"Zuerst betroffen: {report.first}."
    if report.sound:
        size, at = report.sound
        when = datetime.strptime(at, MOMENT).strftime("%d.%m.%Y, %H:%M:%S")  # noqa: DTZ007  # UTC, as the words say
        yield f"Bis dahin unverändert: {numbered(size)} Einträge, bezeugt am {when} Uhr (UTC)."
    else:
        yield "Kein Siegel bezeugt einen früheren Stand, der noch stimmt."


def numbered(number: int) -> str:
    """Write a number the German way: 1.234."""
    return f"{number:,}".replace(",", ".")


NULL = b"\\N"
# The word of the entry (kind `security`) that says which entries were removed because their time was over;
# its facts: {"positions": "1-5,9"}.
RETIRED = "trail.retired"
RETIRED_FIELD = b"\ttrail.retired\t"
SECURITY = b"security"
# Columns after the kind.
EVENT, FACTS = 5, 7
# No deed runs longer than this: an entry that is older than a note and not under it was put in behind it.
PATIENCE = timedelta(days=1)


class Verifier:
    """Reads the trail from its beginning, or from a state that a signed note vouches for."""

    def __init__(self, start: Frontier | None = None) -> None:
        self.tree = start or Frontier()
        self.report = Report()
        self._first = self._proven = self.tree.size
        self._lost = False
        self._horizon = b""
        self._pending: dict[int, list[Note]] = {}
        self._proofs: list[tuple[int, str]] = []
        self._missing: list[tuple[int, int, str]] = []
        self._excused: list[tuple[int, int]] = []

    def expect(self, note: Note) -> None:
        """Compare the tree with this note when it has grown to its size; notes about earlier sizes are passed over."""
        if note.size >= self.tree.size:
            self._pending.setdefault(note.size, []).append(note)
        if note.size == self.tree.size:
            self._compare()

    def refuse(self, source: str) -> None:
        """Say that a note was not signed by the key of this office."""
        self.report.add(
            Bend.UNSIGNED, f"Das Siegel {source} trägt nicht die Unterschrift dieses Amtes."
        )

    def read(self, lines: Iterable[bytes]) -> None:
        """Read the next lines, leaves in order of their position; entries without a leaf come last."""
        add, pending, size = self.tree.add, self._pending, self.tree.size
        for line in lines:
            position, entry, stated, identity, _, at, kind, rest = line.split(b"\t", 7)
            if position == NULL:
                self._without_leaf(identity, at)
                continue
            if int(position) != size:
                self._jump(position)
            digest = sha256(
                b"\x00" + line[len(position) + len(entry) + len(stated) + 3 : -1]
            ).digest()
            if hexlify(digest) != stated or identity != entry:
                digest = unhexlify(stated)
                self._not_as_sealed(entry.decode(), identity)
            elif at < self._horizon:
                self._inserted(entry, at)
            elif kind == SECURITY and RETIRED_FIELD in rest:
                self._excuse(rest)
            add(digest)
            size += 1
            if size in pending:
                self._compare()

    def finish(self) -> Report:
        """Say what was seen, once every line was read and every note was named."""
        report = self.report
        report.leaves = self.tree.size
        report.checked = self.tree.size - self._first
        report.beyond = self.tree.size - self._proven if not self._lost else 0
        if self._pending:
            last = self._pending[max(self._pending)][0]
            sentence = f"Das Ende fehlt: Das Siegel {last.source} bezeugt {last.size} Einträge"
            cut = Place(report.leaves, last.size - 1)
            report.add(Bend.TRUNCATED, f"{sentence}, vorhanden sind {report.leaves}.", at=cut)
        for first, end, entry in self._missing:
            for gap, until in without((first, end), self._excused):
                self._report_missing(gap, until, entry if gap == first else "")
            report.retired += (
                end - first - sum(b - a for a, b in without((first, end), self._excused))
            )
        end = report.first.first if report.first else report.leaves
        report.sound = max((proof for proof in self._proofs if proof[0] <= end), default=None)
        return report

    def _jump(self, position: bytes) -> None:
        """Notice positions that are missing or come twice; the tree cannot fit from here on."""
        if not self._lost:
            self._lost = True
            sentence = (
                f"Platz {self.tree.size} fehlt im Baum; auf ihn folgt Platz {position.decode()}."
            )
            here = Place(self.tree.size, self.tree.size)
            self.report.add(Bend.LEAF_GONE, sentence, at=here)

    def _not_as_sealed(self, entry: str, identity: bytes) -> None:
        """Notice an entry that is gone, or is not the one that its leaf was made from."""
        if identity == NULL:
            self._miss(self.tree.size, entry)
            return
        sentence = f"Eintrag {entry} (Platz {self.tree.size}) wurde nach dem Versiegeln geändert."
        self.report.add(Bend.CHANGED, sentence, entry, self._here(entry))

    def _miss(self, position: int, entry: str) -> None:
        if self._missing and self._missing[-1][1] == position:
            first, _, known = self._missing[-1]
            self._missing[-1] = (first, position + 1, known)
        else:
            self._missing.append((position, position + 1, entry))

    def _report_missing(self, first: int, end: int, entry: str) -> None:
        which = f"Eintrag {entry}" if entry else "Ein Eintrag"
        where = f"Platz {first}" if end == first + 1 else f"Plätze {first} bis {end - 1}"
        sentence = f"{which} ({where}) fehlt, und kein Nachweis sagt, dass die Frist um war."
        self.report.add(Bend.REMOVED, sentence, entry, Place(first, end - 1, entry))

    def _excuse(self, rest: bytes) -> None:
        """Take up the positions whose entries may be missing, because this entry says that their time was over."""
        fields = rest.split(b"\t")
        if fields[EVENT] == RETIRED.encode():
            facts = json.loads(fields[FACTS].replace(b"\\\\", b"\\"))
            self._excused.extend(ranges(str(facts.get("positions", ""))))

    def _without_leaf(self, entry: bytes, at: bytes) -> None:
        if at < self._horizon:
            self._inserted(entry, at)
        else:
            self.report.waiting += 1

    def _inserted(self, entry: bytes, at: bytes) -> None:
        who = entry.decode()
        sentence = f"Eintrag {who} nennt die Zeit {at.decode()}, wurde aber viel später eingefügt."
        self.report.add(Bend.INSERTED, sentence, who, self._here(who))

    def _here(self, entry: str) -> Place:
        return Place(self.tree.size, self.tree.size, entry)

    def _since_the_last_note(self) -> Place:
        return Place(self._proven, max(self._proven, self.tree.size - 1))

    def _compare(self) -> None:
        """Compare the tree with the notes about its size."""
        root = self.tree.root()
        found = self._pending.pop(self.tree.size)
        self.report.notes += len(found)
        strange = [note for note in found if note.root != root]
        if len({note.root for note in found}) > 1:
            sources = " und ".join(sorted(note.source for note in found))
            sentence = f"Zwei Siegel über {self.tree.size} Einträge widersprechen sich: {sources}."
            self.report.add(Bend.FORKED, sentence, at=self._since_the_last_note())
        elif strange and not self._lost:
            self._lost = True
            self.report.add(
                Bend.REBUILT,
                f"Plätze {self._proven} bis {self.tree.size - 1} passen nicht zum Siegel {strange[0].source}:"
                " Dort wurden Einträge vertauscht, ersetzt oder eingefügt.",
                at=self._since_the_last_note(),
            )
        if not strange:
            self._proven = self.tree.size
            self._proofs.append((self.tree.size, found[0].at))
            self._horizon = before(found[0])


def before(note: Note) -> bytes:
    """Give the moment before which every entry must be under this note or an earlier one."""
    moment = datetime.strptime(note.at, MOMENT)  # noqa: DTZ007  # written in UTC, compared as text
    return (moment - PATIENCE).strftime(MOMENT).encode()


def ranges(text: str) -> list[tuple[int, int]]:
    """Read `1-5,9` as half-open ranges of positions: (1, 6), (9, 10)."""
    found = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.append((int(first), int(last or first) + 1))
    return found


def written(positions: Iterable[int]) -> str:
    """Write positions, given in order, as `ranges` reads them."""
    spans: list[list[int]] = []
    for position in positions:
        if spans and spans[-1][1] == position - 1:
            spans[-1][1] = position
        else:
            spans.append([position, position])
    return ",".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)


def without(whole: tuple[int, int], parts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give what is left of a half-open range when others are taken away."""
    at, end = whole
    for first, until in sorted(parts):
        if until <= at or first >= end:
            continue
        if first > at:
            yield at, first
        at = max(at, until)
    if at < end:
        yield at, end


def main() -> int:
    """Verify, say what was seen, and give 1 when something was bent."""
    parser = argparse.ArgumentParser(description="Prüft ausgegebene Nachweise, ohne Datenbank.")
    parser.add_argument("export", type=Path, help="Datei von: manage.py export_trail DATEI")
    parser.add_argument(
        "--key", type=Path, required=True, help="der öffentliche Schlüssel des Amtes (seal.pub)"
    )
    parser.add_argument(
        *("--checkpoints", "--checkpoint"),
        type=Path,
        action="append",
        default=[],
        metavar="PFAD",
        help="ein Siegel oder ein Ordner mit Siegeln; mehrfach möglich",
    )
    chosen = parser.parse_args()
    key = chosen.key.read_text(encoding="utf-8")
    said = list(sentences(verify(chosen.export, key, chosen.checkpoints)))
    sys.stdout.writelines(f"{sentence}\n" for sentence in said)
    return int(said[-1] != UNCHANGED)


def verify(export: Path, key: str, checkpoints: Iterable[Path]) -> Report:
    """Read an export once, line by line, and compare it with every note given."""
    reading = Verifier()
    for path in notes_in(checkpoints):
        try:
            reading.expect(opened_note(path.read_text(encoding="utf-8"), key, path.name))
        except NoteBrokenError:
            reading.refuse(path.name)
    try:
        with export.open("rb") as lines:
            reading.read(lines)
    except ValueError:
        size = reading.tree.size
        sentence = f"Ab Platz {size} ist die Datei nicht mehr zu lesen."
        reading.report.add(Bend.CHANGED, sentence, at=Place(size, size))
    return reading.finish()


def notes_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Find the notes in files and folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("**/*.txt"))
        else:
            yield path


if __name__ == "__main__":
    sys.exit(main())
