#!/usr/bin/env python3
"""Verifies an exported trail by itself: needs Python 3.12 and `cryptography`, no database and no Django.

Beside this file (or one folder above) lies the folder `audit` with `tree.py`, `notes.py` and `verifier.py`.

    python verify_trail_alone.py EXPORT --key seal.pub --checkpoint NOTE_OR_FOLDER ...
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from audit import notes, verifier  # noqa: E402  # found beside this file, wherever it was copied to


def main() -> int:
    """Verify, say what was seen, and give 1 when something was bent."""
    parser = argparse.ArgumentParser(description="Prüft ausgegebene Nachweise, ohne Datenbank.")
    parser.add_argument("export", type=Path, help="Datei von: manage.py export_trail DATEI")
    parser.add_argument(
        "--key", type=Path, required=True, help="der öffentliche Schlüssel des Amtes (seal.pub)"
    )
    parser.add_argument(
        "--checkpoint",
        type=Path,
        action="append",
        default=[],
        help="ein Siegel oder ein Ordner mit Siegeln",
    )
    chosen = parser.parse_args()
    said = list(
        verifier.sentences(verify(chosen.export, chosen.key.read_text(), chosen.checkpoint))
    )
    sys.stdout.writelines(f"{sentence}\n" for sentence in said)
    return int(said[-1] != verifier.UNCHANGED)


def verify(export: Path, key: str, checkpoints: list[Path]) -> verifier.Report:
    """Read the export once, line by line, and compare it with every note given."""
    reading = verifier.Verifier()
    for path in files(checkpoints):
        try:
            reading.expect(notes.opened_note(path.read_text(), key, path.name))
        except notes.NoteBrokenError:
            reading.refuse(path.name)
    with export.open("rb") as lines:
        reading.read(lines)
    return reading.finish()


def files(paths: list[Path]) -> Iterator[Path]:
    """Find the notes in files and folders."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("**/*.txt"))
        else:
            yield path


if __name__ == "__main__":
    sys.exit(main())
