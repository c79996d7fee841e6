"""The only room that knows who may see a family; things of a family ask it and narrow further."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role

if TYPE_CHECKING:
    from referrals.families.models import Family

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Own, second worker, absent worker's deputy, lead of the team; never a whole team, never a
    provider.
    """
    if not actor.is_office:
        return NOTHING
    found = kept_by(actor)
    if actor.leads:
        found |= Q(team__in=actor.leads)
    return found


def may_open(actor: Actor) -> bool:
    """District workers open families."""
    return actor.has(Role.CASEWORKER) and actor.team is not None


def may_keep(actor: Actor, family: "Family") -> bool:
    """The responsible worker, the second worker and an absent worker's deputy keep a family's
    file.
    """
    workers = {actor.user_id, *actor.stands_in_for}
    return actor.has(Role.CASEWORKER) and (
        family.worker_id in workers or family.second_worker_id == actor.user_id
    )


def kept_by(actor: Actor) -> Q:
    """The families of which `may_keep` is true, for lists."""
    if not actor.has(Role.CASEWORKER):
        return NOTHING
    workers = {actor.user_id, *actor.stands_in_for}
    return Q(worker__in=workers) | Q(second_worker=actor.user_id)


def may_hand_over(actor: Actor, family: "Family") -> bool:
    """The lead of the team hands its families over to other workers."""
    return family.team_id in actor.leads
