"""Who lets somebody in by hand, who ends it, and who may be let in."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts.access import hold_one_of, may_let_go, unbiased
from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.flow import GrantKind

if TYPE_CHECKING:
    from accounts.models import User
    from referrals.families.models import Family, Grant

ABLE = {
    GrantKind.STAND_IN: {Role.CASEWORKER},
    GrantKind.NAMED: {Role.CASEWORKER, Role.TEAM_LEAD, Role.HEAD, Role.CHILD_PROTECTION},
    GrantKind.SAMPLE: {Role.AUDITOR},
}


def may_list(actor: Actor, family: "Family") -> bool:
    """Whoever keeps the file and the lead of the team see who was let in."""
    return families.may_keep(actor, family) or families.may_hand_over(actor, family)


def may_let_in(actor: Actor, family: "Family") -> bool:
    """The lead of the team lets somebody in."""
    return families.may_hand_over(actor, family)


def may_end(actor: Actor, grant: "Grant") -> bool:
    """The lead of the team ends it, whoever was let in gives it back, and the head ends a sample."""
    if grant.kind == GrantKind.SAMPLE:
        return may_sample(actor)
    own = grant.user_id == actor.user_id
    return own or families.may_hand_over(actor, grant.content_object)


def may_look_through(actor: Actor) -> bool:
    """Leads look through the exceptions of their teams each quarter, the head through samples."""
    return bool(actor.leads) or may_sample(actor)


def may_sample(actor: Actor) -> bool:
    """The head has files drawn for an examination."""
    return actor.has(Role.HEAD)


def able(actor: Actor, kind: str, family: UUID | None = None) -> Q:
    """Match the people who may be let in: to stand in another district worker, to read along whoever
    works with families, to examine an auditor; never oneself, nobody who knows the family, and
    nobody who works with it anyway.
    """
    people = hold_one_of(ABLE[GrantKind(kind)], actor.today)
    return people & ~Q(pk=actor.user_id) & (unbiased(family) & ~_works(family) if family else Q())


def _works(family: UUID) -> Q:
    """Match the worker and the second worker of a family."""
    from referrals.families.models import Family  # the models ask this room

    worker = Family.objects.filter(id=family, worker=OuterRef("pk"))
    second = Family.objects.filter(id=family, second_worker=OuterRef("pk"))
    return Q(Exists(worker)) | Q(Exists(second))


def is_let_in(person: "User") -> bool:
    """Tell whether somebody was let in anywhere by hand and it has not ended."""
    from referrals.families.models import Grant  # the models ask this room

    return Grant.objects.filter(user=person, ended_at=None).exists()


def may_end_with_access(actor: Actor, person: "User") -> bool:
    """Whoever ends a person's access ends with it what the person was let in to."""
    return may_let_go(actor, person)
