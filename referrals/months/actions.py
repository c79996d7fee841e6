"""Deeds about a provider's months: reading; handing in is a deed of the hours themselves."""

from uuid import UUID

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed
from providers.register.models import Provider
from referrals.hours.access import may_hand_in
from referrals.hours.sums import CalendarMonth
from referrals.months import events, sheets


@deed
def list_month(
    *,
    by: Actor,
    provider: Provider,
    month: CalendarMonth | None = None,
    carer: UUID | None = None,
) -> sheets.MonthSheet:
    """Hand out a provider's month to its coordinators, as one entry about the families shown;
    without a choice the month whose turn it is, of a long one the bookings of one carer.
    """
    if not may_hand_in(by, provider.id):
        raise PermissionDenied
    sheet = sheets.month_sheet(by, provider, month, carer)
    about = [provider.id, *sheet.bookings.about]
    trail.record(events.LISTED, by=by, about=about, facts={"month": sheet.month.first_on})
    return sheet
