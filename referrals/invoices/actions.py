"""The reading deed of a provider's administration."""

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed, must
from referrals.hours.sums import CalendarMonth
from referrals.invoices import access, events, sheets


@deed
def read_month(*, by: Actor, month: CalendarMonth) -> sheets.Invoice:
    """Hand out the hours of a month by invoice key, to look at or as a file."""
    must(access.may_bill(by))
    found = sheets.invoice(by, month)
    trail.record(events.LISTED, by=by, about=found.about, facts={"month": month.first_on})
    return found
