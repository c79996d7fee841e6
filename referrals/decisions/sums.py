"""How long a decision may hold, and how many hours a week it may give."""

from collections.abc import Iterable
from datetime import date

from audit.clock import day_text
from audit.deeds import NotPossibleError
from providers.budgets.sums import Period
from referrals.enquiries.sums import MOST_MINUTES, MOST_WEEK_HOURS, last_day

LONGEST_MONTHS = 36
TOO_LONG = "Eine Entscheidung gilt höchstens {} Monate, hier also bis {}."
TOO_FAR = "Bitte prüfen Sie das Jahr: Dieser Tag liegt mehr als {} Monate vor uns."
TOO_MANY = "Eine Hilfe hat höchstens {} Stunden je Woche, alle Träger zusammen."


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


def check_hours(periods: Iterable[Period], from_on: date, field: str | None = None) -> None:
    """Refuse more hours a week than a help may have.

    Args:
        periods: minutes a week of all providers of the help, as they would hold.
        from_on: the first day of the decision; what ran before is not looked at.
        field: beside which field of the form the sentence belongs.

    Raises:
        NotPossibleError: on some day the hours of all providers together are too many.
    """
    running = [one for one in periods if one.until_on >= from_on]
    days = {max(one.from_on, from_on) for one in running}
    if any(_at_once(running, day) > MOST_MINUTES for day in days):
        raise NotPossibleError(TOO_MANY.format(MOST_WEEK_HOURS), field=field)


def _at_once(periods: Iterable[Period], on: date) -> int:
    return sum(one.week_minutes for one in periods if one.from_on <= on <= one.until_on)
