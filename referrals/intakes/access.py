"""Who may see first contacts, who may decide, and who may be the second pair of eyes."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.intakes.models import Intake

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Whoever took it, the team it was assigned to while it is open, and the lead of that team.

    An open first contact belongs to the whole team of the district, because whoever is present has
    to act on it; once it is closed only its taker, its second person and the lead still see it.
    """
    found = NOTHING
    if actor.has(Role.CASEWORKER):
        found |= Q(taken_by=actor.user_id) | Q(confirmed_by=actor.user_id)
        if actor.team:
            found |= Q(team=actor.team, status="open")
    if actor.leads:
        found |= Q(team__in=actor.leads)
    return found


def may_take(actor: Actor) -> bool:
    """District workers take first contacts."""
    return actor.has(Role.CASEWORKER) and actor.team is not None


def may_decide(actor: Actor, intake: "Intake") -> bool:
    """The team's district workers decide what becomes of it."""
    return actor.has(Role.CASEWORKER) and actor.team == intake.team_id


def may_confirm(actor: Actor, intake: "Intake") -> bool:
    """A second qualified person of the team or its lead confirms; never the one who took it."""
    qualified = (actor.has(Role.CASEWORKER) and actor.team == intake.team_id) or (
        intake.team_id in actor.leads
    )
    return qualified and intake.taken_by_id != actor.user_id


def may_join(actor: Actor, family: Family) -> bool:
    """Only whoever keeps the family's file puts a first contact to it."""
    return families.may_keep(actor, family)
