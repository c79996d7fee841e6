"""Deeds about lists of recipients: reading them, and giving them to the family on paper."""

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection.pdf import pages_of
from referrals.disclosures.access import may_disclose
from referrals.families import sheets as families
from referrals.families.models import Family, Person
from referrals.receipts import events, printing, sheets
from referrals.receipts.sheets import Receipt
from referrals.receipts.sums import Household
from referrals.releases import actions as releases

HELD = "Die Liste enthält eine geschützte Angabe ({}). Sie wurde nicht ausgegeben."


@deed
def read(*, by: Actor, family: Family) -> Receipt:
    """Read who outside the office was told what about a family."""
    must(by.is_office and may_disclose(by, family))
    trail.record(events.LISTED, by=by, about=[family])
    return sheets.receipt(family, by, None, Household.WITHIN)


@deed
def print_for(
    *, by: Actor, family: Family, person: Person, household: Household
) -> tuple[str, bytes]:
    """Print the list for one person of the family, and give it with the name of its file; a list
    that holds something protected is not given out.
    """
    must(by.is_office and may_disclose(by, family) and person.family_id == family.id)
    receipt = sheets.receipt(family, by, person, household)
    named = {one.id: one.name for one in families.people(family, by.today)}
    pdf = printing.pdf_of(receipt, named[person.id], by.today)
    apart = household == Household.APART
    release = releases.Release(pages=pages_of(pdf), families=(family.id,), apart=apart)
    if found := releases.look_through(by=by, release=release):
        raise NotPossibleError(HELD.format("; ".join(one.kind for one in found)))
    facts = {"apart": apart, "count": len(receipt.told)}
    trail.record(events.PRINTED, by=by, about=[family, person], facts=facts)
    return printing.file_name(receipt, by.today), pdf
