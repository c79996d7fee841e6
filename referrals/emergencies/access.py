"""Who may look at a family in an emergency, who reads of it, and who reviews it."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock
from referrals.emergencies.sums import is_open, latest_in_time
from referrals.families.access import IN_USE, is_free, unblocked
from referrals.families.models import Family
from referrals.shields.models import Level, Shield

if TYPE_CHECKING:
    from accounts.models import OnCall
    from referrals.emergencies.models import Emergency

NOTHING = Q(pk__in=[])
# Whoever may stand before a family's door at night.
HELPERS = (Role.CASEWORKER, Role.TEAM_LEAD, Role.HEAD, Role.CHILD_PROTECTION)


def visible_to(actor: Actor) -> Q:
    """Own ones; those of families that one may see; the coordination of data protection all; the
    head and the officer those that nobody reviewed in time.
    """
    if not actor.is_office:
        return NOTHING
    found = Q(person=actor.user_id) | Q(family__in=Family.objects.visible_to(actor))
    if actor.has(Role.DP_COORDINATOR):
        found = Q()
    elif actor.has(Role.HEAD, Role.DPO):
        late = Q(began_at__lt=clock.moment(latest_in_time(actor.today), hour=0))
        found |= late & Q(reviewed_at__isnull=True) | Q(reviewed_by=actor.user_id)
    return found & unblocked(actor, "family")


def reachable_by(actor: Actor) -> Q:
    """Match the families that an emergency opens at all: none of a conflict of interest, none whose
    address is protected against high danger, none whose file rests.
    """
    high = Shield.objects.standing().filter(level=Level.HIGH, family=OuterRef("pk"))
    open_ones = unblocked(actor, "pk") & IN_USE & ~Q(Exists(high))
    return open_ones if may_begin(actor) else NOTHING


def may_begin(actor: Actor) -> bool:
    """Whoever is on call, and whoever works with families at the office."""
    return actor.is_office and actor.has(Role.ON_CALL, *HELPERS)


def may_read(actor: Actor, emergency: "Emergency") -> bool:
    """Only whoever opened it reads the card, and only until it ends; what came to be protected
    against high danger since then closes it.
    """
    mine = emergency.person_id == actor.user_id and is_free(actor, emergency.family_id)
    if not (mine and is_open(emergency.ends_at, emergency.ended_at, actor.now)):
        return False
    return Family.objects.filter(reachable_by(actor), id=emergency.family_id).exists()


def may_list(actor: Actor) -> bool:
    """Whoever may have one, and whoever reviews them."""
    return may_begin(actor) or actor.has(Role.DP_COORDINATOR, Role.DPO)


def may_look_after(actor: Actor) -> bool:
    """Leads, the head and the officer look at what others did although they may be biased."""
    return actor.is_office and actor.has(Role.TEAM_LEAD, Role.HEAD, Role.DPO)


def may_review(actor: Actor, emergency: "Emergency") -> bool:
    """The lead of the family's team, the coordination of data protection or the head; never the one
    who looked.
    """
    leads = emergency.family.team_id in actor.leads
    qualified = leads or actor.has(Role.DP_COORDINATOR, Role.HEAD)
    other = emergency.person_id != actor.user_id and is_free(actor, emergency.family_id)
    return qualified and other and actor.is_office


def may_see_roster(actor: Actor) -> bool:
    """Everybody who works with families knows who is on call."""
    return actor.is_office and actor.has(Role.FRONT_DESK, Role.ON_CALL, *HELPERS)


def may_keep_roster(actor: Actor) -> bool:
    """Leads and the head keep the roster."""
    return actor.has(Role.TEAM_LEAD, Role.HEAD)


def may_end_on_call(actor: Actor, on_call: "OnCall") -> bool:
    """Leads and the head, but nobody for themselves."""
    return may_keep_roster(actor) and on_call.user_id != actor.user_id
