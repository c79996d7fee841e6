"""Who may see a report, have one made, and release it: author and releaser are two people."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from outcomes.flow import Status

if TYPE_CHECKING:
    from outcomes.models import Report

NOTHING = Q(pk__in=[])
# Source: the access matrix of the office (released reports).
WITHOUT_REPORTS = {Role.IT_ADMIN, Role.FRONT_DESK, Role.CHILD_PROTECTION}


def visible_to(actor: Actor) -> Q:
    """Give the reports a person may see: head and planning all, the rest of the office what is released.

    Providers see none; they get their own part another way.
    """
    if actor.has(Role.HEAD, Role.PLANNER, Role.CLOCK):
        return Q()
    if may_list(actor):
        return Q(status=Status.RELEASED)
    return NOTHING


def may_list(actor: Actor) -> bool:
    """The office reads reports; administration and front desk have nothing to do with them."""
    return actor.is_office and bool(actor.roles - WITHOUT_REPORTS)


def may_prepare(actor: Actor) -> bool:
    """Planning and the head have reports made."""
    return actor.has(Role.PLANNER, Role.HEAD)


def may_release(actor: Actor, report: "Report") -> bool:
    """Only the head releases, and never what they had made themselves."""
    return actor.has(Role.HEAD) and report.prepared_by_id != actor.user_id


def may_return(actor: Actor, report: "Report") -> bool:
    """The head returns a report with a hint; who had it made may take it back."""
    return actor.has(Role.HEAD) or report.prepared_by_id == actor.user_id
