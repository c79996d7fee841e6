"""Who sees hours, who books them, who hands in the month."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.aids.access import may_work
from referrals.aids.models import Share
from referrals.families.access import is_free

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.hours.models import TimeEntry

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Hours: the provider as above; the office those of helps it may see (day, minutes and kind,
    never the day's course).
    """
    if actor.is_office:
        return Q(share__in=Share.objects.visible_to(actor))
    return of_provider(actor)


def may_book(actor: Actor, share: Share) -> bool:
    """The named carer books, and a coordinator for an absent carer, until the settlement window is
    over.
    """
    return is_open(actor, share) and may_work(actor, share)


def may_book_unspecific(actor: Actor, provider: "UUID") -> bool:
    """Whoever works at the provider books own work without a family."""
    return provider in actor.providers


def may_correct(actor: Actor, entry: "TimeEntry") -> bool:
    """Whoever spent the time, or a coordinator of the provider; while the provider may still book."""
    if entry.share and not (
        is_open(actor, entry.share) and is_free(actor, entry.share.aid.family_id)
    ):
        return False
    return entry.provider_id in actor.coordinates or (
        entry.provider_id in actor.cares_at and entry.carer_id == actor.user_id
    )


def may_follow(actor: Actor) -> bool:
    """District workers and their leads follow how the approved hours of their families are used."""
    return actor.has(Role.CASEWORKER, Role.TEAM_LEAD) and actor.is_office


def may_hand_in(actor: Actor, provider: "UUID") -> bool:
    """Coordinators hand in their provider's month."""
    return provider in actor.coordinates


def may_count(actor: Actor, entry: "TimeEntry") -> bool:
    """Only hours of families with which somebody may have to do tell that a month is full."""
    return entry.share is None or not actor.blocked or is_free(actor, entry.share.aid.family_id)


def of_provider(actor: Actor) -> Q:
    """Coordinators everything of their provider, carers their own; nobody else."""
    if not actor.providers:
        return NOTHING
    found = Q(provider__in=actor.coordinates) | Q(provider__in=actor.cares_at, carer=actor.user_id)
    if not actor.blocked:
        return found
    closed = Share.objects.filter(id=OuterRef("share"), aid__family__in=actor.blocked)
    return found & ~Q(Exists(closed))


def is_open(actor: Actor, share: Share) -> bool:
    """Tell whether the provider still settles this share."""
    return share.visible_until is None or share.visible_until >= actor.today
