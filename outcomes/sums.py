"""
What a yearly report counts: coded facts become the raw tables of one release.

Three directions (social space, type of help, provider) and six figures; the raw tables go straight
into the protection and nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import NamedTuple

from outcomes.coarsening import coarsen
from outcomes.counting import Contribution, Heading, amounts_table, families_table
from outcomes.tables import Axis, Period, RawTable, Sum
from outcomes.thresholds import Rule

ALL, OTHER = "all", "other"
SPACE, TYPE, PROVIDER = "space", "type", "provider"
DIRECTIONS = (SPACE, TYPE, PROVIDER)
RESULTS = ("achieved", "partly", "missed", "dropped")
ENDS = ("planned", "unplanned", "neutral")
# Days of waiting: the last day of each group.
BANDS: dict[str, float] = {"to14": 14, "to28": 28, "later": inf}
BEGUN, OPEN = "begun", "open"
REACHED_MINUTES = 60


class Fact(NamedTuple):
    """One help in codes; `family` is the tag of the snapshot, minutes go by provider."""

    family: str
    aid_type: str
    space: str
    started: bool
    ended: str
    is_open: bool
    waiting_days: int
    goals: Mapping[str, int]
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Town:
    """The codes a year is counted by, in reading order."""

    districts: Mapping[str, tuple[str, ...]]
    types: tuple[str, ...]
    providers: tuple[str, ...]

    def axis(self, direction: str, *, overlapping: bool = False) -> Axis:
        """Give a direction with its sums; what fits nowhere stands under `other`."""
        if direction == SPACE:
            rows = [one for name, spaces in self.districts.items() for one in (*spaces, name)]
            sums = tuple(Sum(name, spaces) for name, spaces in self.districts.items())
            whole = Sum(ALL, (*self.districts, OTHER))
            return Axis(SPACE, (*rows, OTHER, ALL), ALL, (*sums, whole), overlapping)
        parts = (*(self.types if direction == TYPE else self.providers), OTHER)
        return Axis(direction, (*parts, ALL), ALL, (Sum(ALL, parts),), overlapping)

    def places(self, fact: Fact, direction: str) -> tuple[str, ...]:
        """Say where a help counts; only with providers it may count in several places."""
        if direction == PROVIDER:
            return tuple({one if one in self.providers else OTHER for one in fact.minutes})
        known = self.types if direction == TYPE else [s for d in self.districts.values() for s in d]
        one = fact.aid_type if direction == TYPE else fact.space
        return (one if one in known else OTHER,)


def last_cut(today: date) -> date:
    """Give the last quarter's end before today: reports are cut on standing days only (SD-04)."""
    first_of_quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return first_of_quarter - timedelta(days=1)


def figure(name: str, year: int, version: int) -> str:
    """Name a figure so that only counts of the same year and definition are the same number."""
    return f"{name} {year} v{version}"


@dataclass(frozen=True, slots=True)
class Counting:
    """How one release is counted; the period of its figures ends with the cut."""

    town: Town
    year: int
    cut_on: date
    version: int
    rule: Rule

    def tables(self, facts: Iterable[Fact]) -> list[RawTable]:
        """Count all tables of the release; those with groups become coarser where they are thin."""
        rows = list(facts)
        reached = _reached(rows)
        counted = [fact for fact in rows if fact.family in reached]
        tables = []
        for direction in DIRECTIONS:
            tables += [
                self._families(direction, counted),
                self._minutes(direction, counted),
                *(self._heads(name, direction, rows) for name in GROUPED),
            ]
        return tables

    def _heading(self, name: str, direction: str, unit: str) -> Heading:
        period = Period(date(self.year, 1, 1), self.cut_on)
        return Heading(f"{name}/{direction}", figure(name, self.year, self.version), unit, period)

    def _families(self, direction: str, facts: list[Fact]) -> RawTable:
        axis = self.town.axis(direction, overlapping=direction != SPACE)
        found = {
            (place, fact.family) for fact in facts for place in self._worked_in(fact, direction)
        }
        heads = (Contribution((place,), family) for place, family in sorted(found))
        return families_table(self._heading("families", direction, "families"), (axis,), heads)

    def _worked_in(self, fact: Fact, direction: str) -> Iterator[str]:
        """Say where hours of a help were worked."""
        if direction != PROVIDER:
            yield from self.town.places(fact, direction) if sum(fact.minutes.values()) else ()
            return
        for provider, minutes in fact.minutes.items():
            if minutes:
                yield provider if provider in self.town.providers else OTHER

    def _minutes(self, direction: str, facts: list[Fact]) -> RawTable:
        """Hours by provider have families as contributors, other hours have providers."""
        known = self.town.providers
        amounts = [
            Contribution(
                (provider if provider in known else OTHER,)
                if direction == PROVIDER
                else self.town.places(fact, direction),
                fact.family,
                None if direction == PROVIDER else provider,
                minutes,
            )
            for fact in facts
            for provider, minutes in fact.minutes.items()
            if minutes
        ]
        heading = self._heading("minutes", direction, "minutes")
        return amounts_table(heading, (self.town.axis(direction),), amounts)

    def _heads(self, name: str, direction: str, facts: list[Fact]) -> RawTable:
        """Count helps or goals by group; families are their contributors."""
        rows = (self.town.axis(direction, overlapping=direction == PROVIDER), GROUPED[name])
        heading = self._heading(name, direction, "heads")
        cells = dict(amounts_table(heading, rows, self._parts(name, direction, facts)).cells)
        # Somebody helped by two providers stands in two rows, and once in the whole.
        once = amounts_table(heading, rows, _wholes(name, facts)).cells
        cells |= {place: cell for place, cell in once.items() if place[0] == ALL}
        raw = RawTable(heading.name, heading.figure, heading.unit, heading.period, rows, cells)
        return raw if name == WAITING else coarsen(raw, self.rule)

    def _parts(self, name: str, direction: str, facts: list[Fact]) -> Iterator[Contribution]:
        for fact in facts:
            for group, amount in _counted(name, fact):
                for place in self.town.places(fact, direction):
                    yield Contribution((place, *group), fact.family, None, amount)


def _wholes(name: str, facts: list[Fact]) -> Iterator[Contribution]:
    for fact in facts:
        for group, amount in _counted(name, fact):
            yield Contribution((OTHER, *group), fact.family, None, amount)


def _groups(name: str, parts: tuple[str, ...]) -> Axis:
    return Axis(name, (*parts, ALL), ALL, (Sum(ALL, parts),))


WAITING = "waiting"
# Helps that began are those with a time of waiting: one figure, so that the sums are protected together.
GROUPED: dict[str, Axis] = {
    "ended": _groups("ended", ENDS),
    "goals": _groups("goals", RESULTS),
    WAITING: Axis(
        WAITING,
        (*BANDS, BEGUN, OPEN, ALL),
        ALL,
        (Sum(BEGUN, tuple(BANDS)), Sum(ALL, (BEGUN, OPEN))),
    ),
}


def _counted(name: str, fact: Fact) -> Iterator[tuple[tuple[str, ...], int]]:
    """Give the groups in which a help counts, and how often."""
    if name == "goals":
        yield from (((result,), count) for result, count in fact.goals.items() if count)
    elif name == "ended" and fact.ended:
        yield (fact.ended,), 1
    elif name == WAITING and (fact.started or fact.is_open):
        yield (OPEN if fact.is_open else band(fact.waiting_days),), 1


def band(days: int) -> str:
    """Find the group of a number of days."""
    return next(name for name, last in BANDS.items() if days <= last)


def _reached(facts: Sequence[Fact]) -> set[str]:
    """Find the families for whom at least an hour was worked."""
    minutes: dict[str, int] = defaultdict(int)
    for fact in facts:
        minutes[fact.family] += sum(fact.minutes.values())
    return {family for family, worked in minutes.items() if worked >= REACHED_MINUTES}
