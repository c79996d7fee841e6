"""Verifies an exported trail on another computer: needs Python 3.12 and `cryptography`, no database and no Django.

python verify_trail_alone.py EXPORT --key seal.pub --checkpoints NOTE_OR_FOLDER ...
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from audit.findings import UNCHANGED, Bend, Place, Report, sentences
from audit.notes import NoteBrokenError, opened_note
from audit.verifier import Verifier


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
