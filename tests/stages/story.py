"""The story of one family: one of everything on its way, from the first contact to the enquiries."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Conflict, OnCall
from providers.codes.models import List
from referrals.access_logs.models import AccessLog
from referrals.aids.models import Aid, Share
from referrals.answers import actions as answers
from referrals.bases import actions as bases
from referrals.bases.models import Basis, Topic
from referrals.calls import actions as calls
from referrals.calls.models import Word
from referrals.calls.sums import Fact
from referrals.confidences import actions as confidences
from referrals.confidences.models import ConfidedNote, Ground, Unsealing
from referrals.corrections.models import Dispute, Restriction
from referrals.decisions.models import Decision
from referrals.disclosures.models import Disclosure
from referrals.easings import actions as easings
from referrals.emergencies import actions as emergencies
from referrals.emergencies.models import Cause, Emergency
from referrals.enclosures.models import Enclosure
from referrals.enquiries.models import Copy, Enquiry, Matter
from referrals.erasure.models import Erasure
from referrals.families.models import Family, Grant, NewPerson, Relation
from referrals.feedbacks import actions as feedbacks
from referrals.holds import actions as holds
from referrals.holds.flow import Reason as HoldReason
from referrals.holds.models import Hold
from referrals.hours.models import Month, TimeEntry
from referrals.intakes import actions as intakes
from referrals.intakes.models import Danger, Intake, Urgency
from referrals.measures.models import Measure
from referrals.notes import actions as notes
from referrals.notes.models import Note, Way
from referrals.papers.models import Paper
from referrals.plans.models import Goal, Plan, Signature, Task, Version
from referrals.redactions.models import Item
from referrals.replies.models import Reply
from referrals.resting import actions as resting
from referrals.resting.flow import Reason
from referrals.resting.models import Inspection
from referrals.shields import actions as shields
from referrals.shields.models import Change, Naming, Shield
from referrals.subject_access import actions as requests
from referrals.subject_access.models import AccessRequest
from referrals.visits.models import Visit
from tests.stages import (
    access_logs,
    conflicts,
    corrections,
    disclosures,
    duplicates,
    enclosures,
    enquiries,
    erasures,
    helping,
    information,
    measures,
    stand_ins,
    subject_access,
)
from tests.stages import confidences as confiding
from tests.stages.cast import (
    ASKED,
    CONFIDED,
    CONFIDER,
    LOOKED_AT,
    MATTER,
    NOTED,
    PURPOSE,
    REPORTER,
    SCHOOL,
    STRANGER,
    Cast,
)
from tests.stages.families import a_family
from tests.stages.purposes import she_says_what_for
from tests.stages.shields import shielded
from tests.world import World

ALONE_NOW = NewPerson(relation=Relation.MOTHER, first_name="Kunigunde")


@dataclass(slots=True)
class Story:
    """One family and one of everything that hangs from it."""

    cast: Cast
    family: Family
    intake: Intake
    intake_waiting: Intake
    intake_of_a_school: Intake
    note: Note
    note_unassigned: Note
    confided: ConfidedNote
    unsealing: Unsealing
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
    emergency: Emergency
    on_call: OnCall
    conflict: Conflict
    sheltered: Family
    shield: Shield
    naming: Naming
    word: Word
    change: Change
    grant: Grant
    measure: Measure
    measure_reviewed: Measure
    enclosure: Enclosure
    enclosure_of_aid: Enclosure
    enclosure_unscanned: Enclosure
    passed: Family
    erasure: Erasure
    hold: Hold
    at_rest: Family
    inspection: Inspection
    asked: AccessRequest
    asked_placed: AccessRequest
    log: AccessLog
    log_agreed: AccessLog
    dispute: Dispute
    dispute_settled: Dispute
    restriction: Restriction
    asked_clear: AccessRequest
    asked_collected: AccessRequest
    asked_waiting: AccessRequest
    asked_released: AccessRequest
    reply: Reply
    item: Item


def a_story(world: World, cast: Cast) -> Story:
    """Build one of everything for one family."""
    family = a_family(
        world, cast.worker, name=cast.name, street=cast.street, now=world.ago(days=400)
    )
    parts: dict[str, Any] = {"cast": cast, "family": family}
    parts |= _heard(world, cast, family)
    parts |= _asked(world, cast, family)
    parts["unsealing"] = confiding.a_refused_unsealing(world, family, cast.lead)
    parts |= _protected(world, cast)
    parts |= helping.helped(world, cast, family)
    parts |= helping.planned(world, cast, parts["aid"])
    parts |= helping.worked(world, cast, parts["share"])
    parts |= helping.over(world, cast, family)
    parts["grant"] = stand_ins.a_grant(world, cast.lead, family, cast.let_in)
    parts["conflict"] = conflicts.a_conflict(world, cast.lead, family, cast.biased)
    parts["measure_reviewed"] = measures.a_reviewed_measure(world, cast.biased, family, cast.lead)
    parts["measure"] = measures.a_measure(world, cast.biased, cast.name, world.ago(hours=5))
    parts["waiting"] = helping.waiting(world, cast, parts["aid"])
    parts |= _looked_at(world, cast, family)
    parts["enclosure"] = enclosures.a_photo(world, family, cast.worker)
    parts["enclosure_unscanned"] = enclosures.an_unscanned_photo(world, family, cast.worker)
    parts["enclosure_of_aid"] = enclosures.a_photo_at_the_plan(world, parts["aid"], cast.worker)
    parts |= _past(world, cast)
    parts |= _asked_about(world, family)
    parts["dispute"] = corrections.a_disputed_number(world, family, cast.worker)
    parts["dispute_settled"] = corrections.a_corrected_dispute(world, family, cast.worker)
    corrections.a_lifted_restriction(world, family, cast.worker)
    parts["restriction"] = corrections.a_restricted_note(world, family, cast.worker)
    parts |= access_logs.of_a_family(world, family)
    information.informed(world, family, cast.worker)
    duplicates.marked()
    duplicates.silently_asked(world, parts["sheltered"], STRANGER)
    return Story(**parts)


def _asked_about(world: World, family: Family) -> dict[str, Any]:
    """Requests of somebody who wants to know what is kept: taken, and as far as the family is known."""
    refused = subject_access.a_request(world)
    with world.acting(subject_access.COORDINATION) as by:
        told = "Niemand konnte sagen, wer fragt."
        requests.refuse(by=by, asked=refused, reason=told)
        late = subject_access.a_clear_request(world, family)
        requests.extend(by=by, asked=late, reason="Die Akte ist umfangreich.")
    return {
        "asked": subject_access.a_request(world),
        "asked_placed": subject_access.a_placed_request(world, family),
        "asked_clear": late,
        **subject_access.answered(world, family),
    }


def _looked_at(world: World, cast: Cast, family: Family) -> dict[str, Any]:
    """A stranger's look in an emergency, and somebody on call tomorrow."""
    with world.acting(STRANGER) as by:
        begun = emergencies.begin(
            by=by, name=family.word, mark="", cause=Cause.CHILD, reason=LOOKED_AT
        )
    with world.acting(cast.lead) as by:
        on_call = emergencies.put_on_call(
            by=by,
            person=world.town.people[cast.colleague],
            from_at=world.ago(hours=-20),
            until_at=world.ago(hours=-32),
        )
    return {"emergency": begun.emergency, "on_call": on_call}


def _past(world: World, cast: Cast) -> dict[str, Any]:
    """A family whose period of keeping is over, and one whose file rests and is asked for."""
    # People of their own: nobody who looks for the family of the story meets them.
    past: dict[str, Any] = {
        "name": "Fernbach",
        "street": "",
        "house_number": "",
        "people": [ALONE_NOW],
    }
    past["space"] = world.town.spaces[cast.space]
    passed = a_family(world, cast.worker, **past)
    she_says_what_for(world, passed, cast.lead)
    at_rest = erasures.at_rest(a_family(world, cast.worker, **past))
    with world.acting(erasures.FIRST) as by:
        inspection = resting.ask(by=by, word=at_rest.word, reason=Reason.BIOGRAPHY)
        hold = holds.set_hold(by=by, family=at_rest.id, reason=HoldReason.CLAIM)
    return {
        "passed": passed,
        "erasure": erasures.noted(world, passed, cast.worker),
        "hold": hold,
        "at_rest": at_rest,
        "inspection": inspection,
    }


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
        school = {**told, "reporter_category": world.code(List.REPORTER, "school")}
        called_back = intakes.take(by=by, danger=Danger.NO, **school)
        feedbacks.give(by=by, intake=called_back, confirmed=True, acted=True, acts_still=False)
        of_a_school = intakes.take(by=by, danger=Danger.NO, **school)
        intakes.join_family(by=by, intake=of_a_school, family=family)
        note = notes.note(by=by, text=NOTED, way=Way.CALL, who=SCHOOL, family=family)
        unassigned = notes.note(by=by, text=NOTED, way=Way.VISIT)
        sealed = confidences.confide(by=by, family=family, text=CONFIDED, confider=CONFIDER)
        confidences.release(
            by=by,
            note=sealed,
            ground=Ground.CONSENT,
            receiver=world.town.people[cast.lead],
            purpose=PURPOSE,
            part=CONFIDED,
        )
        mother = family.people.get(relation="mother")
        law = bases.keep_law(by=by, family=family, topic=Topic.AID, paragraph=disclosures.PARAGRAPH)
        consent = bases.keep_consent(
            by=by, family=family, giver=mother, topic=Topic.SCHOOL, recipient=SCHOOL
        )
        bases.keep_release(by=by, family=family, giver=mother, topic=Topic.HEALTH, recipient=SCHOOL)
    return {
        "intake": intake,
        "intake_waiting": waiting,
        "intake_of_a_school": of_a_school,
        "note": note,
        "note_unassigned": unassigned,
        "confided": sealed,
        "law": law,
        "consent": consent,
    }


def _protected(world: World, cast: Cast) -> dict[str, Any]:
    """Another family of the same worker, with a protected address."""
    family = a_family(world, cast.worker, name=cast.name, street=cast.street)
    shield = shielded(world, family, named=(cast.worker, cast.lead), worker=cast.worker)
    with world.acting(cast.worker) as by:
        shields.show(by=by, family=family)
        colleague = world.town.people[cast.colleague]
        change = easings.propose_naming(by=by, shield=shield, person=colleague)
    naming = shield.namings.order_by("person__display_name").first()
    with world.acting(cast.worker) as by:
        father = family.people.get(relation="father")
        word = calls.keep_word(by=by, person=father, fact=Fact.SUPERVISED)
    she_says_what_for(world, family, cast.lead)
    made = {"sheltered": family, "shield": shield, "naming": naming}
    return made | {"change": change, "word": word}


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
