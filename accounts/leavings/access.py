"""Who opens an ended access again, and which roles are not ended before somebody follows."""

from datetime import date

from django.db.models import QuerySet

from accounts.access import may_administer, may_let_go
from accounts.actor import Actor
from accounts.models import Mandate, Rest, User
from accounts.roles import Role, in_force

# Whoever leads the office or looks at what it does. Without the last of them nobody would confirm a
# role, or nobody would look; the administration alone must not bring that about (decision 0016).
WATCHING = (Role.HEAD, Role.DP_COORDINATOR, Role.DPO, Role.AUDITOR)

SUCCESSOR_FIRST = (
    "„{}“ ist sonst unbesetzt. Bitte schlagen Sie erst eine Nachfolge vor. Sobald sie bestätigt ist,"
    " können Sie diese Rolle beenden. Verlässt die Person das Amt sofort, beenden Sie ihren Zugang."
)


def may_reopen(actor: Actor, person: User) -> bool:
    """Tell whether somebody may open an ended access again: the administration any, a coordinator
    that of people whom they let go themselves; nobody their own.
    """
    own = person.let_go_by_id == actor.user_id and may_let_go(actor, person)
    return may_administer(actor, person) or own


def held(today: date) -> QuerySet[Mandate]:
    """Give the roles that hold on a day, of people whose access is open."""
    return Mandate.objects.filter(in_force(today), user__is_active=True)


def why_not_yet(mandate: Mandate, today: date) -> str:
    """Say why a role cannot end yet: it leads or watches, and would be nobody's without this person;
    whose roles rest does not stand in for anybody. Empty when it can end.
    """
    resting = Rest.objects.going_on().values("user")
    others = held(today).filter(role=mandate.role).exclude(user=mandate.user_id)
    if mandate.role not in WATCHING or others.exclude(user__in=resting).exists():
        return ""
    return SUCCESSOR_FIRST.format(Role(mandate.role).label)


def may_read_of_vacant(actor: Actor) -> bool:
    """Tell whether somebody reads that an office of those who lead or watch is nobody's: whoever leads,
    watches over data protection, or proposes who follows.
    """
    return bool(actor.leads) or actor.has(Role.DP_COORDINATOR, Role.DPO) or may_fill(actor)


def may_fill(actor: Actor) -> bool:
    """Tell whether somebody proposes or confirms who follows anywhere, also in a team or a house."""
    return actor.has(Role.HEAD, Role.IT_ADMIN)
