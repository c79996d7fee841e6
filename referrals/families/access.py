"""The only room that knows who may see a family; things of a family ask it and narrow further."""

from typing import TYPE_CHECKING

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, UUIDField
from django.db.models.lookups import In

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families.flow import GrantKind, Way

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from referrals.families.models import Family

NOTHING = Q(pk__in=[])


@UUIDField.register_lookup
class AnyOf(In):
    """`pk__any_of=rows`: the ids of a small set, fetched once. Beside an OR the planner then goes by
    the indexes, where `pk IN (SELECT ...)` has it read every family of the office.
    """

    lookup_name = "any_of"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:  # noqa: ARG002  # Django's own
        """Write the comparison with the rows, which come in their parentheses."""
        return f"= ANY(ARRAY{rhs})"


# A file whose time of use is over rests: only whoever is let in by name, after two people agreed, reads it
# (SGB X § 84, SGB VIII § 9b).
IN_USE = Q(restricted_on__isnull=True)
# Kinds of being let in by hand that need a role; by name everybody may be.
NEEDS = {GrantKind.STAND_IN: Role.CASEWORKER, GrantKind.SAMPLE: Role.AUDITOR}


def visible_to(actor: Actor) -> Q:
    """Own, second worker, absent worker's deputy, lead of the team, whoever was let in by hand until
    a day; never a whole team, never a provider. A conflict of interest comes last and beats all.
    """
    if not actor.is_office:
        return NOTHING
    return _reached(actor, GrantKind.STAND_IN, GrantKind.NAMED, GrantKind.SAMPLE)


def worked_with(actor: Actor) -> Q:
    """As above without samples: whoever examines files reads no first contacts and no reporters."""
    return _reached(actor, GrantKind.STAND_IN, GrantKind.NAMED)


def _reached(actor: Actor, *kinds: GrantKind) -> Q:
    found = _worked_on(actor)
    if actor.leads:
        found |= Q(team__in=actor.leads)
    return (found & IN_USE | _let_in(actor, *kinds)) & unblocked(actor, "pk")


def holds(on: "date") -> Q:
    """Match exceptions that hold on a day; no job has to end what is over."""
    return Q(from_on__lte=on, until_on__gte=on, ended_at__isnull=True)


def _let_in(actor: Actor, *kinds: GrantKind) -> Q:
    """Match the families for which somebody was let in by hand, as long as the role fits."""
    fitting = [kind for kind in kinds if kind not in NEEDS or actor.has(NEEDS[kind])]
    if not fitting:
        return NOTHING
    from referrals.families.models import Grant  # the models ask this room

    given = Grant.objects.filter(holds(actor.today), user=actor.user_id, kind__in=fitting)
    return Q(pk__any_of=given.values("content_object"))


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
    """The responsible worker, the second worker, an absent worker's deputy and whoever was let in
    to stand in keep a family's file.
    """
    if not actor.has(Role.CASEWORKER) or not is_free(actor, family.id) or family.restricted_on:
        return False
    workers = {actor.user_id, *actor.stands_in_for}
    works = family.worker_id in workers or family.second_worker_id == actor.user_id
    return works or _stands_in(actor, family)


def kept_by(actor: Actor) -> Q:
    """The families of which `may_keep` is true, for lists."""
    return (_worked_on(actor) | _let_in(actor, GrantKind.STAND_IN)) & IN_USE


def _worked_on(actor: Actor) -> Q:
    if not actor.has(Role.CASEWORKER):
        return NOTHING
    workers = {actor.user_id, *actor.stands_in_for}
    return Q(worker__in=workers) | Q(second_worker=actor.user_id)


def _stands_in(actor: Actor, family: "Family") -> bool:
    given = family.grants.filter(holds(actor.today), user=actor.user_id)
    return given.filter(kind=GrantKind.STAND_IN).exists()


def is_responsible(actor: Actor, family: "Family") -> bool:
    """The responsible worker and the second worker themselves answer for a family, nobody in their place."""
    works = actor.user_id in {family.worker_id, family.second_worker_id}
    return works and actor.has(Role.CASEWORKER) and is_free(actor, family.id)


def may_hand_over(actor: Actor, family: "Family") -> bool:
    """The lead of the team hands its families over to other workers."""
    leads = family.team_id in actor.leads and not family.restricted_on
    return leads and is_free(actor, family.id)


def way_in(actor: Actor, family: "Family") -> Way:
    """Tell by which right somebody reads a family, the nearest first; the purpose follows from it."""
    if not actor.is_office or not is_free(actor, family.id):
        return Way.NONE
    if family.restricted_on:
        return _let_in_as(actor, family)
    way = _keeps_as(actor, family) if actor.has(Role.CASEWORKER) else Way.NONE
    if not way and family.team_id in actor.leads:
        return Way.LEAD
    return way or _let_in_as(actor, family)


def _keeps_as(actor: Actor, family: "Family") -> Way:
    if family.worker_id == actor.user_id:
        return Way.OWN
    if family.second_worker_id == actor.user_id:
        return Way.SECOND
    if family.worker_id in actor.stands_in_for:
        return Way.DEPUTY
    return Way.STAND_IN if _stands_in(actor, family) else Way.NONE


def _let_in_as(actor: Actor, family: "Family") -> Way:
    given = family.grants.filter(holds(actor.today), user=actor.user_id)
    kinds = set(given.values_list("kind", flat=True))
    if GrantKind.NAMED in kinds:
        return Way.NAMED
    examines = actor.has(Role.AUDITOR) and GrantKind.SAMPLE in kinds
    return Way.SAMPLE if examines else Way.NONE
