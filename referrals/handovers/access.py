"""Who hands over what others leave: leads for their team, coordinators for their provider."""

from accounts.actor import Actor


def may_list(actor: Actor) -> bool:
    """Leads have a list of handovers, and coordinators of providers."""
    return bool(actor.leads) or bool(actor.coordinates)


def may_hand_families(actor: Actor) -> bool:
    """Leads hand over families; each family asks once more."""
    return bool(actor.leads)


def may_hand_shares(actor: Actor) -> bool:
    """Coordinators hand over the families of a carer; each share asks once more."""
    return bool(actor.coordinates)
