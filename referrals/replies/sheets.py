"""What waits for the second person."""

from accounts.actor import Actor
from audit.clock import day_text
from referrals.duties.sheets import Task, href, short
from referrals.replies import access
from referrals.subject_access.models import AccessRequest


def tasks(by: Actor) -> tuple[Task, ...]:
    """Give the answers that wait for this person as the second one, what is due first."""
    rows = AccessRequest.objects.visible_to(by).filter(access.waiting_for(by))
    return tuple(
        Task(
            about=one.id,
            when=short(one.due_on, by.today),
            title=f"Auskunft {one.number}",
            text=f"Zweite Durchsicht, Antwort bis {day_text(one.due_on)}",
            verb="Durchsehen",
            verb_href=href("access_look", one.id),
        )
        for one in sorted(rows, key=lambda row: row.due_on)
    )
