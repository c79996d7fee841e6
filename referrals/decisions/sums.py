"""How long a decision may hold, and how many hours a week it may give."""

from collections.abc import Iterable
from datetime import date

from audit.clock import day_text
from audit.deeds import NotPossibleError
from providers.budgets.sums import MINUTES_PER_HOUR
from referrals.enquiries.sums import MOST_WEEK_HOURS, last_day

LONGEST_MONTHS = 36
TOO_LONG = "Eine Entscheidung gilt höchstens {} Monate, hier also bis {}."
TOO_FAR = "Bitte prüfen Sie das Jahr: Dieser Tag liegt mehr als {} Monate vor uns."
TOO_MANY = "Eine Entscheidung gibt höchstens {} Stunden je Woche, alle Träger zusammen."


def check_length(from_on: date, until_on: date, today: date) -> None:
    """Refuse a period longer than an enquiry can ask for, or one that begins as far away.

    Args:
        from_on: first day, included.
        until_on: last day, included.
        today: the day of the decision.

    Raises:
        NotPossibleError: beside the field of the day that is wrong.
    """
    if from_on > last_day(today, LONGEST_MONTHS):
        raise NotPossibleError(TOO_FAR.format(LONGEST_MONTHS), field="from_on")
    longest = last_day(from_on, LONGEST_MONTHS)
    if until_on > longest:
        sentence = TOO_LONG.format(LONGEST_MONTHS, day_text(longest))
        raise NotPossibleError(sentence, field="until_on")


def check_hours(week_minutes: Iterable[int], field: str | None = None) -> None:
    """Refuse more hours a week than a decision may give.

    Args:
        week_minutes: minutes a week of each provider.
        field: beside which field of the form the sentence belongs.

    Raises:
        NotPossibleError: the hours of all providers together are too many.
    """
    if sum(week_minutes) > MOST_WEEK_HOURS * MINUTES_PER_HOUR:
        raise NotPossibleError(TOO_MANY.format(MOST_WEEK_HOURS), field=field)
