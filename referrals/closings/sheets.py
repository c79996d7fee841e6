"""How the case of a family stands, and what keeps it open."""

from dataclasses import dataclass

from audit.clock import day_text
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid
from referrals.enquiries.flow import Status as EnquiryStatus
from referrals.enquiries.models import Matter
from referrals.families.models import Case, Family

GOING_ON = (AidStatus.PROPOSED, AidStatus.APPROVED, AidStatus.RUNNING)
ASKED = (EnquiryStatus.DRAFT, EnquiryStatus.SENT, EnquiryStatus.CHOSEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """The case of today, or the last one; `open_things` says what has to end before it does."""

    word: str
    is_open: bool
    rows: tuple[tuple[str, str], ...]
    open_things: tuple[str, ...]


def sheet(family: Family) -> CaseSheet:
    """Make the sheet of a family's latest case."""
    case = Case.objects.filter(family=family).latest("number")
    rows = [("Vorgang", str(case.number)), ("Geöffnet", day_text(case.opened_on))]
    if case.closed_on:
        rows += [("Abgeschlossen", day_text(case.closed_on)), ("Grund", case.get_end_display())]
    return CaseSheet(
        word=family.word,
        is_open=case.closed_on is None,
        rows=tuple(rows),
        open_things=open_things(family),
    )


def open_things(family: Family) -> tuple[str, ...]:
    """Say what of a family is still going on: its helps and its enquiries."""
    aids = Aid.objects.filter(family=family, status__in=GOING_ON).select_related("aid_type")
    asked = Matter.objects.filter(family=family, enquiry__status__in=ASKED)
    said = [f"Hilfe: {aid.aid_type} ({aid.get_status_display()})" for aid in aids]
    said += [
        f"Anfrage {one.enquiry.word} ({one.enquiry.get_status_display()})"
        for one in asked.select_related("enquiry")
    ]
    return tuple(said)
