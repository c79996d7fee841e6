"""Who lets something out of the house has it looked through."""

from accounts.actor import Actor


def may_check(actor: Actor) -> bool:
    """Everything that leaves the house is looked through, whoever lets it out."""
    return bool(actor.roles)
