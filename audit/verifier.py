"""Finds what was bent in the trail, from lines of leaves with their entries and from signed notes; needs no database.

A line is position, entry, hash, and the canonical bytes of the entry (see `audit.streams`), divided by tabs.
Memory does not grow with the number of entries.
"""

import json
from binascii import hexlify, unhexlify
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from audit.findings import Bend, Place, Report
from audit.notes import MOMENT, Note
from audit.tree import Frontier

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
