"""When a lead has to say what she reads a family for, and who reads the list of what was said."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Conflict
from accounts.roles import Role
from referrals.decisions.flow import Status as DecisionStatus
from referrals.decisions.models import Decision
from referrals.families.access import way_in
from referrals.families.flow import Way
from referrals.intakes.models import Danger
from referrals.plans.flow import Status as PlanStatus
from referrals.plans.models import Version
from referrals.shields.models import Change

if TYPE_CHECKING:
    from referrals.families.models import Family

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """The officer for data protection sees every stated purpose, a lead her own."""
    return Q() if may_list(actor) else Q(reader=actor.user_id)


def may_list(actor: Actor) -> bool:
    """The officer for data protection reads the list."""
    return actor.has(Role.DPO)


def may_state(actor: Actor, family: "Family") -> bool:
    """Whoever sees a family as the lead of its team says what for."""
    return way_in(actor, family) == Way.LEAD


def waits_for_lead(actor: Actor, family: "Family") -> bool:
    """Tell whether something about the family waits for the lead of its team: a decision, a second
    pair of eyes, an overdue review, a shield, or a worker who is gone, away or must not work on it.
    """
    waiting = Q(confirmed_by__isnull=True) & ~Q(danger=Danger.NO)
    return (
        Decision.objects.filter(aid__family=family, status=DecisionStatus.SUBMITTED).exists()
        or family.intakes.filter(waiting).exists()
        or not family.worker.is_active
        or family.worker.absences.filter(
            from_on__lte=actor.today, until_on__gte=actor.today
        ).exists()
        or Conflict.objects.filter(
            user=family.worker_id, family_id=family.id, lifted_at__isnull=True
        ).exists()
        or Version.objects.filter(
            plan__aid__family=family, status=PlanStatus.IN_FORCE, review_on__lt=actor.today
        ).exists()
        or Change.objects.filter(shield__family=family, decided_at__isnull=True).exists()
    )
