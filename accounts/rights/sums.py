"""Quarters, and the places whose rights are looked through."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.actor import Actor

# The office as a whole has no row of its own; this is its name in addresses.
OFFICE = UUID("00000000-0000-4000-8000-0000000ff1ce")


@dataclass(frozen=True, slots=True)
class Place:
    """A team, a provider, or the office as a whole."""

    team: UUID | None = None
    provider: UUID | None = None

    @property
    def id(self) -> UUID:
        """Give the identity of the place in addresses."""
        return self.team or self.provider or OFFICE


def places_of(actor: "Actor") -> tuple[Place, ...]:
    """Give the places whose rights somebody looks through: led teams, own providers, for the head
    the office as a whole.
    """
    teams = tuple(Place(team=team) for team in sorted(actor.leads))
    houses = tuple(Place(provider=house) for house in sorted(actor.coordinates))
    return (*teams, *houses, *([Place()] if actor.has(Role.HEAD) else []))


def quarter_of(on: date) -> date:
    """Give the first day of the quarter of a day."""
    return date(on.year, 3 * ((on.month - 1) // 3) + 1, 1)


def quarter_text(first: date) -> str:
    """Name a quarter: 4. Quartal 2026."""
    return f"{(first.month + 2) // 3}. Quartal {first.year}"
