"""A trail on paper: lines and notes as the database would give them, to bend by hand."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from audit import findings, notes, tree, verifier

SIGNER = notes.Signer(bytes(range(32)))
START = datetime(2026, 11, 24, 8, tzinfo=UTC)


@dataclass
class Row:
    """One leaf with its entry; the fields stand in the order of the canonical bytes."""

    position: int | None
    entry: str | None
    digest: str | None
    fields: list[str]

    @property
    def canonical(self) -> bytes:
        return "\t".join(self.fields).encode()

    @property
    def line(self) -> bytes:
        head = [str(self.position), self.entry, self.digest] if self.entry else ["\\N"] * 3
        return "\t".join([*map(str, head)]).encode() + b"\t" + self.canonical + b"\n"

    def seal(self, position: int) -> None:
        """Take a place in the tree, as the sealer would give it."""
        self.position, self.entry = position, self.fields[0]
        self.digest = tree.leaf_hash(self.canonical).hex()

    def lose(self) -> None:
        """Lose the entry; the leaf stays."""
        self.fields = ["\\N"] * len(self.fields)


def entry(dice: random.Random, number: int, event: str = "family.read", facts: str = "{}") -> Row:
    kind = "security" if event == "trail.retired" else "reading"
    at = notes.written_moment(START + timedelta(seconds=number))
    row = UUID(int=dice.getrandbits(128))
    return Row(
        None,
        None,
        None,
        [
            *(str(row), str(number), at, kind, str(UUID(int=number % 7)), "caseworker", "\\N"),
            *("", "", event, "{" + str(row) + "}", facts, "{}", str(row), f"{number:032x}"),
        ],
    )


def sealed(rows: list[Row], every: int = 10) -> list[notes.Note]:
    """Give every row its leaf, and sign each time when some more came."""
    growing, signed = tree.Frontier(), []
    for position, row in enumerate(rows):
        row.seal(position)
        growing.add(bytes.fromhex(str(row.digest)))
        if growing.size % every == 0 or growing.size == len(rows):
            now = START + timedelta(seconds=position + 1)
            text = SIGNER.sign(size=growing.size, root=growing.root(), now=now)
            signed.append(notes.opened_note(text, SIGNER.public, f"{growing.size:012}.txt"))
    return signed


def verified(rows: list[Row], signed: list[notes.Note]) -> findings.Report:
    reading = verifier.Verifier()
    for note in signed:
        reading.expect(note)
    reading.read(row.line for row in rows)
    return reading.finish()
