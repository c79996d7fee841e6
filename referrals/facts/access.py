"""Who may have facts gathered: they hold codes of every family's helps, but nobody's name."""

from accounts.actor import Actor
from accounts.roles import Role


def may_gather(actor: Actor) -> bool:
    """Only planning, the head and the clock count the whole office; none of them opens a family by it."""
    return actor.has(Role.PLANNER, Role.HEAD, Role.CLOCK)
