"""Who may read the trail, and who may have its seal checked."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from audit.trail import Kind
from referrals.families.access import is_responsible
from referrals.families.flow import Way

if TYPE_CHECKING:
    from referrals.families.models import Family

NOTHING = Q(pk__in=[])
EXCEPTIONAL = (
    Way.DEPUTY,
    Way.STAND_IN,
    Way.RELEASE,
    Way.NAMED,
    Way.SAMPLE,
    Way.ON_CALL,
    Way.EMERGENCY,
    Way.ACCESS,
)


def visible_to(actor: Actor) -> Q:
    """The officer for data protection sees every check of the seal, nobody else any."""
    return Q() if may_check_seal(actor) else NOTHING


def may_read_trail(actor: Actor) -> bool:
    """Only the officer for data protection reads the trail."""
    return actor.has(Role.DPO)


def may_check_seal(actor: Actor) -> bool:
    """The officer has the seal checked, and the clock does so every night."""
    return actor.has(Role.DPO, Role.CLOCK)


def may_see_others(actor: Actor, family: "Family") -> bool:
    """The responsible worker and the second worker see who else read their family by an exceptional right."""
    return is_responsible(actor, family)


def exceptional(family: "Family") -> Q:
    """Match readings of a family that do not come from working on it: standing in, oversight, samples, being let in,
    being on call, emergencies, and hits of somebody else's search; never what was confided to somebody.
    """
    ways = (way.value for way in EXCEPTIONAL)
    by_right = Q(kind=Kind.READING, purpose__in=ways) | Q(
        kind=Kind.READING, purpose__startswith=f"{Way.LEAD.value}:"
    )
    others = ~Q(who__in=[family.worker_id, family.second_worker_id or family.worker_id])
    beyond = Q(event__startswith="emergency.") | Q(event__in=["family.searched", "duplicate.asked"])
    confided = Q(event__startswith="confidence.") | Q(event__startswith="unsealing.")
    return (by_right | beyond) & others & ~confided


def may_retire(actor: Actor) -> bool:
    """Only the clock removes entries whose time is over, and only as the owner of the database it can."""
    return actor.has(Role.CLOCK)
