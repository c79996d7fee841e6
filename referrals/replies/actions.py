"""Deeds about answers: the second person looks through one, gives it back or releases it."""

from dataclasses import replace

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from referrals.families.flow import Way
from referrals.redactions import sheets as redactions
from referrals.redactions.sheets import ItemsSheet
from referrals.replies import access, events
from referrals.subject_access import actions as requests
from referrals.subject_access.flow import Status
from referrals.subject_access.models import AccessRequest

WHY = "Bitte schreiben Sie, was anders werden soll."


@deed
def look_through(*, by: Actor, asked: AccessRequest) -> ItemsSheet:
    """Read an answer as the second person, with what is blackened in it."""
    must(access.may_look(by, asked))
    reader = replace(by, purpose=Way.ACCESS.value)
    trail.record(events.LOOKED_THROUGH, by=reader, about=[asked.id, asked.known_family])
    return redactions.items_of(asked)


@deed
def give_back(*, by: Actor, asked: AccessRequest, remark: str) -> AccessRequest:
    """Give an answer back to the coordination, with words."""
    must(access.may_look(by, asked))
    if not remark.strip():
        raise NotPossibleError(WHY, field="remark")
    asked = requests.step(by=by, asked=asked, to=Status.COLLECTED, remark=remark)
    trail.record(events.GIVEN_BACK, by=by, about=[asked.id, asked.known_family])
    return asked


@deed
def release(*, by: Actor, asked: AccessRequest) -> AccessRequest:
    """Release an answer; from now on nothing in it changes."""
    must(access.may_look(by, asked))
    asked = requests.step(by=by, asked=asked, to=Status.APPROVED)
    trail.record(events.RELEASED, by=by, about=[asked.id, asked.known_family])
    return asked
