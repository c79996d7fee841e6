"""Deeds about conflicts of interest: declaring one's own, entering and lifting that of others."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, UUIDField, Value

from accounts.access import colleagues
from accounts.actor import Actor
from accounts.models import Bias, Conflict, Mandate, User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import wall
from referrals.conflicts import access, events, sheets
from referrals.enquiries.models import Copy
from referrals.families.models import Family

ENTERED_ALREADY = "Das ist schon eingetragen."
NOT_FREE = "Auch die Leitung dieses Teams ist befangen, oder es hat zurzeit keine."
NOT_ONE_OF_YOURS = "Bitte wählen Sie eine andere Person."


@deed
def declare(*, by: Actor, family: UUID, reason: Bias) -> Conflict:
    """Say of oneself that one knows this family; from the next page on there is no trace of it."""
    must(access.may_declare(by, family))
    conflict = _keep(by, by.user, family, reason)
    trail.record(events.DECLARED, by=by, about=[family, conflict], facts={"reason": str(reason)})
    return conflict


@deed
def enter(*, by: Actor, family: UUID, person: User, reason: Bias) -> Conflict:
    """Say of somebody of the own side that they must have nothing to do with this family."""
    must(access.may_enter(by, family))
    able = User.objects.filter(colleagues(by)).exclude(id=by.user_id)
    if not able.filter(id=person.id).exists():
        raise NotPossibleError(NOT_ONE_OF_YOURS, field="person")
    conflict = _keep(by, person, family, reason)
    trail.record(
        events.ENTERED, by=by, about=[family, conflict, person], facts={"reason": str(reason)}
    )
    return conflict


@deed
def read_before_lifting(*, by: Actor, conflict: UUID) -> sheets.Line:
    """Hand out one conflict of somebody else, before it is lifted."""
    line = sheets.one(by, conflict)
    if line is None:
        raise PermissionDenied
    trail.record(events.LISTED, by=by, about=[line.id])
    return line


@deed
def lift(*, by: Actor, conflict: UUID) -> None:
    """Say that the reason is over; never the person whom it keeps away."""
    rows = Conflict.objects.select_for_update(of=("self",)).filter(access.visible_to(by))
    found = rows.filter(id=conflict).first()
    must(found is not None)
    if found:
        found.lifted_by, found.lifted_at = by.user, by.now
        found.save(update_fields=["lifted_by", "lifted_at"])
        _mark_copies(found.user_id, found.family_id, "array_remove")
        about = [found.family_id, found.id, found.user_id]
        trail.record(events.LIFTED, by=by, about=about)


@deed
def list_all(*, by: Actor) -> tuple[sheets.Line, ...]:
    """List the conflicts of others that somebody answers for; one entry about all of them."""
    must(access.may_list(by))
    lines = sheets.lines(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


@deed
def lead_elsewhere(*, by: Actor, family: UUID, team: UUID) -> None:
    """Put a family under the lead of another team, where every lead of its own must have nothing to do
    with it; the worker stays. The head does it by the Merkwort and opens nothing.
    """
    rows = Family.objects.select_for_update(of=("self",)).filter(access.unled(by), id=family)
    found = rows.first()
    must(found is not None)
    if found:
        if not access.may_lead(by, team, family):
            raise NotPossibleError(NOT_FREE, field="team")
        facts = {"before": found.team_id, "team": team}
        found.team_id = team
        found.save(update_fields=["team"])
        trail.record(events.LED_ELSEWHERE, by=by, about=[family], facts=facts)


@deed
def read_unled(*, by: Actor, family: UUID) -> sheets.Unled:
    """Hand out the Merkwort of a family that needs another lead, and who can be it."""
    found = sheets.needs_a_lead(by, family)
    if found is None:
        raise PermissionDenied
    trail.record(events.LISTED, by=by, about=[family])
    return found


def _keep(by: Actor, person: User, family: UUID, reason: Bias) -> Conflict:
    # The person's row is the lock: two who enter the same at once make one conflict.
    User.objects.select_for_update(of=("self",), no_key=True).get(id=person.id)
    if Conflict.objects.filter(user=person, family_id=family, lifted_at__isnull=True).exists():
        raise NotPossibleError(ENTERED_ALREADY, field="person")
    _mark_copies(person.id, family, "array_append")
    return Conflict.objects.create(
        user=person, family_id=family, reason=reason, from_on=by.today, declared_by=by.user
    )


def _mark_copies(person: UUID, family: UUID, how: str) -> None:
    """Keep a person from the enquiries for a family at the own providers, or no longer: they name no
    family, and only the office knows for whom they are.
    """
    houses = Mandate.objects.filter(user=person, provider_id__isnull=False).values("provider_id")
    marked = Func(F("kept_from"), Value(person, output_field=UUIDField()), function=how)
    with wall.as_office():
        asked = Copy.objects.filter(enquiry__matter__family=family, provider__in=houses)
        asked.update(kept_from=marked)
