"""Who may see colleagues, and who may set up their access."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts import models
from accounts.roles import PROVIDER_ROLES, Role

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from accounts.actor import Actor

NOTHING = Q(pk__in=[])

# Who may stand in for whom: a deputy sees what the absent person sees.
DEPUTIES = {
    Role.CASEWORKER: {Role.CASEWORKER, Role.TEAM_LEAD},
    Role.TEAM_LEAD: {Role.TEAM_LEAD, Role.HEAD},
    Role.HEAD: {Role.HEAD, Role.TEAM_LEAD},
    Role.PLANNER: {Role.PLANNER, Role.HEAD},
    Role.FRONT_DESK: {Role.FRONT_DESK},
    Role.CHILD_PROTECTION: {Role.CHILD_PROTECTION},
    Role.FINANCE: {Role.FINANCE},
    Role.DP_COORDINATOR: {Role.DP_COORDINATOR},
    Role.DPO: {Role.DPO},
    Role.AUDITOR: {Role.AUDITOR},
    Role.IT_ADMIN: {Role.IT_ADMIN},
    Role.COORDINATOR: {Role.COORDINATOR},
    Role.CARER: {Role.CARER, Role.COORDINATOR},
    Role.PROVIDER_ADMIN: {Role.PROVIDER_ADMIN, Role.COORDINATOR},
}


def visible_to(actor: "Actor") -> Q:
    """Match the people whose name and number somebody may see.

    The office sees everyone; people at a provider see their own colleagues and the office.
    """
    if actor.is_office:
        return Q()
    if actor.providers:
        return _holds(actor.today, PROVIDER_ROLES, actor.providers) | of_the_office(actor.today)
    return NOTHING


def may_deputise(absent: "Actor") -> Q:
    """Match the people who may stand in for somebody, from the roles that hold on that day."""
    match = NOTHING
    for role in absent.roles & DEPUTIES.keys():
        places = absent.providers if role in PROVIDER_ROLES else None
        match |= _holds(absent.today, DEPUTIES[role], places)
    return match & Q(is_active=True) & ~Q(pk=absent.user_id)


def holds(role: Role, today: "date") -> Q:
    """Match the people who hold a role on a day and can sign in."""
    return _holds(today, {role}, None) & Q(is_active=True)


def may_administer(actor: "Actor", person: "models.User | None" = None) -> bool:
    """Tell whether somebody may set up access; nobody does it for themselves."""
    return actor.has(Role.IT_ADMIN, Role.CLOCK) and (person is None or person.id != actor.user_id)


def may_set_absence(actor: "Actor", person: "models.User") -> bool:
    """Tell whether somebody may say that a person is away: themselves, their lead, or the clock."""
    if person.id == actor.user_id or actor.has(Role.CLOCK):
        return True
    team = Q(role=Role.CASEWORKER, team__in=actor.leads, until_on__isnull=True)
    return bool(actor.leads) and person.mandates.filter(team).exists()


def _holds(today: "date", roles: "set[Role] | frozenset[Role]", at: "frozenset[UUID] | None") -> Q:
    """Match people who hold one of these roles on a day, at one of these providers if any is given."""
    holding = models.Mandate.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=today),
        user=OuterRef("pk"),
        role__in=roles,
        since_on__lte=today,
    )
    return Q(Exists(holding if at is None else holding.filter(provider_id__in=at)))


def of_the_office(today: "date") -> Q:
    """Match the people who work at the office on a day."""
    return _holds(today, frozenset(Role) - PROVIDER_ROLES, None)
