"""How often the town is asked, how long a worker is told, and what of a person is compared."""

from collections.abc import Iterable
from datetime import timedelta

from referrals.sounds.sums import parts

AN_HOUR, ASKED_AN_HOUR = timedelta(hours=1), 20
A_DAY, ASKED_A_DAY = timedelta(hours=24), 60
TOLD_FOR = timedelta(days=7)


def values(last_name: str, born: str) -> list[tuple[str, str]]:
    """Give what is compared of a person: how each part of the surname sounds, with the birth date.

    Args:
        last_name: as it is written.
        born: the day as ISO 8601, or nothing.

    Returns:
        Pairs; none without a day, because a surname alone would tell too much.
    """
    return [(heard, born) for heard in parts(last_name)] if born else []


def is_too_often(counts: Iterable[tuple[int, int]]) -> bool:
    """Tell whether one of the limits is reached; pairs of how often and at most."""
    return any(found >= most for found, most in counts)
