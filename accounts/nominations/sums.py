"""Which role fits a person and a place, and how a number is told; pure, so that every case can be tried."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from accounts.roles import NOT_GIVEN, PROVIDER_ROLES, TEAM_ROLES, Role

ELSEWHERE = "Diese Rolle gehört an einen anderen Ort."
BOTH_SIDES = "Niemand arbeitet zugleich für das Jugendamt und für einen Träger."
ALONE = "Wer Zugänge einrichtet, hat keine andere Rolle."
MOST_TRIES = 5
HELD = "Diese Rolle hat die Person schon."


class Place(NamedTuple):
    """A role where it is held: at a team, at a provider, or (both None) at the office as a whole."""

    role: str
    team: UUID | None
    provider: UUID | None


def misfit(held: Iterable[Place], new: Place) -> str:
    """Say why a person cannot have a role; empty when they can.

    Whoever sets up accesses has no other role: otherwise one person alone would open the way to
    families and walk it (architecture 6: IT has no content).

    Args:
        held: the roles of the person that have not ended.
        new: the role they are to have.
    """
    held = list(held)
    at_team = (new.role in TEAM_ROLES) == (new.team is not None)
    at_house = (new.role in PROVIDER_ROLES) == (new.provider is not None)
    if new.role in NOT_GIVEN or not (at_team and at_house):
        return ELSEWHERE
    if new in held:
        return HELD
    at_provider = new.role in PROVIDER_ROLES
    if any((one.role in PROVIDER_ROLES) != at_provider for one in held):
        return BOTH_SIDES
    if any((one.role == Role.IT_ADMIN) != (new.role == Role.IT_ADMIN) for one in held):
        return ALONE
    return ""


def shown(number: str) -> str:
    """Write a number as a person reads it out: 123 456."""
    return f"{number[:3]} {number[3:]}"


def tried(said: str, number: str, tries: int) -> int | None:
    """Count a number that somebody typed, however they parted its digits.

    Returns:
        Nothing when it is the right one; else how many were wrong with this one. After five none is
        right any more.
    """
    if "".join(sign for sign in said if sign.isdigit()) == number and tries < MOST_TRIES:
        return None
    return min(tries + 1, MOST_TRIES)
