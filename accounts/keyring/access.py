"""Who changes the key that closes all others."""

from accounts.actor import Actor
from accounts.roles import Role


def may_keep_keys(actor: Actor) -> bool:
    """Only the clock, at the console: whoever may run a command with the key file at hand."""
    return actor.has(Role.CLOCK)
