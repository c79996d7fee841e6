"""Deeds about purposes: saying what a family is read for, and the list of what was said."""

from uuid import UUID, uuid4

from accounts.actor import Actor
from accounts.models import User
from audit import trail
from audit.deeds import AlreadyDoneError, deed, must
from protection.sealing import Clear
from referrals.families.models import Family
from referrals.purposes import access, events, sheets
from referrals.purposes.flow import Purpose
from referrals.purposes.models import StatedPurpose


@deed
def state(
    *, by: Actor, family: Family, purpose: Purpose, line: str, id: UUID | None = None
) -> StatedPurpose:
    """Say what a family is read for that waits for nothing; it holds for this day."""
    must(access.may_state(by, family))
    # The reader's row is the lock: the same page sent twice makes one.
    User.objects.select_for_update(of=("self",), no_key=True).get(id=by.user_id)
    own = StatedPurpose.objects.filter(family=family, reader=by.user, on=by.today)
    if own.exists():
        raise AlreadyDoneError
    stated = StatedPurpose(
        id=id or uuid4(),
        family=family,
        reader=by.user,
        on=by.today,
        purpose=purpose,
        lock=family.lock,
        line=Clear(line.strip()),
        at=by.now,
    )
    stated.save(force_insert=True)
    trail.record(events.STATED, by=by, about=[family, stated], facts={"purpose": str(purpose)})
    return stated


@deed
def list_stated(*, by: Actor) -> tuple[sheets.StatedLine, ...]:
    """Hand out the readings for which a purpose was stated, as references and classes."""
    must(access.may_list(by))
    lines = sheets.stated(by)
    trail.record(events.LISTED, by=by, facts={"shown": len(lines)})
    return lines
