"""Days of a request: until when the answer is due, and until when it may be put off."""

from datetime import date

from audit.clock import months_later

LONGER_MONTHS = 2


def due_on(received_on: date, *, is_longer: bool) -> date:
    """Give the last day of the answer: one month after it was received, three when it was put off."""
    return months_later(received_on, 1 + LONGER_MONTHS if is_longer else 1)
