"""Deeds about reasons to keep a file although its period is over."""

from datetime import date
from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.holds import access, events
from referrals.holds.flow import Reason
from referrals.holds.models import Hold

OVER = "Diese Aussetzung ist schon beendet."
LATER = "Bitte geben Sie einen Tag an, der noch vor uns liegt."


@deed
def set_hold(
    *,
    by: Actor,
    family: UUID,
    reason: Reason,
    until_on: date | None = None,
    id: UUID | None = None,
) -> Hold:
    """Say why a file must be kept although its period is over."""
    must(access.may_hold(by, family))
    if until_on and until_on <= by.today:
        raise NotPossibleError(LATER, field="until_on")
    made = Hold(
        id=id or uuid4(),
        family_id=family,
        reason=reason,
        until_on=until_on,
        set_by=by.user,
        set_at=by.now,
    )
    made.save(force_insert=True)
    facts = {"reason": reason.value, "until": until_on}
    trail.record(events.SET, by=by, about=[family, made], facts=facts)
    return made


@deed
def end(*, by: Actor, hold: Hold) -> Hold:
    """Say that the reason to keep a file is gone."""
    hold = Hold.objects.select_for_update(of=("self",)).get(id=hold.id)
    must(access.may_hold(by, hold.family_id))
    if hold.ended_at:
        raise NotPossibleError(OVER)
    hold.ended_by, hold.ended_at = by.user, by.now
    hold.save(update_fields=["ended_by", "ended_at"])
    trail.record(events.ENDED, by=by, about=[hold.family_id, hold])
    return hold
