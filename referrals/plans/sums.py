"""What is counted and compared before a care plan goes on: its changes, its days, what is missing."""

from datetime import date, timedelta
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
CHANGED = (
    "{} hat den Plan inzwischen geändert. Ihr Text ist gesichert. "
    "Bitte vergleichen Sie beide Fassungen."
)
REWORDED = "Dieses Ziel wurde inzwischen geändert. Bitte vergleichen Sie beide Texte."
BEFORE_THE_MEETING = "Dieser Tag liegt vor dem Gespräch. Bitte wählen Sie einen späteren."
SIGNED_LATER = "Dieser Tag liegt in der Zukunft."
NO_DAY = (
    "Ein Tag gehört nur zu „unterschrieben“ und „mündlich einverstanden“. "
    "Bitte lassen Sie ihn sonst leer."
)
AGREED_BEFORE = (
    "Dieses Ziel ist schon vereinbart. Bitte halten Sie stattdessen fest, was daraus geworden ist."
)
NOT_LATER = "Das neue Gespräch liegt nicht nach dem letzten. Bitte prüfen Sie den Tag."
TOO_FAR = "Ein Gespräch lässt sich ein halbes Jahr voraus planen, bis zum {day}."
SINCE_THE_MEETING = "Bitte wählen Sie einen Tag vom Gespräch an bis heute."
SINCE_THE_FORMER = (
    "Die jetzige Fassung gilt seit dem {day}. Bitte wählen Sie einen Tag von da an bis heute."
)
HALF_A_YEAR = timedelta(days=183)
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


def check_meeting(meeting_on: date, today: date, before: Version | None) -> None:
    """Refuse a meeting that is not after the last one, or so far off that the plan would rest.

    Args:
        meeting_on: the day on which people meet about the plan.
        today: the day on which the meeting is planned.
        before: the version before; None for the first one.
    """
    if before and meeting_on <= before.meeting_on:
        raise NotPossibleError(NOT_LATER, field="meeting_on")
    latest = today + HALF_A_YEAR
    if meeting_on > latest:
        sentence = TOO_FAR.format(day=f"{latest:%d.%m.%Y}")
        raise NotPossibleError(sentence, field="meeting_on")


def check_in_force(in_force_on: date, today: date, meeting_on: date, since: date | None) -> None:
    """Refuse a day on which a version cannot have come into force.

    Args:
        in_force_on: the day from which the version is to be in force.
        today: the day of the decision.
        meeting_on: the day on which people met about the version.
        since: the day from which the version before is in force; None for the first one.
    """
    if not meeting_on <= in_force_on <= today:
        raise NotPossibleError(SINCE_THE_MEETING, field="in_force_on")
    if since and in_force_on < since:
        sentence = SINCE_THE_FORMER.format(day=f"{since:%d.%m.%Y}")
        raise NotPossibleError(sentence, field="in_force_on")


def check_signed(on: date | None, meeting_on: date, today: date, *, has_day: bool) -> None:
    """Refuse a day on which nobody can have agreed, or one that belongs to no agreement.

    Args:
        on: the day that was given, if any.
        meeting_on: the day on which people met about the version.
        today: the day on which the signature is noted.
        has_day: whether the person agreed, so that there is a day.
    """
    if on and not has_day:
        raise NotPossibleError(NO_DAY, field="on")
    if on and on > today:
        raise NotPossibleError(SIGNED_LATER, field="on")
    if on and on < meeting_on:
        raise NotPossibleError(BEFORE_THE_MEETING, field="on")


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
