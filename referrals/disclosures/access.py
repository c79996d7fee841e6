"""Who sees what a provider was told, who tells it, and who takes it on."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.access import unbiased
from accounts.actor import Actor
from accounts.models import Mandate
from accounts.roles import Role, in_force
from referrals.disclosures.flow import Status
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from referrals.disclosures.models import Disclosure, DisclosureQuerySet

NOTHING = Q(pk__in=[])
OPEN = (Status.MADE, Status.ACCEPTED)


def visible_to(actor: Actor) -> Q:
    """The office with the family; coordinators of the provider; the named carer; providers only
    while it holds.
    """
    if actor.is_office:
        return Q(family__in=Family.objects.visible_to(actor))
    if not actor.providers:
        return NOTHING
    mine = Q(provider__in=actor.coordinates) | Q(provider__in=actor.cares_at, carer=actor.user_id)
    free = families.unblocked(actor, "family")
    return holding(actor.today) & mine & free


def holding(today: "date") -> Q:
    """Match what a provider may read on a day: not ended, not run out, and still asked for."""
    chosen = Copy.objects.filter(id=OuterRef("copy"), status=CopyStatus.CHOSEN)
    # What was accepted stands by itself: the enquiry behind it closes with its help, and who helps
    # the family otherwise keeps what was told.
    wanted = Q(Q(status=Status.ACCEPTED) | Q(copy__isnull=True) | Exists(chosen))
    in_time = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return Q(status__in=OPEN) & in_time & wanted


def still_told(actor: Actor, aid: str = "aid") -> Q:
    """Match, for somebody at a provider, things of helps whose family somebody there is still told
    about. Where nothing holds any more, only hours, own reports and the office's number are left.
    """
    return Q(**{f"{aid}__family__in": told_to(actor.providers, actor.today).values("family")})


def told_to(providers: "Iterable[UUID]", today: "date") -> "DisclosureQuerySet":
    """Give what providers may still read on a day."""
    from referrals.disclosures.models import Disclosure  # the models ask this room

    return Disclosure.objects.filter(holding(today), provider__in=list(providers))


def may_disclose(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file tells a provider what its task needs."""
    return families.may_keep(actor, family)


def may_accept(actor: Actor, disclosure: "Disclosure") -> bool:
    """Only coordinators of the provider that was told may take the family on."""
    coordinates = disclosure.provider_id in actor.coordinates
    return coordinates and families.is_free(actor, disclosure.family_id)


def may_carry(provider_id: "UUID", on: "date", family: "UUID") -> Q:
    """Match the people who work with families at a provider on a day and have no conflict of
    interest with this one: one of them can be named.
    """
    holding = Mandate.objects.filter(
        in_force(on), user=OuterRef("pk"), role=Role.CARER, provider_id=provider_id
    )
    return Q(Exists(holding), is_active=True) & unbiased(family)


def may_go(disclosure: "Disclosure", on: "date") -> Q:
    """Match the people of the provider that was told who can be named for this family."""
    return may_carry(disclosure.provider_id, on, disclosure.family_id)
