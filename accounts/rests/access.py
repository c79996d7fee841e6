"""Whose roles rest, and who wakes them."""

from accounts.actor import Actor
from accounts.models import Mandate, Rest, User
from accounts.roles import Role, not_over


def reads_of_families(actor: Actor, person: User) -> bool:
    """Tell whether a person holds a role that one alone must not come into: every role but that of
    the administration itself, which opens no family.
    """
    held = Mandate.objects.filter(not_over(actor.today), user=person)
    return held.exclude(role=Role.IT_ADMIN).exists()


def may_begin(actor: Actor, person: User) -> bool:
    """The administration hands out slips, and with one the roles rest; never for themselves."""
    return actor.has(Role.IT_ADMIN) and person.id != actor.user_id


def may_wake(actor: Actor, rest: Rest) -> bool:
    """Whoever may vouch for the person; never whoever handed out the slip, nor the person."""
    return Rest.objects.visible_to(actor).filter(id=rest.id).exists()
