"""Arithmetic of enquiries: periods in months, ages in bands, names in a text."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

# Shorter names ("Li") stand in too many other words to be marked.
SHORTEST_NAME = 3


def last_day(from_on: date, months: int) -> date:
    """Give the last day of a period of whole months; a month that is too short ends the period earlier.

    Args:
        from_on: first day, included.
        months: number of months, one or more.
    """
    years, month = divmod(from_on.month - 1 + months, 12)
    year, month = from_on.year + years, month + 1
    day = min(from_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def age(born: date, on: date) -> int:
    """Give the whole years that somebody has lived on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def holds_any(band: Mapping[str, str], ages: Collection[int]) -> bool:
    """Tell whether one of these ages lies in a band; both ends are included, unborn children have none."""
    if not band.get("from_age"):
        return False
    return any(int(band["from_age"]) <= age <= int(band["to_age"]) for age in ages)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Find names that stand in a text as whole words, whatever their case; each once, in order of the alphabet."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    parts = {part for name in names for part in re.findall(r"[^\W\d_]+", name)}
    return sorted(p for p in parts if len(p) >= SHORTEST_NAME and _stands_in(p.casefold(), words))


def _stands_in(name: str, words: set[str]) -> bool:
    """The genitive of a name ("Cems") names the person too."""
    return name in words or f"{name}s" in words
