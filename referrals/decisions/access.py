"""Who sees a decision, who proposes it, who releases it."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.decisions.models import Decision

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Decisions with the family; the head sees those that wait for release, without opening a
    family.
    """
    if actor.has(Role.HEAD):
        return Q(status="submitted") | Q(approver=actor.user_id)
    if actor.is_office:
        return Q(aid__family__in=Family.objects.visible_to(actor))
    return NOTHING


def may_propose(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file proposes a decision."""
    return families.may_keep(actor, family)


def may_approve(actor: Actor, decision: "Decision") -> bool:
    """The lead of the team or the head approves; never the author."""
    leads = decision.aid.family.team_id in actor.leads
    return (leads or actor.has(Role.HEAD)) and decision.author_id != actor.user_id


def may_release(actor: Actor) -> bool:
    """Leads and the head have a list of decisions to release."""
    return actor.has(Role.TEAM_LEAD, Role.HEAD)
