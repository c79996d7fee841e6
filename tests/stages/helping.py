"""What a story tells of helps: decided, planned, worked for, ended."""

from datetime import timedelta
from typing import Any

from providers.codes.models import List
from referrals.aids.models import Aid, Share
from referrals.decisions import actions as decisions
from referrals.decisions.models import Decision
from referrals.disclosures.models import Disclosure
from referrals.endings import actions as endings
from referrals.families.models import Family
from referrals.hours import actions as hours
from referrals.hours.models import TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.papers import actions as papers
from referrals.papers.models import Paper
from referrals.plans import actions as plans
from referrals.plans.flow import GoalStatus, SignatureState, Word
from referrals.plans.models import Plan
from referrals.reviews import actions as reviews
from referrals.visits import actions as visits
from referrals.visits.models import Visit
from tests.stages import aids, enquiries
from tests.stages import hours as booked
from tests.stages.cast import HINT, PLACE, POINT, REMARK, SUED, WRITTEN, Cast
from tests.stages.plans import GOALS, TASK, TEXTS, again
from tests.world import World


def helped(world: World, cast: Cast, family: Family) -> dict[str, Any]:
    """A running help, a decision that came back, a matter that waits for its decision."""
    providers = {cast.leading: 240, **({cast.joining: 60} if cast.joining else {})}
    given: dict[str, Any] = {"worker": cast.worker, "family": family}
    aid = aids.a_running_aid(world, providers, approver=cast.lead, **given)
    returned = aids.a_proposed_aid(world, (cast.leading,), since=20, **given)
    with world.acting(cast.lead, world.ago(days=20)) as by:
        decisions.return_decision(by=by, decision=returned, hint=HINT)
    share = aids.share_of(aid, cast.leading)
    found = Disclosure.objects.select_related("lock", "provider")
    return {
        "aid": aid,
        "share": share,
        "decision": Decision.objects.get(aid=aid),
        "returned": Decision.objects.get(id=returned.id),
        "disclosure": found.get(copy__account=share.account),
        "matter": aids.an_accepted_matter(world, (cast.leading,), since=5, **given),
    }


def planned(world: World, cast: Cast, aid: Aid) -> dict[str, Any]:
    """A plan in force with its paper, and the draft of its next version."""
    with world.acting(cast.worker, world.ago(days=30)) as by:
        review_on = by.today + timedelta(days=90)
        version = plans.begin(by=by, aid=aid, meeting_on=by.today, review_on=review_on)
        plans.write(by=by, version=version, edit=version.edit, **TEXTS)
        goal, second = [plans.add_goal(by=by, version=version, text=text) for text in GOALS]
        task = plans.add_task(by=by, version=version, goal=goal, due_on=review_on, **TASK)
        plans.circulate(by=by, version=version)
        signed = SignatureState.SIGNED
        signature = plans.sign(by=by, version=version, name="Sunniva Velmbrinker", state=signed)
        plans.put_in_force(by=by, version=version)
        version = again(version)
        plan = Plan.objects.select_related("aid__lock").get(id=version.plan_id)
    with world.acting(enquiries.COORDINATORS[cast.leading]) as by:
        reviews.rate(by=by, version=version, goal=goal, word=Word.BETTER)
        reviews.mark_point(by=by, plan=plan, text=POINT)
    with world.acting(cast.worker) as by:
        following = plans.carry_on(
            by=by, plan=plan, meeting_on=by.today, review_on=by.today + timedelta(days=90)
        )
        reviews.settle_goal(by=by, goal=second, status=GoalStatus.ACHIEVED)
        paper = papers.order(by=by, version=version)
        if cast == SUED:  # one printed paper is enough; printing takes its time
            papers.make(by=by, paper=paper)
    return {
        "plan": plan,
        "version": version,
        "next_version": again(following),
        "goal": goal,
        "task": task,
        "signature": signature,
        "paper": Paper.objects.get(id=paper.id),
    }


def worked(world: World, cast: Cast, share: Share) -> dict[str, Any]:
    """Visits planned and held, hours booked and corrected, a month handed in."""
    earlier = world.ago(days=33)
    held = booked.a_visit(
        world, share, earlier, who=cast.carer, now=world.ago(days=34), place=PLACE
    )
    with world.acting(cast.carer, world.ago(days=32)) as by:
        visits.hold(by=by, visit=held)
        provider = world.town.providers[cast.leading]
        kind = world.code(List.HOUR_KIND, "unspecific")
        hours.book_unspecific(by=by, provider=provider, on=by.today, minutes=30, kind=kind)
        held = Visit.objects.select_related("share__aid", "lock").get(id=held.id)
    month = CalendarMonth.of(world.actor(cast.carer, earlier).today)
    entry = booked.booked(world, share, who=cast.carer, note=WRITTEN)
    with world.acting(cast.carer) as by:
        wrong = booked.booked(world, share, who=cast.carer, minutes=15)
        hours.correct(by=by, entry=wrong, minutes=25)
    return {
        "visit": booked.a_visit(world, share, world.ago(days=-2), who=cast.carer, place=PLACE),
        "visit_held": held,
        "entry": TimeEntry.objects.get(id=entry.id),
        "month": booked.handed_in(world, month, cast.leading),
    }


def over(world: World, cast: Cast, family: Family) -> dict[str, Any]:
    """A help that ended a moment ago, and one whose settlement window is over."""
    return {
        "ended": _ended(world, cast, family, days=3),
        "long_ended": _ended(world, cast, family, days=60),
    }


def _ended(world: World, cast: Cast, family: Family, days: int) -> Aid:
    given: dict[str, Any] = {"worker": cast.worker, "family": family}
    since = days + 40
    aid = aids.a_running_aid(world, (cast.leading,), approver=cast.lead, since=since, **given)
    with world.acting(cast.worker, world.ago(days=days)) as by:
        endings.end(
            by=by,
            aid=aid,
            reason=world.code(List.ENDING_REASON, "10"),
            ended_on=by.today,
            goals={},
            remark=REMARK,
        )
    return Aid.objects.get(id=aid.id)


def waiting(world: World, cast: Cast, aid: Aid) -> Decision:
    """A change of the running help that waits for its release."""
    return aids.a_proposed_extension(world, aid, cast.worker)
