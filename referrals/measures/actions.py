"""Deeds about immediate measures: record one without reading anything, and look at it as another person."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from accounts.actor import Actor
from accounts.models import User
from audit import trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must, must_see
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from referrals.families.models import Family
from referrals.measures import access, events, sheets
from referrals.measures.flow import FLOW, Kind, Status
from referrals.measures.models import Measure
from referrals.measures.sheets import MeasureLine, MeasureSheet, Receipt

ONE_AN_HOUR = timedelta(hours=1)
TOO_SOON = (
    "Sie haben in der letzten Stunde schon eine Maßnahme festgehalten. "
    "Bitte rufen Sie die Teamleitung oder die Bereitschaft an."
)
MISSING = "Bitte füllen Sie dieses Feld aus."
WHICH_OTHER = "Bitte schreiben Sie, was Sie getan haben."
LATER = "Dieser Zeitpunkt liegt in der Zukunft. Bitte prüfen Sie Tag und Uhrzeit."
OBJECTION_WHY = "Bitte schreiben Sie, was nicht in Ordnung war."
NO_SUCH = "Unter diesem Merkwort sehen Sie keine Familie. Bitte prüfen Sie die Schreibweise."
WHOSE = "Bitte geben Sie das Merkwort der Familie an."
EITHER = "Bitte geben Sie ein Merkwort an oder sagen Sie, dass es keine Familie gibt, nicht beides."


@deed
def take(  # noqa: PLR0913  # what the form asks
    *,
    by: Actor,
    who: str,
    danger: str,
    kind: Kind,
    taken_at: datetime,
    alone: str,
    words: str = "",
    id: UUID | None = None,
) -> Measure:
    """Record the one measure that could not wait, whoever one is; nothing is looked up or compared.

    Source: SGB X § 16 (3), DP-111.
    """
    must(access.may_take(by))
    # The person's row is the lock: two pages sent at once are one measure an hour all the same.
    User.objects.select_for_update(of=("self",), no_key=True).get(id=by.user_id)
    if id and Measure.objects.filter(id=id).exists():
        raise AlreadyDoneError
    for field, text in (("who", who), ("danger", danger), ("alone", alone)):
        if not text.strip():
            raise NotPossibleError(MISSING, field=field)
    if kind == Kind.OTHER and not words.strip():
        raise NotPossibleError(WHICH_OTHER, field="words")
    if taken_at > by.now:
        raise NotPossibleError(LATER, field="taken_at")
    if Measure.objects.filter(author=by.user, recorded_at__gt=by.now - ONE_AN_HOUR).exists():
        raise NotPossibleError(TOO_SOON)
    measure = Measure(
        id=id or uuid4(),
        lock=make_key(Circle.NOTE, now=by.now),
        author=by.user,
        who=Clear(who.strip()),
        danger=Clear(danger.strip()),
        kind=kind,
        words=clear(words),
        alone=Clear(alone.strip()),
        taken_at=taken_at,
        recorded_at=by.now,
    )
    measure.save(force_insert=True)
    trail.record(events.TAKEN, by=by, about=[measure], facts={"kind": kind.value})
    return measure


@deed
def read_receipt(*, by: Actor, measure: UUID) -> Receipt:
    """Hand out number, time and who looks at it; the author learns nothing else, now or later."""
    found = Measure.objects.receipts_of(by).filter(id=measure)
    must(found.exists())
    trail.record(events.RECEIPT_READ, by=by, about=found)
    return sheets.receipt(found.get())


@deed
def list_all(*, by: Actor) -> tuple[MeasureLine, ...]:
    """List what waits and what was looked at; one entry about all of them."""
    must(access.may_list(by))
    lines = sheets.lines(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


@deed
def read(*, by: Actor, measure: Measure) -> MeasureSheet:
    """Read what was done, as the second person or as somebody who works with the family."""
    must_see(Measure.objects.visible_to(by), measure)
    must(bool(sheets.free_of_own([measure], by)))
    trail.record(events.READ, by=by, about=list(filter(None, [measure, measure.family])))
    return sheets.sheet(measure, by)


@deed
def review(
    *,
    by: Actor,
    measure: Measure,
    outcome: Status,
    word: str = "",
    no_family: bool = False,
    remark: str = "",
) -> Measure:
    """Say as another person whether it was in order, and to which family it belongs."""
    locked = Measure.objects.select_for_update(of=("self",)).select_related("author", "lock")
    measure = locked.get(id=measure.id)
    must_see(Measure.objects.visible_to(by), measure)
    must(access.may_review(by, measure) and bool(sheets.free_of_own([measure], by)))
    FLOW.check(measure.status, outcome)
    if outcome == Status.OBJECTED and not remark.strip():
        raise NotPossibleError(OBJECTION_WHY, field="remark")
    measure.family = _family(by, measure, word.strip(), no_family=no_family)
    measure.status, measure.remark = outcome, clear(remark)
    measure.reviewed_by, measure.reviewed_at = by.user, by.now
    measure.save(update_fields=["family", "status", "remark", "reviewed_by", "reviewed_at"])
    trail.record(
        events.REVIEWED,
        by=by,
        about=list(filter(None, [measure, measure.family])),
        facts={"status": outcome.value},
    )
    return measure


def _family(by: Actor, measure: Measure, word: str, *, no_family: bool) -> Family | None:
    """Find the family by its Merkwort among those to which this person may put it."""
    if no_family:
        must(access.may_leave_alone(by, measure))
        if word:
            raise NotPossibleError(EITHER, field="word")
        return None
    if not word:
        raise NotPossibleError(WHOSE, field="word")
    family = Family.objects.filter(access.fitting(by, measure), word__iexact=word).first()
    if family is None:
        raise NotPossibleError(NO_SUCH, field="word")
    return family
