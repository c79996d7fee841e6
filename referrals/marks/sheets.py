"""Opening a column together with its marks."""

from protection.sealing import Clear, clear, opened
from referrals.marks.models import Marked
from referrals.marks.sums import Mark, code, marked, marks_on


def shown(row: Marked, column: str) -> str:
    """Open one column of a row as everybody reads it: flagged, or not at all."""
    return marked(opened(getattr(row, column)), column, row.marks)


def is_restricted(row: Marked, column: str) -> bool:
    """Tell whether a column is not used any more."""
    return Mark.RESTRICTED in marks_on(column, row.marks)


def carried(row: Marked, column: str) -> tuple[Clear | None, list[str]]:
    """Give what a text goes on with in the next row: its words with their marks, or nothing where it
    is not used any more.
    """
    if is_restricted(row, column):
        return None, []
    return clear(opened(getattr(row, column))), [
        code(column, one) for one in marks_on(column, row.marks)
    ]
