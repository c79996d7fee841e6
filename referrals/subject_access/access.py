"""Who takes a request, who works on it, and who sees that it waits for a second person."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families.access import is_free, unblocked
from referrals.subject_access.flow import WITH_FAMILY, Status

if TYPE_CHECKING:
    from referrals.subject_access.models import AccessRequest

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """The coordination of data protection sees every request, also those of no family yet; a conflict
    of interest beats it. The head sees those that wait for a second person. The officer for data
    protection advises and sees none (Art. 38 (6) GDPR).
    """
    if may_list(actor):
        return unblocked(actor, "family")
    waits = Q(status=Status.REDACTED)
    return waits & unblocked(actor, "family") if is_second(actor) else NOTHING


def may_list(actor: Actor) -> bool:
    """The coordination of data protection has the list."""
    return actor.is_office and actor.has(Role.DP_COORDINATOR)


def may_register(actor: Actor) -> bool:
    """Everybody of the office takes a request: whoever asks need not find the right door."""
    return actor.is_office and not actor.has(Role.CLOCK)


def may_work_on(actor: Actor, asked: "AccessRequest") -> bool:
    """The coordination, unless it must have nothing to do with the family."""
    return may_list(actor) and is_free(actor, asked.family_id)


def may_step(actor: Actor, asked: "AccessRequest") -> bool:
    """The coordination; and whoever looks through an answer as the second person gives it back or on."""
    second = (
        asked.status == Status.REDACTED and is_second(actor) and is_free(actor, asked.family_id)
    )
    return second or may_work_on(actor, asked)


def is_second(actor: Actor) -> bool:
    """Another coordination of data protection or the head, who answers for what the office says. The officer
    for data protection would supervise herself (Art. 38 (6) GDPR).
    """
    return actor.is_office and actor.has(Role.DP_COORDINATOR, Role.HEAD)


def may_read_family(actor: Actor, asked: "AccessRequest") -> bool:
    """The coordination reads one family for one request, as long as it is being collected and no
    longer; nothing else opens a family to it.
    """
    return may_work_on(actor, asked) and asked.family_id is not None and asked.status in WITH_FAMILY


def may_choose_person(actor: Actor, asked: "AccessRequest") -> bool:
    """The coordination reads the names of one family to say which of them asks, once the identity was
    checked and until that is said.
    """
    known = asked.family_id is not None and asked.status == Status.IDENTIFIED
    return may_work_on(actor, asked) and known
