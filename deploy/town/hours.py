"""Booked minutes: weeks worked, visits in a carer's diary, kinds, late and corrected entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.town.chances import weighted
from deploy.town.reference import Staff
from deploy.town.shapes import SampledEntry, SampledShare

# SY-08.
KINDS = {"direct": 0.62, "indirect": 0.24, "travel": 0.09, "no_show": 0.05}
LATE, CORRECTED = 0.07, 0.015
LATE_DAYS = (11, 24)
VISIT = 75
# Weeks in which nobody comes: holidays, illness, school breaks.
WEEKS_WORKED = 0.9
OPENS, CLOSES = 8 * 60, 19 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Work:
    """What a carer does for a family: minutes a week on average, in a group or not."""

    carer: Staff
    share: SampledShare
    minutes_per_week: float
    in_group: bool


class Diary:
    """Keeps a carer from being in two places at once; days taken elsewhere stay free of visits."""

    def __init__(self, taken: Iterable[tuple[str, date]] = ()) -> None:
        self._busy: dict[tuple[str, date], int] = dict.fromkeys(taken, CLOSES)

    def place(
        self, chance: Random, carer: Staff, monday: date, minutes: int
    ) -> tuple[date, int] | None:
        """Return a day of this week and a minute of it when the carer is free, if there is one."""
        days = [monday + timedelta(days=DAYS.index(day)) for day in carer.weekdays]
        chance.shuffle(days)
        for day in days:
            free = self._busy.get((carer.code, day), OPENS + chance.randrange(0, 120, 15))
            if free + minutes <= CLOSES:
                self._busy[carer.code, day] = free + minutes + 15
                return day, free
        return None


def book(
    chance: Random, diary: Diary, work: Work, days: tuple[date, date]
) -> Iterator[SampledEntry]:
    """Yield the entries of one provider's share between two days, both included."""
    first, last = days
    monday, owed = first - timedelta(days=first.weekday()), 0.0
    while monday <= last:
        covered = (min(last, monday + timedelta(days=6)) - max(first, monday)).days + 1
        owed += work.minutes_per_week * covered / 7
        if chance.random() < WEEKS_WORKED or monday + timedelta(days=7) > last:
            for minutes, kind in _visits(chance, owed, in_group=work.in_group):
                place = diary.place(chance, work.carer, monday, minutes)
                # A week without room is made up for in the next one.
                if place and first <= place[0] <= last:
                    owed -= minutes
                    yield _entry(chance, (*place, minutes, kind), work.share)
        monday += timedelta(days=7)


def _visits(chance: Random, owed: float, *, in_group: bool) -> Iterator[tuple[int, str]]:
    """Split what is owed into visits of about 75 minutes, whole five minutes each."""
    while owed >= VISIT / 2:
        kind = weighted(chance, KINDS)
        minutes = round(min(max(chance.gauss(VISIT, 20), 30), owed, 180) / 5) * 5
        yield max(minutes, 5), "group" if in_group and kind == "direct" else kind
        owed -= minutes


def _entry(chance: Random, booked: tuple[date, int, int, str], share: SampledShare) -> SampledEntry:
    day, start, minutes, kind = booked
    late = chance.randint(*LATE_DAYS) if chance.random() < LATE else chance.randint(0, 4)
    corrected = max(minutes - 15, 15) if chance.random() < CORRECTED else None
    return SampledEntry(
        on=day,
        start_minute=start,
        minutes=minutes,
        kind=kind,
        provider=share.provider,
        carer=share.carer,
        entered_on=day + timedelta(days=late),
        corrected_to=corrected if corrected != minutes else None,
    )
