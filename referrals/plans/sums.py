"""What is counted and compared before a care plan goes on: its changes, its days, what is missing."""

from datetime import date
from typing import Any, Protocol

from django.db.models import Count, Q, Sum

from audit import clock
from audit.deeds import NotPossibleError
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid

OVER = "Diese Hilfe ist beendet. Ihr Hilfeplan kann nicht mehr geändert werden."
TOO_EARLY = "Das Gespräch ist erst am {day}. Davor geht kein Plan zur Durchsicht."
CHILD = "Bitte halten Sie fest, wie das Kind es sieht, oder warum seine Sicht fehlt."
CHANGED_MEANWHILE = "Der Plan wurde inzwischen geändert. Bitte sehen Sie ihn noch einmal an."
NOT_AFTER = "Die nächste Überprüfung liegt nicht nach dem Gespräch. Bitte prüfen Sie den Tag."
TOO_LATE = (
    "Ein Hilfeplan wird regelmäßig überprüft (§ 36 Abs. 2 SGB VIII). "
    "Bitte wählen Sie einen Tag bis zum {day}."
)
PASSED = "Dieser Tag ist schon vorbei. Bitte wählen Sie einen Tag ab heute."
# A review later than this is none any more; most offices review every half year.
YEARS_TO_REVIEW = 2


class Version(Protocol):
    """What is looked at of a version; its row stands above these rules."""

    edit: int
    meeting_on: date
    child_view: Any
    child_view_missing: Any

    @property
    def wordings(self) -> Any: ...
    @property
    def tasks(self) -> Any: ...


def changes(version: Version) -> int:
    """Count what was ever changed in a version: texts, goals, steps, and signatures while it goes round.

    The number only grows, so two equal numbers are the same text and the same signatures. Steps
    taken out stay as rows and count a second time.
    """
    wordings = version.wordings.aggregate(edits=Sum("edit", default=0))
    tasks = version.tasks.aggregate(made=Count("id"), removed=Count("id", filter=Q(removed=True)))
    return int(version.edit + wordings["edits"] + tasks["made"] + tasks["removed"])


def check_seen(version: Version, seen: int | None) -> None:
    """Refuse to decide about a version that the page before their eyes did not show.

    Args:
        version: the version as it stands now, locked.
        seen: its changes when the page was made; None where nobody looked at a page.
    """
    if seen is not None and seen != changes(version):
        raise NotPossibleError(CHANGED_MEANWHILE, field="seen")


def check_running(aid: Aid) -> None:
    """Refuse to change the plan of a help that is over."""
    if aid.status in {AidStatus.ENDED, AidStatus.DROPPED}:
        raise NotPossibleError(OVER)


def check_complete(version: Version, today: date) -> None:
    """Refuse to give away a version before the meeting, or without the child's view or a reason."""
    if version.meeting_on > today:
        raise NotPossibleError(TOO_EARLY.format(day=clock.day_text(version.meeting_on)))
    if version.child_view is None and version.child_view_missing is None:
        raise NotPossibleError(CHILD, field="child_view")


def check_days(meeting_on: date, review_on: date, today: date | None) -> None:
    """Refuse a review that is not after the meeting, or so late that it is none.

    Args:
        meeting_on: the day on which people meet about the plan.
        review_on: the day on which they look at it again.
        today: the day from which a review can be planned; None where it was planned before.
    """
    latest = _years_later(meeting_on, YEARS_TO_REVIEW)
    if review_on <= meeting_on:
        raise NotPossibleError(NOT_AFTER, field="review_on")
    if review_on > latest:
        sentence = TOO_LATE.format(day=f"{latest:%d.%m.%Y}")
        raise NotPossibleError(sentence, field="review_on")
    if today and review_on < today:
        raise NotPossibleError(PASSED, field="review_on")


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
