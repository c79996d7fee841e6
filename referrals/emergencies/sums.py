"""When an emergency ends and when it must have been reviewed; what is asked for."""

import re
from datetime import date, datetime, timedelta

from audit.clock import day, working_days_between, working_days_later

LASTS = timedelta(hours=4)
# The longest time on call that is entered at once.
LONGEST_ON_CALL = timedelta(days=14)
WORDS, LETTERS = 3, 15
REVIEW_WORKING_DAYS = 3
SEARCHES_AN_HOUR = 10
MORE = "Bitte geben Sie zum Familiennamen einen Vornamen oder die Straße an."
WORD = re.compile(r"[^\W\d_]{2,}[\s\-_/.]*\d{2,}")


def is_open(ends_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Tell whether the card may still be read.

    Args:
        ends_at: the moment after which it never opens again.
        ended_at: when the person ended it before, if they did.
        now: the moment of the question.
    """
    return ended_at is None and now < ends_at


def due_on(began_at: datetime) -> date:
    """Give the last day on which the review is in time: the third working day after (DP-82, domain 3.10)."""
    return working_days_later(day(began_at), REVIEW_WORKING_DAYS)


def latest_in_time(today: date) -> date:
    """Give the first day whose emergencies are still reviewed in time today; earlier ones are late.

    Args:
        today: the day of the question, in Berlin.

    Returns:
        The earliest day whose third working day (`due_on`) is today or later, also asked on a
        weekend or a holiday.
    """
    before, first = today - timedelta(days=1), today
    while working_days_between(first - timedelta(days=1), before) < REVIEW_WORKING_DAYS:
        first -= timedelta(days=1)
    return first


def is_sentence(reason: str) -> bool:
    """Tell whether a reason says enough to be reviewed: three words, or as many letters."""
    said = reason.strip()
    return len(said.split()) >= WORDS or len(said) >= LETTERS


def is_word(asked: str) -> bool:
    """Tell whether somebody asks by a Merkwort, a word and a number, which needs no second mark."""
    return bool(WORD.fullmatch(asked.strip()))
