"""Who sees an enquiry, who sends it, who answers it."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import Conflict, Mandate
from accounts.roles import Role
from referrals.enquiries.flow import Status
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from uuid import UUID

    from referrals.enquiries.models import Copy, Matter

NOTHING = Q(pk__in=[])


def matters_visible_to(actor: Actor) -> Q:
    """The office's side of an enquiry goes with its family; providers never see it."""
    return Q(family__in=Family.objects.visible_to(actor)) if actor.is_office else NOTHING


def copies_visible_to(actor: Actor) -> Q:
    """The office sees the answers to its enquiries, a coordinator the own provider's copies.

    Of a copy that has ended a provider reads only how it ended: the wall closes the enquiry itself.
    An accepted copy closes with the settlement window of its help.
    """
    if actor.is_office:
        return Q(enquiry__matter__family__in=Family.objects.visible_to(actor))
    if actor.coordinates:
        in_time = Q(visible_until__isnull=True) | Q(visible_until__gte=actor.today)
        mine = in_time & Q(provider__in=actor.coordinates)
        if not actor.blocked:
            return mine
        # Until somebody is told, an enquiry names no family; from then on it belongs to one.
        told = Q(disclosures__family__in=actor.blocked)
        return mine & ~told & ~Q(kept_from__contains=[actor.user_id])
    return NOTHING


def steered_by(actor: Actor) -> Q:
    """The head sees what is asked in the whole network, in codes: an enquiry names no family."""
    if not actor.has(Role.HEAD):
        return NOTHING
    asked = Q(status__in=[Status.SENT, Status.CHOSEN])
    return asked & families.unblocked(actor, "matter__family")


def may_list(actor: Actor) -> bool:
    """District workers, leads and the head have a list of enquiries, and coordinators an inbox."""
    roles = (Role.CASEWORKER, Role.TEAM_LEAD, Role.HEAD)
    return bool(actor.coordinates) or actor.has(*roles)


def may_send(actor: Actor, family: Family) -> bool:
    """Whoever keeps the family's file asks for help."""
    return families.may_keep(actor, family)


def may_choose(actor: Actor, matter: "Matter") -> bool:
    """Whoever keeps the family's file chooses with the family, withdraws, and closes."""
    return families.may_keep(actor, matter.family)


def may_answer(actor: Actor, copy: "Copy") -> bool:
    """Only coordinators of the provider that was asked may answer."""
    if copy.provider_id not in actor.coordinates:
        return False
    told = actor.blocked and copy.disclosures.filter(family__in=actor.blocked).exists()
    return not told and not (actor.blocked and actor.user_id in copy.kept_from)


def kept_from(family: "UUID", provider: "UUID") -> list["UUID"]:
    """Name the people of a provider who must have nothing to do with this family."""
    people = Mandate.objects.filter(provider_id=provider).values("user")
    known = Conflict.objects.filter(family_id=family, user__in=people, lifted_at__isnull=True)
    return sorted(known.values_list("user_id", flat=True))


def may_move(actor: Actor, copy: "Copy", matter: "Matter") -> bool:
    """The provider's coordinators, the keepers of the file, and the clock take a copy further."""
    return may_answer(actor, copy) or may_choose(actor, matter) or actor.has(Role.CLOCK)
