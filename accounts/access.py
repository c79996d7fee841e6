"""Who may see colleagues, and who may set up their access."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts import models
from accounts.roles import PROVIDER_ROLES, Role, in_force, not_over

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from django.db.models import QuerySet

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
    if actor.houses:
        own = _holds(actor.today, PROVIDER_ROLES, actor.houses) | _let_go_by(actor)
        return own | of_the_office(actor.today)
    return NOTHING


def on_call_visible_to(actor: "Actor") -> Q:
    """The office knows who is on call; providers have the numbers on the help."""
    return Q() if actor.is_office else NOTHING


def may_deputise(absent: "Actor") -> Q:
    """Match the people who may stand in for somebody, from the roles that hold on that day."""
    match = NOTHING
    for role in absent.roles & DEPUTIES.keys():
        places = absent.houses if role in PROVIDER_ROLES else None
        match |= _holds(absent.today, DEPUTIES[role], places)
    return match & Q(is_active=True) & ~Q(pk=absent.user_id)


def holds(role: Role, today: "date") -> Q:
    """Match the people who hold a role on a day and can sign in."""
    return _holds(today, {role}, None) & Q(is_active=True)


def hold_one_of(roles: "Iterable[Role]", today: "date") -> Q:
    """Match the people who hold one of these roles on a day and can sign in."""
    return _holds(today, set(roles), None) & Q(is_active=True)


def works_as(role: Role, places: "frozenset[UUID]", today: "date") -> Q:
    """Match the people who hold a role at one of these providers on a day and can sign in."""
    return _holds(today, {role}, places) & Q(is_active=True)


def may_administer(actor: "Actor", person: "models.User | None" = None) -> bool:
    """Tell whether somebody may set up access; nobody does it for themselves."""
    return actor.has(Role.IT_ADMIN, Role.CLOCK) and (person is None or person.id != actor.user_id)


def admitted_by(actor: "Actor") -> Q:
    """Match the people whose access somebody looks after: the administration everybody's, a
    provider's coordinators that of their own people.
    """
    if may_administer(actor):
        return ~Q(pk=models.reserved_clock())
    if actor.coordinates:
        return _holds(actor.today, PROVIDER_ROLES, actor.coordinates) | _let_go_by(actor)
    return NOTHING


def _let_go_by(actor: "Actor") -> Q:
    """Match the people whom this coordinator let go and who work nowhere since then."""
    held = models.Mandate.objects.filter(user=OuterRef("pk"))
    here = held.filter(provider_id__in=actor.coordinates)
    anywhere = held.filter(not_over(actor.today))
    return Q(Exists(here)) & ~Q(Exists(anywhere)) & Q(let_go_by=actor.user_id)


def mandates_visible_to(actor: "Actor") -> Q:
    """Match the roles that somebody looks after: the administration and the head all of the office,
    leads those of their team, coordinators those of their provider.
    """
    if may_administer(actor):
        return Q()
    found = NOTHING
    if actor.has(Role.HEAD):
        found |= Q(provider_id__isnull=True)
    return found | Q(team__in=actor.leads) | Q(provider_id__in=actor.coordinates)


def marks_visible_to(actor: "Actor") -> Q:
    """Match the changes of roles that somebody carries out: the administration, never of own ones."""
    return ~Q(mandate__user=actor.user_id) if may_administer(actor) else NOTHING


def may_admit(actor: "Actor") -> bool:
    """Tell whether somebody lets people in: the administration, and coordinators their own people."""
    return may_administer(actor) or bool(actor.coordinates)


def may_give(
    actor: "Actor", person: "models.User", role: Role, provider_id: "UUID | None" = None
) -> bool:
    """Tell whether somebody may give a role alone, never to themselves: a coordinator one at the own
    provider, to people who work there or are new; the clock any. The administration may only the
    first head of a new office, before there is a family to read about.
    """
    if person.id == actor.user_id:
        return False
    if actor.has(Role.CLOCK):
        return True
    if may_administer(actor):
        others = models.Mandate.objects.exclude(role__in={Role.IT_ADMIN, Role.CLOCK})
        return role == Role.HEAD and not others.exists()
    own = role in PROVIDER_ROLES and provider_id in actor.coordinates
    return own and (works_at(actor, person) or not person.mandates.exists())


def waits_for(
    actor: "Actor",
    person: "models.User",
    role: Role,
    team: "models.Team | None",
    provider_id: "UUID | None",
) -> bool:
    """Tell whether this very role was asked for and waits for somebody's word."""
    asked = models.Nomination.objects.waiting().filter(decided_by(actor))
    return asked.filter(user=person, role=role, team=team, provider_id=provider_id).exists()


def decided_by(actor: "Actor") -> Q:
    """Match the roles that somebody confirms or declines once the administration asked for them: a
    lead those of the team, coordinators those of their provider, the head all; where no head is in
    office, a lead the head's. Never those of the own person, nor those that one asked for oneself.
    """
    found = Q(role=Role.CASEWORKER, team__in=actor.leads)
    found |= Q(role__in=PROVIDER_ROLES, provider_id__in=actor.coordinates)
    if actor.has(Role.HEAD):
        found = Q()
    elif actor.leads:
        in_office = models.User.objects.filter(holds(Role.HEAD, actor.today))
        found |= Q(role=Role.HEAD) & ~Q(Exists(in_office))
    elif not actor.coordinates:
        return NOTHING
    return found & ~Q(user=actor.user_id) & ~Q(asked_by=actor.user_id)


def nominations_visible_to(actor: "Actor") -> Q:
    """Match the roles that somebody asks for as the administration, or decides about."""
    return Q() if may_administer(actor) else decided_by(actor)


def may_end(actor: "Actor", mandate: "models.Mandate") -> bool:
    """Tell whether somebody may end a role: the administration any, a coordinator those at the own
    provider; nobody an own one.
    """
    if mandate.user_id == actor.user_id:
        return False
    return may_administer(actor) or mandate.provider_id in actor.coordinates


def may_let_go(actor: "Actor", person: "models.User") -> bool:
    """Tell whether somebody may invite a person or end their access as a whole: a coordinator only
    people who work at the own provider and nowhere else.
    """
    if may_administer(actor, person):
        return True
    if person.id == actor.user_id or not works_at(actor, person):
        return False
    elsewhere = _current(actor.today, person).exclude(provider_id__in=actor.coordinates)
    return not elsewhere.exists()


def has_begun(person: "models.User") -> bool:
    """Tell whether a person set up their access: with a second factor, or on the word of the issuer.
    Until then they lost nothing, and a new invitation is enough.
    """
    by_issuer = settings.SIGN_ON is not None and person.last_login is not None
    return by_issuer or bool(person.authenticator_set.exists())


def works_at(actor: "Actor", person: "models.User") -> bool:
    """Tell whether a person works today at a provider that this actor coordinates, or works nowhere
    since this actor let them go from there.
    """
    current = _current(actor.today, person)
    if not actor.coordinates:
        return False
    here = current.filter(provider_id__in=actor.coordinates).exists()
    return here or models.User.objects.filter(_let_go_by(actor), id=person.id).exists()


def may_vouch(actor: "Actor", person: "models.User") -> bool:
    """Tell whether somebody may vouch for a person who stands before them: the lead for the team,
    a coordinator for the own house, the head for the rest of the office and for coordinators, who may be alone
    in their house, a lead for the head.
    """
    if person.id == actor.user_id:
        return False
    held = models.Mandate.objects.filter(_answered_for(actor), in_force(actor.today), user=person)
    return works_at(actor, person) or held.exists()


def rests_visible_to(actor: "Actor") -> Q:
    """Match the resting roles of people for whom somebody may vouch; never of their own, nor those
    that rest with a slip of their own.
    """
    held = models.Mandate.objects.filter(_answered_for(actor), in_force(actor.today))
    own = Q(user=actor.user_id) | Q(begun_by=actor.user_id)
    return Q(Exists(held.filter(user=OuterRef("user")))) & ~own


def _answered_for(actor: "Actor") -> Q:
    """Match the roles of the people for whom somebody may vouch."""
    found = Q(provider_id__in=actor.coordinates)
    if actor.leads:
        found |= Q(team__in=actor.leads) | Q(role=Role.HEAD)
    if actor.has(Role.HEAD):
        found |= Q(provider_id__isnull=True) | Q(role=Role.COORDINATOR)
    return found


def may_set_absence(actor: "Actor", person: "models.User") -> bool:
    """Tell whether somebody may say that a person is away: themselves, their lead, or the clock."""
    if person.id == actor.user_id or actor.has(Role.CLOCK):
        return True
    team = Q(role=Role.CASEWORKER, team__in=actor.leads)
    return bool(actor.leads) and person.mandates.filter(team, in_force(actor.today)).exists()


def _current(today: "date", person: "models.User") -> "QuerySet[models.Mandate]":
    """Give the roles of a person that have not ended, also those that begin later."""
    return models.Mandate.objects.filter(not_over(today), user=person)


def colleagues(actor: "Actor") -> Q:
    """Match the people on whose behalf somebody who leads or coordinates may enter something: the
    office its own, a coordinator those of the own provider.
    """
    if actor.is_office:
        return of_the_office(actor.today) & Q(is_active=True)
    return _holds(actor.today, PROVIDER_ROLES, actor.coordinates) & Q(is_active=True)


def unbiased(family: "UUID") -> Q:
    """Match the people of whom no conflict of interest with this family is known."""
    known = models.Conflict.objects.filter(
        user=OuterRef("pk"), family_id=family, lifted_at__isnull=True
    )
    return ~Q(Exists(known))


def _holds(today: "date", roles: "set[Role] | frozenset[Role]", at: "frozenset[UUID] | None") -> Q:
    """Match people who hold one of these roles on a day, at one of these providers if any is given."""
    holding = models.Mandate.objects.filter(in_force(today), user=OuterRef("pk"), role__in=roles)
    return Q(Exists(holding if at is None else holding.filter(provider_id__in=at)))


def of_the_office(today: "date") -> Q:
    """Match the people who work at the office on a day."""
    return _holds(today, frozenset(Role) - PROVIDER_ROLES, None)
