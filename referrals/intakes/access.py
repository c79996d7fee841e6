"""Who may see first contacts, who may decide, and who may be the second pair of eyes."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families import access as families
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.intakes.models import Intake

NOTHING = Q(pk__in=[])
# Who holds a secret by profession and may report all the same (KKG § 4); a neighbour is told nothing.
BY_PROFESSION = frozenset(
    {"counselling_centre", "education_service", "youth_work", "day_care", "school", "health"}
)


def visible_to(actor: Actor) -> Q:
    """Whoever took or confirmed it, the team while it is open or waits for its second person, the
    lead of that team, whoever sees the family that it became; child protection open ones with a
    possible danger, in every team.

    An open first contact belongs to the whole team of the district, because whoever is present has
    to act on it.
    """
    if not actor.is_office:
        return NOTHING
    found = Q(family__in=Family.objects.filter(families.worked_with(actor))) | Q(
        team__in=actor.leads
    )
    if actor.has(Role.CASEWORKER):
        found |= Q(taken_by=actor.user_id) | Q(confirmed_by=actor.user_id)
        if actor.team:
            waits = Q(confirmed_by__isnull=True) & ~Q(danger="no")
            found |= Q(team=actor.team) & (Q(status="open") | waits)
    if actor.has(Role.CHILD_PROTECTION):
        found |= Q(confirmed_by=actor.user_id) | (Q(status="open") & ~Q(danger="no"))
    return found & families.unblocked(actor, "family")


def may_know_reporter(actor: Actor, intake: "Intake") -> bool:
    """Whoever took or confirmed it, the lead, and the team while somebody may have to call back;
    never a reader of the family alone.
    """
    if not _is_free(actor, intake):
        return False
    if actor.user_id in {intake.taken_by_id, intake.confirmed_by_id}:
        return True
    is_team = actor.has(Role.CASEWORKER) and actor.team == intake.team_id
    return intake.team_id in actor.leads or (is_team and intake.is_current)


def may_feed_back(actor: Actor, intake: "Intake") -> bool:
    """Whoever may know who reported, if it was somebody by profession: they have to be called."""
    professional = intake.reporter_category.code in BY_PROFESSION
    return professional and may_list(actor) and may_know_reporter(actor, intake)


def may_list(actor: Actor) -> bool:
    """District workers, leads and child protection have a list of first contacts."""
    return actor.has(Role.CASEWORKER, Role.TEAM_LEAD, Role.CHILD_PROTECTION)


def may_take(actor: Actor) -> bool:
    """District workers take first contacts."""
    return actor.has(Role.CASEWORKER) and actor.team is not None


def may_decide(actor: Actor, intake: "Intake") -> bool:
    """The team's district workers decide what becomes of it."""
    works = actor.has(Role.CASEWORKER) and actor.team == intake.team_id
    return works and _is_free(actor, intake)


def may_confirm(actor: Actor, intake: "Intake") -> bool:
    """A second qualified person of the team, its lead or child protection confirms; never the one
    who took it.
    """
    works = actor.has(Role.CASEWORKER) and actor.team == intake.team_id
    qualified = works or intake.team_id in actor.leads or actor.has(Role.CHILD_PROTECTION)
    return qualified and intake.taken_by_id != actor.user_id and _is_free(actor, intake)


def may_raise(actor: Actor, intake: "Intake") -> bool:
    """Whoever works at the office and reads it, as long as it is open: a possible danger waits for nobody."""
    return actor.is_office and intake.status == "open" and _is_free(actor, intake)


def may_reopen(actor: Actor, intake: "Intake") -> bool:
    """Whoever decides what becomes of it, and the lead of the team."""
    leads = intake.team_id in actor.leads and _is_free(actor, intake)
    return may_decide(actor, intake) or leads


def may_join(actor: Actor, family: Family) -> bool:
    """Only whoever keeps the family's file puts a first contact to it."""
    return families.may_keep(actor, family)


def _is_free(actor: Actor, intake: "Intake") -> bool:
    """Tell whether somebody may have to do with the family that it became."""
    return families.is_free(actor, intake.family_id)
