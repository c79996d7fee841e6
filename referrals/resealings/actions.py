"""Deeds that give the circles of a family fresh keys."""

from uuid import UUID

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed, must
from protection import resealing
from referrals.families.models import Family
from referrals.resealings import access, events


@deed
def reseal(*, by: Actor, family: Family, key: UUID) -> resealing.Resealed:
    """Close everything under one key of a family anew under a fresh one, and remove the old one."""
    must(access.may_reseal(by))
    done = resealing.reseal(key, by.now)
    # Which circle it was and how much it held; never the number of a key.
    facts = {"texts": done.envelopes, "count": done.files}
    trail.record(events.RESEALED, by=by, about=[family], facts=facts)
    return done
