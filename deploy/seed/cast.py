"""Who acts when a town is replayed, and what was made so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from audit.clock import BERLIN
from deploy.seed.planting import Town
from deploy.town.replay import Happening
from deploy.town.shapes import SampledBasis, SampledEpisode
from protection import wall
from referrals.aids.models import Aid
from referrals.bases.models import Basis
from referrals.decisions.models import Decision
from referrals.enquiries.models import Enquiry
from referrals.families.models import Family, Person
from referrals.intakes.models import Intake


@dataclass(slots=True)
class Memory:
    """What was made so far, by the references of the sampled town."""

    intakes: dict[str, Intake] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    bases: dict[tuple[str, SampledBasis], Basis] = field(default_factory=dict)
    enquiries: dict[str, Enquiry] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    aids: dict[str, Aid] = field(default_factory=dict)


class Cast:
    """The people of the town; each acts at the moment of the happening."""

    def __init__(self, town: Town) -> None:
        """Remember the town; actors are made once and then moved through time."""
        self.town, self._moment = town, clock.read()
        self._actors: dict[str, Actor] = {}

    def at(self, person: str, now: datetime) -> Actor:
        """Give a person at a moment."""
        if person not in self._actors:
            self._actors[person] = self.town.actor(person, now)
        return self._actors[person].at(now)

    @contextmanager
    def acting(self, person: str, now: datetime) -> Iterator[Actor]:
        """Stand as a person while deeds are done, as a page would."""
        actor = self.at(person, now)
        with wall.standing_as(actor):
            yield actor

    def lead_of(self, team: UUID) -> str:
        """Name who leads a team."""
        return next(code for code in self.town.people if team in self._now(code).leads)

    def first_of(self, team: UUID) -> str:
        """Name one district worker of a team."""
        return next(code for code in self.town.people if self._now(code).team == team)

    def is_worker(self, person: str) -> bool:
        """Tell whether a person is a district worker."""
        return self._now(person).team is not None

    def _now(self, person: str) -> Actor:
        return self.at(person, self._moment)


def local(at: datetime) -> datetime:
    """Give the moment of a sampled local time."""
    return at.replace(tzinfo=BERLIN)


def told[T](h: Happening, kind: type[T]) -> T:
    """Give the thing of a happening, sure of its shape."""
    if not isinstance(h.thing, kind):
        msg = f"{h.what} tells of a {type(h.thing).__name__}, not of a {kind.__name__}."
        raise TypeError(msg)
    return h.thing


def episode_of(h: Happening) -> SampledEpisode:
    """Give the episode of a happening that belongs to one."""
    if h.episode is None:
        msg = f"{h.what} belongs to an episode."
        raise TypeError(msg)
    return h.episode
