"""Hand-written families one can click through; texts and days stand in the town's folder."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from deploy.town.hours import DAYS
from deploy.town.reference import the_town
from deploy.town.shapes import SampledEntry, SampledEpisode, SampledFamily

# Days of birth and terms may fall on a weekend; what people do may not.
ANY_DAY = ("born_on", "expected_on", "starts_on", "ends_on", "until")


@dataclass(frozen=True, slots=True)
class StoryVisit:
    """A visit that stands in a carer's calendar from the first day on."""

    family: str
    provider: str
    starts_at: datetime
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class Story:
    """A family in a state worth showing, in the same shapes as a sampled one."""

    key: str
    title: str
    about: str
    family: SampledFamily
    month_waits: tuple[str, ...] = ()
    """Providers that have not handed in the last full month."""
    visits: tuple[StoryVisit, ...] = ()
    """Visits planned for today and the days to come, weekends too: a demo begins on any day."""


def stories(day: date, folder: Path | None = None) -> tuple[Story, ...]:
    """Return the stories of a town as they stand on a day."""
    files = sorted((folder or the_town()).glob("stories/*.toml"))
    return tuple(_story(tomllib.loads(file.read_text(encoding="utf-8")), day) for file in files)


def _story(told: Mapping[str, Any], day: date) -> Story:
    family: SampledFamily = _built(SampledFamily, told["family"], day)
    entries = tuple(sorted(_entries(told.get("hours", ()), day), key=lambda e: (e.on, e.carer)))
    episodes = tuple(_until(episode, day) for episode in family.episodes)
    if entries:
        episodes = (replace(episodes[0], entries=entries), *episodes[1:])
    return Story(
        key=told["key"],
        title=told["title"],
        about=told["about"],
        family=replace(family, episodes=episodes, special=("story",)),
        month_waits=tuple(told.get("month_waits", ())),
        visits=tuple(_visits(told.get("visits", ()), family, day)),
    )


def _visits(planned: Any, family: SampledFamily, day: date) -> Iterator[StoryVisit]:
    """Yield the visits inside a decided period; early in a year a help has not begun yet."""
    decisions = family.episodes[0].decisions
    for one in planned:
        visit = _visit(one, family.ref, day)
        on = visit.starts_at.date()
        if any(d.decided_on <= day and d.starts_on <= on <= d.ends_on for d in decisions):
            yield visit


def _visit(told: Mapping[str, Any], family: str, day: date) -> StoryVisit:
    """Build a planned visit; its day is counted from `day` as it is, without moving weekends."""
    on = day + timedelta(days=told["in_days"])
    return StoryVisit(
        family=family,
        provider=told["provider"],
        starts_at=datetime.combine(on, time.fromisoformat(told["start"])),
        minutes=told["minutes"],
        place=told.get("place", ""),
    )


def _until(episode: SampledEpisode, day: date) -> SampledEpisode:
    """Leave out plan versions that have not been met for yet."""
    plans = tuple(plan for plan in episode.plans if plan.meeting_on <= day)
    return replace(episode, plans=plans)


def _entries(patterns: Any, day: date) -> Iterator[SampledEntry]:
    """Yield one entry a week for each pattern of hours."""
    for pattern in patterns:
        start = time.fromisoformat(pattern["start"])
        on, last = _raw_day(pattern["from"], day), _raw_day(pattern["until"], day)
        on += timedelta(days=(DAYS.index(pattern["weekday"]) - on.weekday()) % 7)
        while on <= last:
            yield SampledEntry(
                on=on,
                start_minute=start.hour * 60 + start.minute,
                minutes=pattern["minutes"],
                kind=pattern["kind"],
                provider=pattern["provider"],
                carer=pattern["carer"],
                entered_on=on,
                corrected_to=None,
            )
            on += timedelta(days=7)


def _built(kind: Any, told: Any, day: date, name: str = "") -> Any:
    """Build a shape from what is told; days are counted from `day`, or from its year."""
    if get_origin(kind) is UnionType:
        return None if told is None else _built(_some(kind), told, day, name)
    if get_origin(kind) is tuple:
        kinds = get_args(kind)
        every = [kinds[0]] * len(told) if kinds[-1] is Ellipsis else list(kinds)
        return tuple(_built(k, item, day) for k, item in zip(every, told, strict=True))
    if is_dataclass(kind):
        return _shape(kind, told, day)
    if kind is datetime:
        offset, clock = str(told).split()
        return datetime.combine(_day(offset, day, name), time.fromisoformat(clock))
    if kind is date:
        return _day(told, day, name)
    return told.strip() if isinstance(told, str) else told


def _shape(kind: Any, told: Mapping[str, Any], day: date) -> Any:
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    if unknown := set(told) - known:
        raise ValueError(f"{kind.__name__} has no {sorted(unknown)}")
    return kind(
        **{
            name: _built(hint, told[name], day, name) if name in told else _nothing(hint)
            for name, hint in hints.items()
        }
    )


def _nothing(hint: Any) -> Any:
    """Return what a field holds that a story does not mention; a missing day is an error."""
    if get_origin(hint) is UnionType:
        return None
    if get_origin(hint) is tuple:
        return ()
    return {str: "", int: 0, float: 0.0, bool: False}[hint]


def _some(kind: Any) -> Any:
    return next(k for k in get_args(kind) if k is not NoneType)


def _day(told: int | str, day: date, name: str) -> date:
    found = _raw_day(told, day)
    if name in ANY_DAY or found.weekday() < 5:
        return found
    return found - timedelta(days=found.weekday() - 4)


def _raw_day(told: int | str, day: date) -> date:
    """Return a day told as `-14` (before `day`) or `year+6` (after the first of its year)."""
    if isinstance(told, str) and told.startswith("year"):
        return date(day.year, 1, 1) + timedelta(days=int(told.removeprefix("year")))
    return day + timedelta(days=int(told))
