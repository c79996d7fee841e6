"""Reading deeds over everything about families and helps: each opening of a page leaves one entry."""

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed
from referrals.aids import actions as aids
from referrals.aids.models import Aid
from referrals.aids.sheets import AidSheet
from referrals.departures import sheets as departures
from referrals.easings import sheets as easings
from referrals.endings import sheets as endings
from referrals.families import actions as families
from referrals.families import events
from referrals.families import sheets as family_sheets
from referrals.families.models import Family
from referrals.overview import sheets
from referrals.overview.sheets import Line, ListLine, Overview
from referrals.recipients import actions as recipients

type Rows = tuple[tuple[str, ...], ...]
# The help, title and rows of how it ends, what may be said on the telephone, whether to open an address.
type AidPage = tuple[AidSheet, tuple[str, Rows], Rows, bool]


@deed
def read(*, by: Actor, family: Family) -> Overview:
    """Read everything about one family; one entry per opening, none per section."""
    seen = family_sheets.with_people(Family.objects.visible_to(by)).filter(id=family.id).first()
    if seen is None:
        raise PermissionDenied
    trail.record(events.READ, by=by, about=[family])
    return sheets.overview(seen, by)


@deed
def read_aid(*, by: Actor, aid: Aid) -> AidPage:
    """Read one help: in the office how and why it ended, at a provider what it keeps when it is told
    nothing any more, what may be said on the telephone, and whether this carer is named for a
    protected address.
    """
    sheet = aids.read(by=by, aid=aid)
    if sheet.is_office:
        return sheet, ("Ende der Hilfe", endings.of_aid(aid.id)), (), False
    settling = "Abwicklung", departures.settlement(aid, aid.worker, by)
    return sheet, settling, recipients.read_calls(by=by, aid=aid), easings.is_named(aid, by)


@deed
def list_own(*, by: Actor) -> tuple[ListLine, ...]:
    """List the families a person works with, stands in for or leads, with what runs for them."""
    return sheets.with_help(families.list_own(by=by), by)


@deed
def search(*, by: Actor, text: str) -> tuple[ListLine, ...]:
    """Search in the families that a person may see."""
    return sheets.with_help(families.search(by=by, text=text), by)


@deed
def search_received(*, by: Actor, text: str) -> tuple[Line, ...]:
    """Search in the families that one's own provider was told about."""
    hits = sheets.received(text, by)
    trail.record(events.SEARCHED, by=by, about=hits, facts={"hits": len(hits)})
    return tuple(hits.values())
