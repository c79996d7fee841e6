"""The bulk path of seeds: bookings of hours, many rows in one statement, as `hours.book` writes them one by one.

It skips nothing that is written; a test replays the same town both ways and compares the rows.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.actor import Actor
from audit import trail
from deploy.seed.cast import Cast, episode_of, local, told
from deploy.seed.work import Running
from deploy.town.replay import Happening
from deploy.town.shapes import SampledEntry
from protection import wall
from referrals.aids.models import Share
from referrals.hours import events
from referrals.hours.access import may_book
from referrals.hours.models import TimeEntry

FULL = 1000


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking that waits to be written."""

    by: Actor
    share: Share
    entry: TimeEntry


class Queue:
    """Collects bookings and writes them before anything else happens that could depend on them."""

    def __init__(self, cast: Cast, running: Running) -> None:
        """Write for this cast; later corrections find the rows where the deeds would have left them."""
        self.cast, self.running, self.waiting = cast, running, list[Booking]()

    def book(self, h: Happening) -> None:
        """Put a booking into the queue."""
        thing, episode = told(h, SampledEntry), episode_of(h)
        share = self.running.share(episode, thing.provider)
        by = self.cast.at(thing.carer, local(h.at))
        if not may_book(by, share):
            return
        entry = TimeEntry(
            share=share,
            provider_id=share.provider_id,
            carer_id=share.carer_id or by.user_id,
            on=min(thing.on, share.until_on),
            minutes=thing.minutes,
            kind=self.running.kinds[thing.kind],
            booked_by=by.user,
            booked_at=by.now,
        )
        self.running.work.entries[episode.ref, thing] = entry
        self.waiting.append(Booking(by, share, entry))
        if len(self.waiting) >= FULL:
            self.write()

    def write(self) -> None:
        """Write what waits, rows and entries of the trail in one transaction."""
        if not self.waiting:
            return
        with transaction.atomic(), wall.as_office():
            TimeEntry.objects.bulk_create(booking.entry for booking in self.waiting)
            trail.record_many(events.BOOKED, (_line(booking) for booking in self.waiting))
        self.waiting.clear()


def _line(booking: Booking) -> tuple[Actor, list[UUID], dict[str, object]]:
    """Say of a booking what its deed would have recorded."""
    entry, share = booking.entry, booking.share
    facts = {"minutes": entry.minutes, "kind": entry.kind.code, "on": entry.on}
    return booking.by, [entry.id, share.id, share.aid_id], dict(facts)
