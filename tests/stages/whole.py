"""A whole world: one of everything on the way of a family, and the same for a family of other people."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from outcomes.models import Report
from outcomes.sums import last_cut
from providers.codes.models import List
from referrals.aids.models import Aid, Share
from referrals.answers import actions as answers
from referrals.bases import actions as bases
from referrals.bases.models import Basis, Topic
from referrals.decisions import actions as decisions
from referrals.decisions.models import Decision, Kind, NewShare, Terms
from referrals.disclosures.models import Disclosure
from referrals.endings import actions as endings
from referrals.enquiries.models import Copy, Enquiry, Matter
from referrals.families.models import Family
from referrals.hours import actions as hours
from referrals.hours.models import Month, TimeEntry
from referrals.hours.sums import CalendarMonth
from referrals.intakes import actions as intakes
from referrals.intakes.models import Danger, Intake, Urgency
from referrals.notes import actions as notes
from referrals.notes.models import Note, Way
from referrals.papers import actions as papers
from referrals.papers.models import Paper
from referrals.plans import actions as plans
from referrals.plans.flow import GoalStatus, SignatureState, Word
from referrals.plans.models import Goal, Plan, Signature, Task, Version
from referrals.readings import actions as readings
from referrals.readings.models import SealCheck
from referrals.reviews import actions as reviews
from referrals.visits import actions as visits
from referrals.visits.models import Visit
from tests.stages import aids, disclosures, enquiries
from tests.stages import hours as booked
from tests.stages.families import a_family
from tests.stages.outcomes import a_prepared_report
from tests.stages.plans import GOALS, TASK, TEXTS, again
from tests.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people around one family."""

    worker: str
    colleague: str
    lead: str
    leading: str
    joining: str
    space: str
    carer: str
    name: str
    street: str


SUED = Cast(
    worker="demir",
    colleague="wiegand",
    lead="nolte",
    leading="flex",
    joining="haus-der-kulturen",
    space="herten-sued",
    carer="sahin",
    name="Velmbrinker",
    street="Hundekehrgasse",
)
MITTE = Cast(
    worker="overbeck",
    colleague="haas",
    lead="fries",
    leading="leben-lernen",
    joining="",
    space="herten-mitte",
    carer="krause",
    name="Tannwaldner",
    street="Marktkorbwinkel",
)


@dataclass(slots=True)
class Story:
    """One family and one of everything that hangs from it."""

    cast: Cast
    family: Family
    intake: Intake
    intake_waiting: Intake
    note: Note
    note_unassigned: Note
    law: Basis
    consent: Basis
    draft: Enquiry
    sent: Enquiry
    offered: Enquiry
    chosen: Enquiry
    copy_sent: Copy
    copy_offered: Copy
    copy_chosen: Copy
    copy_asking: Copy
    told: Disclosure
    aid: Aid
    share: Share
    disclosure: Disclosure
    decision: Decision
    waiting: Decision
    returned: Decision
    matter: Matter
    plan: Plan
    version: Version
    next_version: Version
    goal: Goal
    task: Task
    signature: Signature
    paper: Paper
    visit: Visit
    visit_held: Visit
    entry: TimeEntry
    month: Month
    ended: Aid
    long_ended: Aid


@dataclass(slots=True)
class Whole:
    """Everything at once: two families that have nothing to do with each other."""

    world: World
    sued: Story
    mitte: Story
    check: SealCheck
    report: Report
    texts: tuple[str, ...] = field(default=())


def a_whole_world(world: World) -> Whole:
    """Build one of everything by deeds, for two families of different teams and providers."""
    sued, mitte = a_story(world, SUED), a_story(world, MITTE)
    report = a_prepared_report(world, last_cut(world.actor("lindner").today).year)
    with world.acting("seidel") as by:
        check = readings.ask_check(by=by)
    texts = (*TEXTS.values(), *GOALS, *TASK.values(), aids.GROUNDS, enquiries.NEED, *SPOKEN)
    return Whole(world, sued, mitte, check, report, texts)


# What was said besides: none of it may lie in the database in clear.
MATTER = "Die Nachbarin hört seit Wochen abends ein Kind lange weinen."
REPORTER = "Frau Quastenbein, Tel. 030 23125-9044"
NOTED = "Am Telefon wirkte die Mutter gefasst und bat um Rückruf."
HINT = "Bitte begründen Sie die Stunden am Wochenende."
ASKED = "Spricht die Großmutter, die mit im Haushalt lebt, Deutsch?"
REMARK = "Der Abschied war herzlich."
PLACE = "Stadtteilladen, hinterer Raum"
SCHOOL = "Rosengartenschule, Frau Ilmenbach"
WRITTEN = "Die Kinder haben heute zum ersten Mal allein gekocht."
POINT = "Wie geht es nach den Ferien mit dem Schulweg weiter?"
SPOKEN = (MATTER, REPORTER, NOTED, HINT, ASKED, REMARK, PLACE, SCHOOL, WRITTEN, POINT)
NAMES = ("Velmbrinker", "Tannwaldner", "Quendkötter", "Mirabai", "Ottokar", "Sunniva", "Wunibald")


def a_story(world: World, cast: Cast) -> Story:
    """Build one of everything for one family."""
    family = a_family(
        world, cast.worker, name=cast.name, street=cast.street, now=world.ago(days=400)
    )
    parts: dict[str, Any] = {"cast": cast, "family": family}
    parts |= _heard(world, cast, family)
    parts |= _asked(world, cast, family)
    parts |= _helped(world, cast, family)
    parts |= _planned(world, cast, parts["aid"])
    parts |= _worked(world, cast, parts["share"])
    parts |= _over(world, cast, family)
    parts["waiting"] = _waiting(world, cast, parts["aid"])
    return Story(**parts)


def _heard(world: World, cast: Cast, family: Family) -> dict[str, Any]:
    """First contacts, notes, grounds."""
    with world.acting(cast.worker) as by:
        told: dict[str, Any] = {
            "channel": world.code(List.INTAKE_CHANNEL, "telephone"),
            "reporter_category": world.code(List.REPORTER, "neighbours"),
            "matter": MATTER,
            "reporter": REPORTER,
            "urgency": Urgency.WEEK,
            "space": world.town.spaces[cast.space],
            "assessment": NOTED,
        }
        intake = intakes.take(by=by, danger=Danger.NO, **told)
        waiting = intakes.take(by=by, danger=Danger.UNCLEAR, **told)
        intakes.count_contact(
            by=by,
            topic=world.code(List.COUNSELLING_TOPIC, "separation"),
            channel=world.code(List.INTAKE_CHANNEL, "telephone"),
        )
        note = notes.note(by=by, text=NOTED, way=Way.CALL, who=SCHOOL, family=family)
        unassigned = notes.note(by=by, text=NOTED, way=Way.VISIT)
        mother = family.people.get(relation="mother")
        law = bases.keep_law(by=by, family=family, topic=Topic.AID, paragraph=disclosures.PARAGRAPH)
        consent = bases.keep_consent(
            by=by, family=family, giver=mother, topic=Topic.SCHOOL, recipient=SCHOOL
        )
        bases.keep_release(by=by, family=family, giver=mother, topic=Topic.HEALTH, recipient=SCHOOL)
    return {
        "intake": intake,
        "intake_waiting": waiting,
        "note": note,
        "note_unassigned": unassigned,
        "law": law,
        "consent": consent,
    }


def _asked(world: World, cast: Cast, family: Family) -> dict[str, Any]:
    """Enquiries in every state before a help."""
    worker, leading = cast.worker, cast.leading
    others = tuple(filter(None, (leading, cast.joining)))
    sent = enquiries.a_sent_enquiry(world, family, others, worker)
    asking = enquiries.a_sent_enquiry(world, family, others, worker)
    offered = enquiries.an_offered_enquiry(world, family, others, worker)
    chosen = enquiries.a_chosen_enquiry(world, family, {leading: 120}, worker)
    with world.acting(enquiries.COORDINATORS[leading]) as by:
        copy_asking = enquiries.copy_of(asking, leading)
        answers.ask_back(by=by, copy=copy_asking, text=ASKED)
    return {
        "draft": enquiries.a_draft(world, family, worker),
        "sent": sent,
        "offered": offered,
        "chosen": chosen,
        "copy_sent": enquiries.copy_of(sent, leading),
        "copy_asking": enquiries.copy_of(asking, leading),
        "copy_offered": enquiries.copy_of(offered, leading),
        "copy_chosen": enquiries.copy_of(chosen, leading),
        "told": disclosures.a_disclosure(world, enquiries.copy_of(chosen, leading), None, worker),
    }


def _helped(world: World, cast: Cast, family: Family) -> dict[str, Any]:
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


def _planned(world: World, cast: Cast, aid: Aid) -> dict[str, Any]:
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


def _worked(world: World, cast: Cast, share: Share) -> dict[str, Any]:
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


def _over(world: World, cast: Cast, family: Family) -> dict[str, Any]:
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


def _waiting(world: World, cast: Cast, aid: Aid) -> Decision:
    """A change of the running help that waits for its release."""
    with world.acting(cast.worker) as by:
        terms = Terms(
            kind=Kind.EXTEND,
            aid_type=aid.aid_type,
            from_on=aid.until_on + timedelta(days=1),
            until_on=aid.until_on + timedelta(days=90),
            reason=aids.a_reason(world),
            grounds=aids.GROUNDS,
        )
        shares = [
            NewShare(
                provider=share.provider,
                week_minutes=share.week_minutes,
                is_lead=share.is_lead,
            )
            for share in aid.shares.select_related("provider")
        ]
        return decisions.propose_change(by=by, aid=aid, terms=terms, shares=shares)
