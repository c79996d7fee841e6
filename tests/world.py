"""The world of a test: the town, moments, and who acts in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from accounts.actor import Actor
from audit import clock
from deploy.seed.planting import Town
from protection import wall
from providers.codes.models import AidType, Code, List

# The cast: who is who in the town (codes of its staff list).
WORKER, DEPUTY = "demir", "kaya"


@dataclass
class World:
    """The town and its people; stages build on it through deeds."""

    town: Town

    def actor(self, person: str, now: datetime | None = None) -> Actor:
        """Give a person, acting now or at another moment."""
        return self.town.actor(person, now or clock.read())

    def ago(self, *, days: int = 0, hours: int = 0) -> datetime:
        """Give a moment in the past (or, with negative numbers, in the future).

        Days are days of the office's calendar: over a change of summer time a day has 23 or 25 hours.
        """
        local = clock.read().astimezone(clock.BERLIN) - timedelta(days=days)
        return local.astimezone(UTC) - timedelta(hours=hours)

    def code(self, code_list: List, code: str) -> Code:
        """Find a code of a code list."""
        return Code.objects.of(code_list, clock.day(clock.read())).get(code=code)

    def aid_type(self, code: str = "family_help") -> AidType:
        """Find a type of help."""
        return AidType.objects.valid(clock.day(clock.read())).get(code=code)

    @contextmanager
    def acting(self, person: str, now: datetime | None = None) -> Iterator[Actor]:
        """Stand as a person while deeds are done, as a page would."""
        actor = self.actor(person, now)
        with wall.standing_as(actor):
            yield actor
