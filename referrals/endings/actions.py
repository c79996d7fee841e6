"""Deeds that end a help: why, what was reached, what is settled, until when providers still see it."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from audit import clock, trail
from audit.clock import day_text
from audit.deeds import NotPossibleError, deed
from protection import wall
from protection.sealing import clear
from providers.codes.models import Code, List
from referrals.aids import actions as aids
from referrals.aids.flow import FLOW, Status
from referrals.aids.models import Aid, Share
from referrals.decisions import actions as decisions
from referrals.decisions.flow import Status as Decided
from referrals.disclosures.access import OPEN as TOLD
from referrals.disclosures.models import Disclosure
from referrals.endings import access, events, sheets
from referrals.endings.models import Ending
from referrals.families.models import Family
from referrals.plans.flow import GoalStatus
from referrals.plans.flow import Status as Version
from referrals.plans.models import Plan
from referrals.reviews import actions as reviews
from referrals.visits.flow import Status as Visiting
from referrals.visits.models import Visit

UNPLANNED = "unplanned"
LATER = "Dieser Tag liegt noch vor uns."
EARLIER = "Dieser Tag liegt vor dem ersten Gespräch."
BOOKED = "Nach diesem Tag sind noch Stunden gebucht, zuletzt am {}. Bitte prüfen Sie den Tag."
GOALS = "Bitte geben Sie für jedes Ziel an, was daraus geworden ist."
DANGER = (
    "Die Hilfe endet anders als geplant. Bitte prüfen Sie, ob ein Kind gefährdet ist, und"
    " bestätigen Sie das hier."
)


@deed
def end(  # noqa: PLR0913  # what the form of an ending asks
    *,
    by: Actor,
    aid: Aid,
    reason: Code,
    ended_on: date,
    goals: Mapping[UUID, GoalStatus],
    danger_looked_at: bool = False,
    remark: str = "",
) -> Ending:
    """End a help: goals are settled, the plan ends, hours become free, and providers see it until
    the settlement window is over. The case stays open.

    The window begins on the day on which the ending is entered, so that providers have it whole.
    """
    aid = _locked(aid)
    if not access.may_end(by, aid):
        raise PermissionDenied
    FLOW.check(aid.status, Status.ENDED)
    _check_day(by, aid, ended_on)
    _check_reason(reason, danger_looked_at=danger_looked_at)
    _settle_plan(by, aid, goals)
    for waiting in aid.decisions.filter(status=Decided.SUBMITTED):
        decisions.withdraw_decision(by=by, decision=waiting)
    visible_until = by.today + timedelta(days=settings.SETTLEMENT_DAYS)
    ended = aids.move(by=by, aid=aid, status=Status.ENDED, ended_on=ended_on)
    aids.close_shares(by=by, aid=ended, visible_until=visible_until)
    _close_disclosures(aid, visible_until)
    _cancel_visits(aid, ended_on)
    ending = Ending(
        aid=aid,
        lock=Family.objects.select_related("lock").get(id=aid.family_id).lock,
        reason=reason,
        ended_on=ended_on,
        visible_until=visible_until,
        danger_looked_at=danger_looked_at,
        remark=clear(remark),
        by=by.user,
        at=by.now,
    )
    ending.save(force_insert=True)
    facts = {"reason": reason.code, "on": ended_on, "danger_looked_at": danger_looked_at}
    trail.record(events.ENDED, by=by, about=[ending, aid, aid.family_id], facts=facts)
    return ending


@deed
def read_open_things(*, by: Actor, aid: Aid) -> sheets.OpenThings:
    """Hand out what is still open before a help ends."""
    if not access.may_end(by, aid):
        raise PermissionDenied
    things = sheets.open_things(aid)
    trail.record(events.PREPARED, by=by, about=[aid, aid.family_id])
    return things


def _locked(aid: Aid) -> Aid:
    rows = Aid.objects.select_for_update(of=("self",))
    return rows.select_related("family", "aid_type").get(id=aid.id)


def _check_day(by: Actor, aid: Aid, ended_on: date) -> None:
    if ended_on > by.today:
        raise NotPossibleError(LATER, field="ended_on")
    if ended_on < (aid.first_contact_on or aid.asked_on):
        raise NotPossibleError(EARLIER, field="ended_on")
    last = sheets.booked_after(aid, ended_on)
    if last:
        raise NotPossibleError(BOOKED.format(day_text(last)), field="ended_on")


def _check_reason(reason: Code, *, danger_looked_at: bool) -> None:
    if reason.list != List.ENDING_REASON:
        raise NotPossibleError("Bitte wählen Sie einen Grund der Beendigung.", field="reason")
    if reason.detail.get("planned") == UNPLANNED and not danger_looked_at:
        raise NotPossibleError(DANGER, field="danger_looked_at")


def _settle_plan(by: Actor, aid: Aid, goals: Mapping[UUID, GoalStatus]) -> None:
    """Note what became of every open goal, and end the version in force."""
    for goal in sheets.open_goals(aid):
        status = goals.get(goal.id, GoalStatus.AGREED)
        if status == GoalStatus.AGREED:
            raise NotPossibleError(GOALS, field=f"goal_{goal.id}")
        reviews.settle_goal(by=by, goal=goal, status=status)
    plan = Plan.objects.filter(aid=aid, versions__status=Version.IN_FORCE).first()
    if plan:
        reviews.end(by=by, plan=plan)


def _close_disclosures(aid: Aid, visible_until: date) -> None:
    """What providers were told for this help goes with it, accepted or not; who helps the family
    otherwise keeps it.
    """
    others = Share.objects.filter(
        aid__family=aid.family_id, aid__status__in=[Status.APPROVED, Status.RUNNING]
    ).exclude(aid=aid)
    of_a_help = Q(Exists(Share.objects.filter(account=OuterRef("copy__account"))))
    ours = Q(provider__in=aid.shares.values("provider")) & (Q(copy__isnull=True) | of_a_help)
    if not others.exists():
        # Whoever was told something for a help that is over now, even if it never joined.
        ours |= Q(copy__isnull=True)
    told = Disclosure.objects.filter(
        ours,
        Q(until_on__isnull=True) | Q(until_on__gt=visible_until),
        family=aid.family_id,
        status__in=TOLD,
    ).exclude(provider__in=others.values("provider"))
    told.update(until_on=visible_until)


def _cancel_visits(aid: Aid, ended_on: date) -> None:
    """Visits that were planned for later do not take place; the office itself sees none."""
    after = clock.moment(ended_on + timedelta(days=1), hour=0)
    shares = dict(aid.shares.values_list("id", "provider_id"))
    with wall.on_behalf_of(shares.values()):
        planned = Visit.objects.filter(share__in=list(shares), status=Visiting.PLANNED)
        planned.filter(starts_at__gte=after).update(status=Visiting.CANCELLED)
