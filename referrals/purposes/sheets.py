"""What the officer reads about stated purposes, what a lead reads about her own, and where somebody was
let in to read along.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from referrals.duties.sheets import Task, href
from referrals.families.access import holds
from referrals.families.flow import GrantKind
from referrals.families.models import Family, Grant
from referrals.purposes.flow import Purpose
from referrals.purposes.models import StatedPurpose

SHOWN_DAYS = 90
OWN_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLine:
    """One reading with its purpose; the family is a reference, never a word."""

    family: UUID
    day: str
    who: str
    purpose: str


def stated(by: Actor) -> tuple[StatedLine, ...]:
    """Give the readings of the last three months for which a purpose was stated, newest first."""
    rows = StatedPurpose.objects.visible_to(by).filter(on__gt=by.today - timedelta(days=SHOWN_DAYS))
    return tuple(
        StatedLine(
            family=one.family_id,
            day=day_text(one.on),
            who=one.reader.display_name,
            purpose=str(Purpose(one.purpose).label),
        )
        for one in rows.select_related("reader").order_by("-at")
    )


def own_count(by: Actor) -> int:
    """Count how often somebody stated a purpose in the last thirty days."""
    since = by.today - timedelta(days=OWN_DAYS)
    return StatedPurpose.objects.filter(reader=by.user_id, on__gt=since).count()


def reading_along(by: Actor) -> tuple[Task, ...]:
    """Give the families in which somebody was let in to read along, what ends first above."""
    seen = Family.objects.visible_to(by)
    rows = Grant.objects.filter(
        holds(by.today), user=by.user_id, kind=GrantKind.NAMED, content_object__in=seen
    )
    return tuple(
        Task(
            about=grant.content_object_id,
            title=f"Sie lesen mit: {grant.content_object.word}",
            text=f"bis {day_text(grant.until_on)}",
            verb="Familie öffnen",
            verb_href=href("family", grant.content_object_id),
        )
        for grant in rows.select_related("content_object").order_by("until_on", "id")
    )
