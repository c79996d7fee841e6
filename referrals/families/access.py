"""The only room that knows who may see a family; things of a family ask it and narrow further."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.families.models import Family

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Own, second worker, absent worker's deputy, lead of the team; never a whole team, never a
    provider. A conflict of interest comes last and beats all of it.
    """
    if not actor.is_office:
        return NOTHING
    found = kept_by(actor)
    if actor.leads:
        found |= Q(team__in=actor.leads)
    return found & unblocked(actor, "pk")


def unblocked(actor: Actor, family: str) -> Q:
    """Leave out what belongs to families that a conflict of interest keeps somebody away from.

    Gates that do not go through the family subtract it last; `family` is their column.
    """
    return ~Q(**{f"{family}__in": actor.blocked}) if actor.blocked else Q()


def is_free(actor: Actor, family: "UUID | None") -> bool:
    """Tell whether no conflict of interest keeps somebody away from a family."""
    return family not in actor.blocked


def may_open(actor: Actor) -> bool:
    """District workers open families."""
    return actor.has(Role.CASEWORKER) and actor.team is not None


def may_keep(actor: Actor, family: "Family") -> bool:
    """The responsible worker, the second worker and an absent worker's deputy keep a family's
    file.
    """
    workers = {actor.user_id, *actor.stands_in_for}
    works = family.worker_id in workers or family.second_worker_id == actor.user_id
    return actor.has(Role.CASEWORKER) and works and is_free(actor, family.id)


def kept_by(actor: Actor) -> Q:
    """The families of which `may_keep` is true, for lists."""
    if not actor.has(Role.CASEWORKER):
        return NOTHING
    workers = {actor.user_id, *actor.stands_in_for}
    return Q(worker__in=workers) | Q(second_worker=actor.user_id)


def may_hand_over(actor: Actor, family: "Family") -> bool:
    """The lead of the team hands its families over to other workers."""
    return family.team_id in actor.leads and is_free(actor, family.id)
