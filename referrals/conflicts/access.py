"""Who says that somebody must have nothing to do with a family, and who lifts it again."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.access import colleagues, hold_one_of, holds
from accounts.actor import Actor
from accounts.models import Conflict, Mandate, Rest, User
from accounts.roles import Role, in_force
from referrals.aids.models import Aid
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.disclosures.models import Disclosure
from referrals.enquiries.models import Matter
from referrals.families.access import unblocked
from referrals.families.models import Family
from referrals.plans.models import Version
from referrals.shields import access as shields
from referrals.shields.models import Shield

NOTHING = Q(pk__in=[])
# Whoever stands above a lead or looks at what leads do.
CONTROLLING = (Role.TEAM_LEAD, Role.HEAD, Role.AUDITOR, Role.DP_COORDINATOR, Role.DPO)


def visible_to(actor: Actor) -> Q:
    """The conflicts of others that somebody answers for: a lead those about families of the own
    team, the head all of the office, a coordinator those of the own people, the coordination of data
    protection what was entered about those who control; never one's own.
    """
    people = Q(user__in=User.objects.filter(colleagues(actor)))
    if actor.is_office and actor.has(Role.HEAD):
        seen = Q()
    elif actor.is_office and (actor.leads or actor.has(Role.DP_COORDINATOR, Role.DPO)):
        led = Family.objects.visible_to(actor).filter(team__in=actor.leads)
        seen = Q(family_id__in=led) | taken_away(actor)
    elif actor.coordinates:
        told = Disclosure.objects.visible_to(actor).values("family")
        seen = Q(family_id__in=Aid.objects.visible_to(actor).values("family"))
        seen |= Q(family_id__in=told)
    else:
        return NOTHING
    others = people & seen & ~Q(user=actor.user_id) & Q(lifted_at__isnull=True)
    return others & unblocked(actor, "family_id")


def taken_away(actor: Actor) -> Q:
    """Match what somebody else entered about a person who stands above or controls: it holds at once,
    and the coordination of data protection looks at it. The officer does where no coordination is
    left that is free of the family.
    """
    if not (actor.is_office and actor.has(Role.DP_COORDINATOR, Role.DPO)):
        return NOTHING
    controlling = User.objects.filter(hold_one_of(CONTROLLING, actor.today))
    found = Q(user__in=controlling, lifted_at__isnull=True) & ~Q(declared_by=F("user"))
    found &= ~Q(user=actor.user_id) & unblocked(actor, "family_id")
    if not actor.has(Role.DP_COORDINATOR):
        looks = User.objects.filter(holds(Role.DP_COORDINATOR, actor.today))
        free = looks.filter(~Exists(_biased(OuterRef("pk"), OuterRef(OuterRef("family_id")))))
        found &= ~Q(Exists(free))
    return found


def may_list(actor: Actor) -> bool:
    """Leads, the head and coordinators answer for conflicts of others; data protection looks at those
    of who controls.
    """
    answers = (Role.HEAD, Role.DP_COORDINATOR, Role.DPO)
    return bool(actor.leads or actor.coordinates) or actor.has(*answers)


def is_answered_for(actor: Actor, family: UUID) -> bool:
    """Tell whether a lead is left who is shown that somebody said to know a family: one of its team or
    the head, at a provider a coordinator; nobody who knows the family too, or whose roles rest.
    """
    if actor.is_office:
        teams = Family.objects.filter(id=family).values("team")
        lead = Q(role=Role.TEAM_LEAD, team__in=teams) | Q(role=Role.HEAD)
    else:
        lead = Q(role=Role.COORDINATOR, provider_id__in=actor.houses)
    people = Mandate.objects.filter(lead, in_force(actor.today), user__is_active=True)
    people = people.exclude(user=actor.user_id)
    people = people.exclude(user__in=Rest.objects.going_on().values("user"))
    return people.filter(~Exists(_biased(OuterRef("user"), family))).exists()


def may_declare(actor: Actor, family: UUID) -> bool:
    """Whoever sees a family, or knows its Merkwort from a decision or because they are named for its
    protected address, says that they know it.
    """
    if actor.is_office:
        seen = Family.objects.visible_to(actor).filter(id=family).exists()
        return seen or _decides_or_pays(actor, family) or _is_named(actor, family)
    told = Disclosure.objects.visible_to(actor).filter(family=family)
    return Aid.objects.visible_to(actor).filter(family=family).exists() or told.exists()


def may_enter(actor: Actor, family: UUID) -> bool:
    """The lead of the team enters it for people of the office, the head too where a decision names the
    Merkwort; a coordinator for the own people.
    """
    if actor.is_office and actor.has(Role.HEAD) and _decides_or_pays(actor, family):
        return True
    if actor.is_office:
        led = Family.objects.visible_to(actor).filter(id=family, team__in=actor.leads)
        return bool(actor.leads) and led.exists()
    return bool(actor.coordinates) and may_declare(actor, family)


def unled(actor: Actor) -> Q:
    """Match the families that every lead of their team must have nothing to do with: the head puts
    them under another lead, by the Merkwort and without opening them (SGB X § 16). Where every head
    must not know them either, any other lead does: no family is left without somebody who sees it.
    """
    if not actor.has(Role.HEAD, Role.TEAM_LEAD):
        return NOTHING
    leading = leads_of(OuterRef("team"), actor)
    free = leading.filter(~Exists(_biased(OuterRef("user"), OuterRef(OuterRef("pk")))))
    found = Q(Exists(leading)) & ~Q(Exists(free)) & unblocked(actor, "pk")
    if not actor.has(Role.HEAD):
        heads = User.objects.filter(holds(Role.HEAD, actor.today))
        found &= ~Q(
            Exists(heads.filter(~Exists(_biased(OuterRef("pk"), OuterRef(OuterRef("pk"))))))
        )
    return found


def may_lead(actor: Actor, team: UUID, family: UUID) -> bool:
    """Tell whether a team has a lead who may have to do with a family."""
    free = leads_of(team, actor).filter(~Exists(_biased(OuterRef("user"), family)))
    return free.exists()


def leads_of(team: UUID | OuterRef, actor: Actor) -> QuerySet[Mandate]:
    """Give who leads a team today."""
    return Mandate.objects.filter(
        in_force(actor.today), role=Role.TEAM_LEAD, team=team, user__is_active=True
    )


def _biased(user: OuterRef, family: UUID | OuterRef) -> QuerySet[Conflict]:
    return Conflict.objects.filter(user=user, family_id=family, lifted_at__isnull=True)


def _is_named(actor: Actor, family: UUID) -> bool:
    """Tell whether somebody of the office opens the family's address without seeing the family."""
    rows = Shield.objects.visible_to(actor).standing().filter(shields.named_for(actor))
    return rows.filter(family=family).exists()


def _decides_or_pays(actor: Actor, family: UUID) -> bool:
    """Tell whether the head releases, or finance pays, something of a family that neither opens."""
    found = Q(pk__in=Decision.objects.visible_to(actor))
    if actor.has(Role.FINANCE):
        found |= Q(status=Status.APPROVED)
    rows = Decision.objects.filter(found & unblocked(actor, "aid__family"), aid__family=family)
    return rows.exists()


def belonging_to(families: Collection[UUID]) -> tuple[UUID, ...]:
    """Give the identities under which pages are about one of these families: of its helps, enquiries,
    plans and their versions; whoever must not have to do with it meets none of them anywhere.
    """
    aids = Aid.objects.filter(family__in=families).values_list("id", flat=True)
    enquiries = Matter.objects.filter(family__in=families).values_list("enquiry_id", flat=True)
    versions = Version.objects.filter(plan__aid__family__in=families)
    pairs = versions.values_list("id", "plan_id")
    return (*aids, *enquiries, *(one for pair in pairs for one in pair))
