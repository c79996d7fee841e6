"""Percentages, averages and ranges of chance, from published numbers only."""

from collections.abc import Sequence
from math import inf, sqrt

from outcomes.protected import ProtectedCell

SMALLEST_BASE_OF_AVERAGES = 10
Group = tuple[float, ProtectedCell]
"""The last value of a group (`inf` for an open one) and how many fall into it."""
NORMAL_95 = 1.959963984540054


def percent(part: ProtectedCell, whole: ProtectedCell) -> float | None:
    """
    Give a share in percent, or nothing when one of the two numbers is not published (SD-12, OM-22).

    A share of a hidden number would give it away. Nothing, too, when the whole is zero.
    """
    if part.value is None or not whole.value:
        return None
    return 100 * part.value / whole.value


def average(amount: ProtectedCell, heads: ProtectedCell) -> float | None:
    """
    Give amount per head, or nothing when one is hidden or there are fewer than ten heads (OM-23).

    Unit: the unit of `amount` per one of `heads`.
    """
    if amount.value is None or (heads.value or 0) < SMALLEST_BASE_OF_AVERAGES:
        return None
    return amount.value / (heads.value or 1)


def median(groups: Sequence[Group], heads: ProtectedCell) -> float | None:
    """
    Estimate a median from published groups in rising order, evenly spread inside a group.

    Nothing when the number of heads is hidden or below ten (OM-23, SD-20) or when hidden groups
    keep its place secret; `inf` when it lies in the open last group. Unit: that of the limits.
    """
    if heads.value is None or heads.value < SMALLEST_BASE_OF_AVERAGES:
        return None
    half = heads.value / 2
    for place, (limit, one) in enumerate(groups):
        before = _below(groups, place, heads.value)
        if one.value and before is not None and before < half <= before + one.value:
            low = groups[place - 1][0] if place else 0.0
            return inf if limit == inf else low + (limit - low) * (half - before) / one.value
    return None


def _below(groups: Sequence[Group], place: int, heads: int) -> int | None:
    """Say how many lie below a group, counted from the bottom or from the top."""
    lower = [one.value for _, one in groups[:place]]
    upper = [one.value for _, one in groups[place:]]
    if None not in lower:
        return sum(value for value in lower if value is not None)
    if None not in upper:
        return heads - sum(value for value in upper if value is not None)
    return None


def wilson(part: ProtectedCell, whole: ProtectedCell) -> tuple[float, float] | None:
    """
    Give the 95 % range of chance of a share, in percent (OM-20), or nothing like `percent`.

    Source: E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference,
    JASA 22 (1927). Raises `ValueError` when the part is larger than the whole.
    """
    if part.value is None or not whole.value:
        return None
    if part.value > whole.value:
        raise ValueError("A part is larger than its whole")
    count, share, square = whole.value, part.value / whole.value, NORMAL_95**2
    middle = share + square / (2 * count)
    reach = NORMAL_95 * sqrt(share * (1 - share) / count + square / (4 * count**2))
    scale = 100 / (1 + square / count)
    return max(0.0, (middle - reach) * scale), min(100.0, (middle + reach) * scale)
