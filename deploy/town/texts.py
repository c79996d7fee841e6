"""German sentences for sampled families, without names; the stories have their own texts."""

from dataclasses import dataclass
from functools import cache

from deploy.town.reference import HERE, read_rows

TEXTS = HERE / "texts"


@dataclass(frozen=True, slots=True)
class GoalText:
    """A goal in positive, concrete words with two steps: who, what."""

    text: str
    steps: tuple[tuple[str, str], ...]


@cache
def needs(reason: str) -> tuple[str, ...]:
    """Return what an enquiry may say for this main reason."""
    return tuple(r["text"] for r in read_rows(TEXTS / "needs.csv") if r["reason"] == reason)


@cache
def goals() -> tuple[GoalText, ...]:
    """Return the goals to draw from."""
    return tuple(
        GoalText(row["text"], tuple((row[f"who_{n}"], row[f"what_{n}"]) for n in (1, 2)))
        for row in read_rows(TEXTS / "goals.csv")
    )


@cache
def views(who: str) -> tuple[str, ...]:
    """Return the situation as child, parents or professionals may see it."""
    return tuple(row["text"] for row in read_rows(TEXTS / "views.csv") if row["who"] == who)


@cache
def wishes() -> tuple[str, ...]:
    """Return sentences about the family's wish."""
    return tuple(row["text"] for row in read_rows(TEXTS / "wishes.csv"))


@cache
def matters(danger: str) -> tuple[str, ...]:
    """Return what is told at a first contact without, with possible or with unclear danger."""
    return tuple(r["text"] for r in read_rows(TEXTS / "matters.csv") if r["danger"] == danger)
