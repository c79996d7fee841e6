"""The reading deed of whoever writes notices."""

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed, must
from referrals.hours.sums import CalendarMonth
from referrals.notices import access, events, sheets


@deed
def list_released(*, by: Actor, month: CalendarMonth) -> sheets.Notices:
    """Hand out the decisions released in a month; one entry about all of them and their families."""
    must(access.may_list(by))
    found = sheets.notices(by, month)
    trail.record(events.LISTED, by=by, about=found.about, facts={"month": month.first_on})
    return found
