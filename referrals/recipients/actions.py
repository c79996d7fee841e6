"""Reading deeds about what recipients know; what ends it lies with what was told."""

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed, must
from protection import wall
from providers.register.models import Provider
from referrals.disclosures.access import may_disclose
from referrals.disclosures.models import Disclosure
from referrals.families.models import Family
from referrals.recipients import events, sheets


@deed
def read_before_ending(*, by: Actor, disclosure: Disclosure) -> sheets.BeforeEnding:
    """Read what ends and what stays, before a provider is told no more."""
    must(by.is_office and may_disclose(by, disclosure.family))
    who = (disclosure.family_id, disclosure.provider_id)
    trail.record(events.WEIGHED, by=by, about=[disclosure, *who])
    return sheets.before_ending(disclosure, by)


@deed
def see_as(*, by: Actor, family: Family, provider: Provider) -> sheets.ProviderView:
    """Read what a provider sees of a family: its own sheets, made behind its side of both walls."""
    must(by.is_office and may_disclose(by, family))
    trail.record(events.SEEN_AS, by=by, about=[family, provider])
    there = by.coordinating(provider.id)
    with wall.standing_as(there):
        return sheets.provider_view(family, provider, there)
