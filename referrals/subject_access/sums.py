"""Days of a request: until when the answer is due, and until when it may be put off."""

from calendar import monthrange
from datetime import date

LONGER_MONTHS = 2


def months_later(on: date, months: int) -> date:
    """Give the same day some months later; where that month is shorter, its last day.

    Args:
        on: the day from which to count.
        months: whole months, zero or more.

    Source: Art. 12 (3) GDPR; Regulation 1182/71 Art. 3 (2) c.
    """
    year, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + year, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def due_on(received_on: date, *, is_longer: bool) -> date:
    """Give the last day of the answer: one month after it was received, three when it was put off."""
    return months_later(received_on, 1 + LONGER_MONTHS if is_longer else 1)
