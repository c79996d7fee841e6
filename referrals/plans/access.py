"""Who reads a care plan, who writes it, who puts it in force, who rates goals."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from referrals.aids import access as aids
from referrals.aids.models import Aid
from referrals.disclosures import access as disclosures
from referrals.families import access as families
from referrals.plans.flow import Status

if TYPE_CHECKING:
    from referrals.plans.models import Plan, Version

# A draft is the office's; providers read what was circulated and what was in force.
SHARED = (Status.CIRCULATED, Status.IN_FORCE, Status.REPLACED, Status.ENDED)


def visible_to(actor: Actor) -> Q:
    """Whoever sees the help sees its plan; providers while they are told anything of the family."""
    found = Q(aid__in=Aid.objects.visible_to(actor))
    return found if actor.is_office else found & disclosures.still_told(actor)


def versions_visible_to(actor: Actor) -> Q:
    """Whoever sees the plan sees its versions; providers no drafts."""
    found = Q(plan__aid__in=Aid.objects.visible_to(actor))
    if actor.is_office:
        return found
    return found & Q(status__in=SHARED) & disclosures.still_told(actor, "plan__aid")


def may_list(actor: Actor) -> bool:
    """Whoever has a list of helps has one of their plans."""
    return aids.may_list(actor)


def may_begin(actor: Actor, aid: Aid) -> bool:
    """Whoever keeps the family's file begins the plan of a help."""
    # Providers stop at the first question: the family's row lies behind the wall for them.
    return actor.is_office and families.may_keep(actor, aid.family)


def may_write(actor: Actor, plan: "Plan") -> bool:
    """Whoever keeps the family's file writes the plan and decides that it is in force."""
    return may_begin(actor, plan.aid)


def may_rate(actor: Actor, version: "Version") -> bool:
    """People of a provider that shares the help rate goals and mark points for the next meeting."""
    shares = bool(actor.providers & set(version.readers))
    return shares and families.is_free(actor, version.plan.aid.family_id)


def may_mark(actor: Actor, plan: "Plan") -> bool:
    """Both sides mark points for the next meeting."""
    shares = bool(actor.providers & set(plan.readers))
    return (shares and families.is_free(actor, plan.aid.family_id)) or may_write(actor, plan)
