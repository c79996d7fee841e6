"""Deed over the monthly proof: giving it to the officer on paper."""

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.hours.sums import CalendarMonth
from referrals.proofs import events, printing, sheets
from referrals.readings.access import may_read_trail

UNCHECKED = (
    "Seit Beginn dieses Monats wurde das Siegel nicht geprüft. Ohne Prüfung gibt es keinen"
    " Nachweis: Bitte wählen Sie auf der Seite Nachweise „Siegel prüfen“."
)


@deed
def print_month(*, by: Actor, month: CalendarMonth) -> tuple[str, bytes]:
    """Print one month and give it with the name of its file; it rests on a verification that really ran."""
    must(may_read_trail(by))
    check = sheets.last_check(month)
    if check is None:
        raise NotPossibleError(UNCHECKED, field="month")
    pdf = printing.pdf_of(sheets.proof(month, check, by), by)
    trail.record(events.PRINTED, by=by, about=[check], facts={"month": month.code})
    return printing.file_name(month), pdf
