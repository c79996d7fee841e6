"""Deeds about files that rest: asking to open one, agreeing, refusing."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import Permission

from accounts.actor import Actor
from audit import trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must
from referrals.families.flow import GrantKind, GrantReason
from referrals.families.models import Family, Grant
from referrals.resting import access, events, sheets
from referrals.resting.flow import FLOW, Reason, Status
from referrals.resting.models import Inspection

OPEN_DAYS = 14
NO_SUCH = "Unter diesem Merkwort ruht keine Akte. Bitte prüfen Sie die Schreibweise."
WAITS = "Für diese Akte wartet schon eine Bitte."


@deed
def list_all(*, by: Actor) -> tuple[sheets.InspectionLine, ...]:
    """List what waits for a second person and what is open now."""
    must(access.may_list(by))
    lines = sheets.lines(by)
    trail.record(events.LISTED, by=by, about=[line.family for line in lines])
    return lines


@deed
def ask(*, by: Actor, word: str, reason: Reason, id: UUID | None = None) -> Inspection:
    """Ask to open a file that rests; nothing of it is shown before another person agrees."""
    must(access.may_list(by))
    if id and Inspection.objects.filter(id=id).exists():
        raise AlreadyDoneError
    rows = Family.objects.filter(word__iexact=word.strip(), restricted_on__isnull=False)
    family = rows.select_for_update(of=("self",)).first()
    if family is None or not access.may_ask(by, family):
        raise NotPossibleError(NO_SUCH, field="word")
    if Inspection.objects.filter(family=family, status=Status.ASKED).exists():
        raise NotPossibleError(WAITS, field="word")
    inspection = Inspection(
        id=id or uuid4(), family=family, reason=reason, asked_by=by.user, asked_at=by.now
    )
    inspection.save(force_insert=True)
    trail.record(events.ASKED, by=by, about=[family, inspection], facts={"reason": reason.value})
    return inspection


@deed
def answer(*, by: Actor, inspection: Inspection, agreed: bool) -> Inspection:
    """Open the file, as the second person, for whoever asked, for two weeks; or say no."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("family", "asked_by")
    inspection = rows.get(id=inspection.id)
    must(access.may_answer(by, inspection))
    status = Status.AGREED if agreed else Status.REFUSED
    FLOW.check(inspection.status, status)
    inspection.status, inspection.answered_by, inspection.answered_at = status, by.user, by.now
    if agreed:
        inspection.until_on = by.today + timedelta(days=OPEN_DAYS)
        _let_in(by, inspection, inspection.until_on)
    inspection.save(update_fields=["status", "answered_by", "answered_at", "until_on"])
    event = events.AGREED if agreed else events.REFUSED
    trail.record(event, by=by, about=[inspection.family, inspection, inspection.asked_by_id])
    return inspection


def _let_in(by: Actor, inspection: Inspection, until_on: date) -> None:
    """Let whoever asked read the file by name, and nobody else."""
    Grant.objects.create(
        user=inspection.asked_by,
        permission=Permission.objects.get(
            codename="view_family", content_type__app_label="referrals"
        ),
        content_object=inspection.family,
        kind=GrantKind.NAMED,
        reason=GrantReason.INSPECTION,
        from_on=by.today,
        until_on=until_on,
        given_by=by.user,
        given_at=by.now,
    )
