"""Who opens an ended access again."""

from accounts.access import may_administer, may_let_go
from accounts.actor import Actor
from accounts.models import User


def may_reopen(actor: Actor, person: User) -> bool:
    """Tell whether somebody may open an ended access again: the administration any, a coordinator
    that of people whom they let go themselves; nobody their own.
    """
    own = person.let_go_by_id == actor.user_id and may_let_go(actor, person)
    return may_administer(actor, person) or own
