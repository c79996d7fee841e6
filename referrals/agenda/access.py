"""Who has a first page of their own."""

from accounts.actor import Actor
from accounts.roles import Role


def has_day(actor: Actor) -> bool:
    """Whoever goes to families and does nothing else begins with the own day."""
    return actor.roles == frozenset({Role.CARER})


def has_agenda(actor: Actor) -> bool:
    """Everyone with a role has a first page; whoever has none only has the own access."""
    return bool(actor.roles)
