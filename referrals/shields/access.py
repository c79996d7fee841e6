"""Who may know of a shield, set it, open what it protects, and propose or confirm that it protects less."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.access import hold_one_of
from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from referrals.shields.models import Change, Shield

NOTHING = Q(pk__in=[])
# Who works with families at the office and can need an address; technical and controlling roles never do.
WITH_FAMILIES = frozenset(
    {Role.CASEWORKER, Role.TEAM_LEAD, Role.HEAD, Role.CHILD_PROTECTION, Role.FRONT_DESK}
)


def visible_to(actor: Actor) -> Q:
    """Whoever keeps the family's file, the lead of its team, and the named people of the office with
    whoever stands in for them; to everybody else there is no shield. A conflict of interest beats all.
    """
    if not actor.is_office:
        return NOTHING
    kept = Family.objects.filter(families.kept_by(actor))
    led = Family.objects.filter(team__in=actor.leads)
    found = Q(family__in=kept) | Q(family__in=led) | named_for(actor)
    return found & families.unblocked(actor, "family")


def named_for(actor: Actor) -> Q:
    """Match the shields for which this person is named, or somebody they stand in for today."""
    return Q(people__overlap=sorted(_selves(actor)))


def is_shielded(family: Family) -> bool:
    """Tell whoever keeps the file whether the family's address and space are protected now."""
    return family.shields.filter(ended_at=None).exists()


def may_be_named(today: "date") -> Q:
    """Match the people of the office who can be named: those who work with families."""
    return hold_one_of(WITH_FAMILIES, today)


def may_list_named(actor: Actor) -> bool:
    """Whoever can be named has the list of the addresses they are named for."""
    return actor.is_office and actor.has(*WITH_FAMILIES)


def may_set(actor: Actor, family: Family) -> bool:
    """Whoever keeps the file protects at once, and strengthens and renews; so does the lead."""
    return families.may_keep(actor, family) or _leads(actor, family)


def may_show(actor: Actor, shield: "Shield") -> bool:
    """The named people and whoever stands in for one of them today."""
    named = actor.is_office and bool(_selves(actor) & set(shield.people))
    return named and families.is_free(actor, shield.family_id)


def may_propose_less(actor: Actor, family: Family) -> bool:
    """The lead of the team proposes to protect less."""
    return _leads(actor, family)


def may_propose_naming(actor: Actor, family: Family) -> bool:
    """The lead, or whoever keeps the file, proposes to name somebody; the other one confirms."""
    return may_set(actor, family)


def may_decide(actor: Actor, change: "Change") -> bool:
    """Another than who proposed it: whoever keeps the file where the lead proposed, the lead where
    the keeper did. Two leads never protect less without whoever keeps the file.
    """
    family = change.shield.family
    if actor.user_id == change.proposed_by_id:
        return False
    if _led_then(change, family):
        return families.may_keep(actor, family)
    return _leads(actor, family)


def may_sweep(actor: Actor) -> bool:
    """The clock ends what ran out."""
    return actor.has(Role.CLOCK)


def _selves(actor: Actor) -> "set[UUID]":
    return {actor.user_id, *actor.stands_in_for}


def _leads(actor: Actor, family: Family) -> bool:
    return family.team_id in actor.leads and families.is_free(actor, family.id)


def _led_then(change: "Change", family: Family) -> bool:
    """Tell whether who proposed it led the family's team on that day; a former lead is none."""
    proposer = Actor.of(change.proposed_by, now=change.proposed_at, though_resting=True)
    return family.team_id in proposer.leads
