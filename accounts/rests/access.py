"""Whose roles rest, and who wakes them."""

from accounts.access import may_administer
from accounts.actor import Actor
from accounts.models import Mandate, Rest, User
from accounts.roles import Role, not_over


def is_due(actor: Actor, person: User) -> bool:
    """Tell whether a person holds a role that one alone must not come into: every role but that of
    the administration itself, which opens no family. In a new office, where nobody else works yet,
    nobody could wake the first head, and there is nothing to read.
    """
    working = Mandate.objects.exclude(role__in={Role.IT_ADMIN, Role.CLOCK})
    held = working.filter(not_over(actor.today), user=person)
    return held.exists() and working.exclude(user=person).exists()


def may_begin(actor: Actor, person: User) -> bool:
    """The administration hands out slips, on its page or at the console, and with one the roles rest;
    never for themselves.
    """
    return may_administer(actor, person)


def may_wake(actor: Actor, rest: Rest) -> bool:
    """Whoever may vouch for the person; never whoever handed out the slip, nor the person."""
    return Rest.objects.visible_to(actor).filter(id=rest.id).exists()
