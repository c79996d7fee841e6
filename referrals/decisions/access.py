"""Who sees a decision, who proposes it, who releases it."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.decisions.flow import Status
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.decisions.models import Decision

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Decisions go with the family; the head also sees those that wait for release and those the
    head decided, without opening a family.
    """
    if not actor.is_office:
        return NOTHING
    found = Q(aid__family__in=Family.objects.visible_to(actor))
    if actor.has(Role.HEAD):
        found |= Q(status=Status.SUBMITTED) | Q(approver=actor.user_id)
    return found & families.unblocked(actor, "aid__family")


def may_propose(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file proposes a decision."""
    return families.may_keep(actor, family)


def may_approve(actor: Actor, decision: "Decision") -> bool:
    """The lead of the team or the head approves; never the author."""
    leads = decision.aid.family.team_id in actor.leads
    may = (leads or actor.has(Role.HEAD)) and decision.author_id != actor.user_id
    return may and families.is_free(actor, decision.aid.family_id)
