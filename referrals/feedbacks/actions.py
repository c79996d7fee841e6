"""Deeds about feedback: tell three facts once, read what was told."""

from uuid import UUID, uuid4

from accounts.actor import Actor
from audit import trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must, must_see
from referrals.feedbacks import events, sheets
from referrals.feedbacks.models import Feedback
from referrals.feedbacks.sheets import FeedbackSheet
from referrals.intakes.access import may_feed_back
from referrals.intakes.models import Intake

ONCE = "Diese Rückmeldung ist schon gegeben."
FIRST_TWO = "Bitte schätzen Sie die Gefährdung zuerst zu zweit ein."
HAS_NOT_ACTED = "Noch tätig ist nur, wer tätig geworden ist. Bitte prüfen Sie beide Antworten."


@deed
def give(
    *,
    by: Actor,
    intake: Intake,
    confirmed: bool,
    acted: bool,
    acts_still: bool,
    id: UUID | None = None,
) -> Feedback:
    """Tell who reported by profession what became of it: three answers, once (SGB VIII § 64 (4))."""
    must_see(Intake.objects.visible_to(by), intake)
    rows = Intake.objects.select_for_update(of=("self",)).select_related("reporter_category")
    intake = rows.get(id=intake.id)
    must(may_feed_back(by, intake))
    if id and Feedback.objects.filter(id=id).exists():
        raise AlreadyDoneError
    if Feedback.objects.filter(intake=intake).exists():
        raise NotPossibleError(ONCE)
    if intake.waits_for_second:
        raise NotPossibleError(FIRST_TWO)
    if acts_still and not acted:
        raise NotPossibleError(HAS_NOT_ACTED, field="acts_still")
    given = Feedback(
        id=id or uuid4(),
        intake=intake,
        confirmed=confirmed,
        acted=acted,
        acts_still=acts_still,
        given_by=by.user,
        given_at=by.now,
    )
    given.save(force_insert=True)
    facts = {"confirmed": confirmed, "acted": acted, "acts_still": acts_still}
    trail.record(events.GIVEN, by=by, about=[intake, given], facts=facts)
    return given


@deed
def read(*, by: Actor, intake: Intake) -> FeedbackSheet:
    """Read what may be told, or was told, to read it out on the telephone."""
    must_see(Intake.objects.visible_to(by), intake)
    must(may_feed_back(by, intake))
    trail.record(events.READ, by=by, about=[intake])
    return sheets.sheet(intake)
