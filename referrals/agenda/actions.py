"""The reading deed of the first page."""

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed
from referrals.agenda import access, events, sheets
from referrals.approvals.actions import Waiting


@deed
def read(*, by: Actor, elsewhere: Waiting = ()) -> sheets.Today:
    """Hand out what waits for a person; one entry about everything shown."""
    if not access.has_agenda(by):
        raise PermissionDenied
    today = sheets.today(by, elsewhere)
    trail.record(events.READ, by=by, about=today.about)
    return today
