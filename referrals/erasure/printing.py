"""The list for the archive as a spreadsheet opens it."""

import csv
import io
from collections.abc import Iterable

from protection.paper import harmless

HEAD = ("Aktenzeichen", "Merkwort", "Art der Unterlagen", "Beginn", "Ende")


def csv_of(lines: Iterable[tuple[str, ...]]) -> str:
    """Write the offer with semicolons; no text can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in lines:
        writer.writerow([harmless(text) for text in line])
    return out.getvalue()
