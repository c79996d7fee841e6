"""What is still open before a help ends, goals and hours; and afterwards how and why it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, Sum

from audit import clock
from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import hours_text
from referrals.aids.models import Aid
from referrals.endings.models import Ending
from referrals.hours.flow import Status as Hours
from referrals.hours.models import TimeEntry
from referrals.plans.flow import GoalStatus
from referrals.plans.models import Goal, Wording
from referrals.plans.sheets import wording_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenThings:
    """What a worker settles when a help ends; hours that were not handed in are shown, not asked."""

    word: str
    type: str
    goals: tuple[tuple[UUID, str], ...]
    hours: tuple[tuple[str, str], ...]


def open_things(aid: Aid) -> OpenThings:
    """Gather what is still open."""
    return OpenThings(
        word=aid.word,
        type=str(aid.aid_type),
        goals=tuple((goal.id, _wording(goal)) for goal in open_goals(aid)),
        hours=_hours(aid),
    )


def of_aid(aid: UUID) -> tuple[tuple[str, str], ...]:
    """Say how and why a help ended; nothing for a help that has not ended."""
    ended = Ending.objects.filter(aid=aid).select_related("lock", "reason", "by").first()
    return tuple(_said(ended)) if ended else ()


def open_goals(aid: Aid) -> list[Goal]:
    """Give the goals that were agreed on and of which nobody said yet what became of them."""
    goals = Goal.objects.filter(plan__aid=aid, status=GoalStatus.AGREED, agreed_on__isnull=False)
    return list(goals.select_related("plan__aid").order_by("number"))


def booked_after(aid: Aid, on: date) -> date | None:
    """Give the last day after a day for which hours are booked, if there is one."""
    booked = TimeEntry.objects.filter(
        share__aid=aid, status__in=[Hours.BOOKED, Hours.HANDED_IN], on__gt=on
    )
    return booked.order_by("-on").values_list("on", flat=True).first()


def _said(ending: Ending) -> Iterator[tuple[str, str]]:
    yield "Letzter Tag", day_text(ending.ended_on)
    yield "Grund", ending.reason.name
    looked = "Ja" if ending.danger_looked_at else "Nicht nötig, die Hilfe endete wie geplant"
    yield "Wurde geprüft, ob ein Kind gefährdet ist?", looked
    if remark := opened(ending.remark):
        yield "Bemerkung", remark
    yield "Träger sehen die Hilfe", f"bis {day_text(ending.visible_until)}"
    written = day_text(clock.day(ending.at))
    yield "Eingetragen", f"am {written} von {ending.by.display_name}"


def _wording(goal: Goal) -> str:
    """Give a goal as it was worded last."""
    wordings = Wording.objects.filter(goal=goal).select_related("lock")
    last = wordings.order_by("-version__number").first()
    return wording_of(last) if last else f"Ziel {goal.number}"


def _hours(aid: Aid) -> tuple[tuple[str, str], ...]:
    booked = TimeEntry.objects.filter(share__aid=aid, status=Hours.BOOKED)
    rows = (
        booked.order_by("provider__name")
        .values_list("provider__name")
        .annotate(Sum("minutes"), Count("id"), Max("on"))
    )
    return tuple(
        (name, f"{hours_text(minutes)}, {_times(count)}, zuletzt am {day_text(last)}")
        for name, minutes, count, last in rows
    )


def _times(count: int) -> str:
    return "eine Buchung" if count == 1 else f"{count} Buchungen"
