"""What whoever works on files that rest reads: Merkwort, reason and the two people."""

from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from referrals.duties.sheets import Task, href
from referrals.resting import access
from referrals.resting.flow import Status
from referrals.resting.models import Inspection


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionLine:
    """One request to open a file that rests."""

    id: UUID
    word: str
    text: str
    family: UUID
    may_answer: bool
    may_read: bool


def lines(by: Actor) -> tuple[InspectionLine, ...]:
    """List the requests to open files that rest: what waits, and what is open now."""
    rows = Inspection.objects.visible_to(by).select_related("family", "asked_by", "answered_by")
    waiting = rows.filter(status=Status.ASKED)
    now = rows.filter(status=Status.AGREED, until_on__gte=by.today)
    return tuple(_inspection(one, by) for one in (*waiting.order_by("asked_at"), *now))


def for_the_day(by: Actor) -> tuple[Task, ...]:
    """Say which files are asked for and wait for this person as the second one."""
    return tuple(
        Task(
            about=line.family,
            title=f"{line.word}: eingeschränkte Akte öffnen?",
            text=line.text,
            verb="Entscheiden",
            verb_href=href("resting"),
        )
        for line in lines(by)
        if line.may_answer
    )


def _inspection(one: Inspection, by: Actor) -> InspectionLine:
    said = f"{one.get_reason_display()}, erbeten von {one.asked_by.display_name}"
    if one.answered_by and one.until_on:
        said += f", geöffnet von {one.answered_by.display_name} bis {day_text(one.until_on)}"
    return InspectionLine(
        id=one.id,
        word=one.family.word,
        text=said,
        family=one.family_id,
        may_answer=access.may_answer(by, one),
        may_read=one.status == Status.AGREED and one.asked_by_id == by.user_id,
    )
