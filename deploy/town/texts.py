"""German sentences for sampled families, without names; the stories have their own texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from deploy.town.reference import HERE, read_rows

TEXTS = HERE / "texts"


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal in positive, concrete words with two steps: who, what."""

    text: str
    steps: tuple[tuple[str, str], ...]


def needs(reason: str, ages: Iterable[int]) -> tuple[str, ...]:
    """Return what an enquiry may say for this main reason and children of these ages."""
    rows = [row for row in _rows("needs") if row["reason"] == reason]
    return tuple(row["text"] for row in _fitting(rows, ages))


def goals(ages: Iterable[int]) -> tuple[GoalText, ...]:
    """Return the goals to draw from for children of these ages in years."""
    return tuple(
        GoalText(row["text"], tuple((row[f"who_{n}"], row[f"what_{n}"]) for n in (1, 2)))
        for row in _fitting(_rows("goals"), ages)
    )


def views(who: str, ages: Iterable[int]) -> tuple[str, ...]:
    """Return the situation as child, parents or professionals may see it."""
    rows = [row for row in _rows("views") if row["who"] == who]
    return tuple(row["text"] for row in _fitting(rows, ages))


def wishes() -> tuple[str, ...]:
    """Return sentences about the family's wish."""
    return tuple(row["text"] for row in _rows("wishes"))


def matters(danger: str, reporter: str) -> tuple[str, ...]:
    """Return what such a reporter tells without, with possible or with unclear danger."""
    return tuple(
        row["text"]
        for row in _rows("matters")
        if row["danger"] == danger and reporter in row["reporters"].split()
    )


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    return tuple(read_rows(TEXTS / f"{name}.csv"))


def _fitting(rows: Iterable[dict[str, str]], ages: Iterable[int]) -> list[dict[str, str]]:
    """Keep rows meant for the age of at least one child."""
    years = tuple(ages)
    return [
        row
        for row in rows
        if any(int(row["from_age"]) <= age <= int(row["to_age"]) for age in years)
    ]
