"""Deeds that hand decisions out: those that wait for release, one's own, one, those of a help."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from audit import trail
from audit.deeds import deed, must, must_see
from referrals.aids.models import Aid
from referrals.approvals import access, events, sheets
from referrals.decisions.access import may_propose
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.enquiries.models import Copy, Matter

type Waiting = Iterable[sheets.Elsewhere]


@deed
def list_waiting(*, by: Actor) -> tuple[sheets.DecisionCard, ...]:
    """Hand out the decisions that wait for release, as cards that open no family."""
    must(access.may_release(by))
    waiting = Decision.objects.filter(access.waiting_for(by), status=Status.SUBMITTED)
    return _listed(by, waiting)


@deed
def list_own(*, by: Actor) -> tuple[sheets.DecisionCard, ...]:
    """Hand out what a person laid before the approver: what waits, and what was given back."""
    must(access.may_lay_before(by))
    own = Decision.objects.visible_to(by).filter(
        author=by.user_id, status__in=[Status.SUBMITTED, Status.RETURNED]
    )
    return _listed(by, sheets.not_yet_revised(own))


@deed
def read_decision(*, by: Actor, decision: Decision) -> sheets.DecisionCard:
    """Hand out one decision with what an approver needs."""
    must_see(Decision.objects.visible_to(by), decision)
    (card,) = sheets.cards(Decision.objects.filter(id=decision.id), by)
    trail.record(events.READ, by=by, about=[decision, decision.aid_id])
    return card


@deed
def read_of_aid(*, by: Actor, aid: Aid) -> tuple[sheets.DecisionLine, ...]:
    """Hand out the decisions about one help to the office."""
    must_see(Aid.objects.visible_to(by), aid)
    must(by.is_office)
    lines = sheets.of_aid(aid)
    trail.record(events.LISTED, by=by, about=[aid, *(line.id for line in lines)])
    return lines


@deed
def find_matter(*, by: Actor, decision: Decision) -> UUID:
    """Find the enquiry from which a new help was proposed, so that it can be proposed again."""
    must(may_propose(by, decision.aid.family))
    of_shares = Copy.objects.filter(account__in=decision.shares.values("account"))
    matter = Matter.objects.visible_to(by).filter(enquiry__in=of_shares.values("enquiry")).get()
    trail.record(events.READ, by=by, about=[decision, matter])
    return matter.id


def _listed(by: Actor, decisions: QuerySet[Decision]) -> tuple[sheets.DecisionCard, ...]:
    cards = sheets.cards(decisions, by)
    trail.record(events.LISTED, by=by, about=[card.id for card in cards])
    return cards
