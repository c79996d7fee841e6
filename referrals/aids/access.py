"""Who sees a help, who begins it, who goes to the family."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.aids.models import Aid, Share

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """The office with the family; coordinators and the named carer of a provider that shares the
    help, while it lasts.
    """
    if actor.is_office:
        return Q(family__in=Family.objects.visible_to(actor))
    if not actor.providers:
        return NOTHING
    from referrals.aids.models import Share  # the models ask this room

    return Q(pk__in=Share.objects.visible_to(actor).values("aid"))


def shares_visible_to(actor: Actor) -> Q:
    """The office with the family; own provider's shares until the settlement window is over."""
    if actor.is_office:
        return Q(aid__family__in=Family.objects.visible_to(actor))
    if not actor.providers:
        return NOTHING
    open_still = Q(visible_until__isnull=True) | Q(visible_until__gte=actor.today)
    mine = Q(provider__in=actor.coordinates) | Q(provider__in=actor.cares_at, carer=actor.user_id)
    return open_still & mine & families.unblocked(actor, "aid__family")


def may_propose(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file proposes a decision."""
    return families.may_keep(actor, family)


def may_begin(actor: Actor, aid: "Aid") -> bool:
    """Whoever keeps the family's file, a coordinator of a provider that shares the help, or its
    named carer.
    """
    if actor.is_office:
        return families.may_keep(actor, aid.family)
    return any(may_work(actor, share) for share in aid.shares.all())


def may_work(actor: Actor, share: "Share") -> bool:
    """A coordinator of the provider, or the carer who was named for this family."""
    works = share.provider_id in actor.coordinates or (
        share.provider_id in actor.cares_at and share.carer_id == actor.user_id
    )
    return works and families.is_free(actor, share.aid.family_id)


def may_list(actor: Actor) -> bool:
    """District workers and leads have a list of helps, and the people of providers."""
    return bool(actor.providers) or actor.has(Role.CASEWORKER, Role.TEAM_LEAD)


def may_name_carer(actor: Actor, share: "Share") -> bool:
    """Coordinators of the provider name who goes to the family."""
    coordinates = share.provider_id in actor.coordinates
    return coordinates and families.is_free(actor, share.aid.family_id)
