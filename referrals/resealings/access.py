"""Who has a family closed anew."""

from accounts.actor import Actor
from accounts.roles import Role


def may_reseal(actor: Actor) -> bool:
    """Only the clock, at the console: it takes the owner of the database, and nobody reads anything."""
    return actor.has(Role.CLOCK)
