"""The lines of a sheet: how they are frozen and marked, and how those are covered that are protected now."""

import hashlib
import json
from collections.abc import Collection

type Lines = list[tuple[str, str]]

# What stands on the office's page of a sheet in place of what is protected by now.
COVERED = "Geschützt. {} hat die Angabe vor dem Schutz bekommen."


def frozen(lines: Lines) -> str:
    """Write lines as the text that is sealed."""
    return json.dumps(lines, ensure_ascii=False)


def digest(lines: Lines) -> str:
    """Give a short mark of lines, so that what is sent is what the preview showed."""
    return hashlib.sha256(frozen(lines).encode()).hexdigest()[:16]


def told_already(provider: str, *, asked: bool) -> str:
    """Say that a provider was told before, for an enquiry or on this ground."""
    return f"{provider} hat {'zu dieser Anfrage' if asked else 'auf dieser Grundlage'} schon Unterlagen."


def covered(lines: Lines, kept_back: Collection[str], provider: str) -> Lines:
    """Give the lines as the office reads them: of those kept back only that the provider has them.

    Args:
        lines: label and text of each line.
        kept_back: the labels of the lines that hold what is protected now. Source: DP-72.
        provider: the name of the provider that was told.
    """
    instead = COVERED.format(provider)
    return [(label, instead if label in kept_back else text) for label, text in lines]
