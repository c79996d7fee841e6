"""How many helps there are in a year, when they begin and end: inflow, stock and duration agree."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from deploy.town.chances import (
    after_months,
    lognormal,
    quantiles,
    seasonal_days,
    stream,
    weighted,
    working_day,
)
from deploy.town.reference import Quantity, Town
from deploy.town.shapes import Window

# SY-05: durations lognormal with this sigma; break-offs most likely in months 2 to 4.
SIGMA = 0.6
EARLY = (1.5, 4.5)
EARLY_WEIGHT = 3.0
SHORTEST_MONTHS = 0.7
# No help of the network that still runs began earlier: who gave it was not there yet.
LONGEST_AGO_MONTHS = 72.0
UNPLANNED = {"20": 0.60, "21": 0.14, "22": 0.26}
NEUTRAL = {"50": 1.0}
NEUTRAL_SHARE = 0.12
# SY-09: handed over to another office, 2 % of all and so 5 % of what did not end per plan.
TRANSFER_SHARE = 0.02 / 0.38


@dataclass(frozen=True, slots=True)
class Spell:
    """One help in time; `ended_on` and `reason` only when it ended inside the window."""

    quantity: Quantity
    started_on: date
    months: float
    ended_on: date | None
    reason: str


def spells_of_year(town: Town, window: Window, factor: float, seed: int) -> tuple[Spell, ...]:
    """
    Return every help of the window: those carried in and those that begin in it.

    The stock at the first day is drawn length-biased (long helps are more likely to be met
    running), so that stock = inflow x duration (Little's law) holds from the first day on.
    """
    drawn: list[Spell] = []
    for quantity in town.quantities:
        chance = stream(seed, "spells", quantity.aid_type)
        timed = _carried_in(chance, quantity, window, factor)
        timed += _new(chance, quantity, window, factor)
        drawn += _with_endings(chance, quantity, timed, window)
    return tuple(drawn)


def _median(quantity: Quantity) -> float:
    """Return the median of a lognormal distribution with the type's mean, in months."""
    return quantity.mean_months * math.exp(-(SIGMA**2) / 2)


def _new(
    chance: Random, quantity: Quantity, window: Window, factor: float
) -> list[tuple[date, float]]:
    years = ((window.last - window.first).days + 1) / 365
    amount = round(quantity.new_per_year * factor * years)
    days = seasonal_days(chance, window.first, window.last, amount)
    lengths = [
        max(lognormal(at, _median(quantity), SIGMA), SHORTEST_MONTHS)
        for at in quantiles(chance, amount)
    ]
    return list(zip(days, lengths, strict=True))


def _carried_in(
    chance: Random, quantity: Quantity, window: Window, factor: float
) -> list[tuple[date, float]]:
    amount = round(quantity.stock * factor)
    median = _median(quantity) * math.exp(SIGMA**2)
    lengths = [lognormal(at, median, SIGMA) for at in quantiles(chance, amount)]
    longest = LONGEST_AGO_MONTHS if quantity.in_network else math.inf
    return [
        (_begun(window.first, min(length * at, longest)), length)
        for length, at in zip(lengths, quantiles(chance, amount), strict=True)
    ]


def _begun(first: date, months: float) -> date:
    return min(working_day(after_months(first, -months)), first)


def _with_endings(
    chance: Random, quantity: Quantity, timed: Sequence[tuple[date, float]], window: Window
) -> list[Spell]:
    ends = [working_day(after_months(day, months)) for day, months in timed]
    ended = [i for i, end in enumerate(ends) if window.first <= end <= window.last]
    reasons = _reasons(chance, quantity, [timed[i][1] for i in ended])
    by_index = dict(zip(ended, reasons, strict=True))
    return [
        Spell(
            quantity=quantity,
            started_on=day,
            months=round(months, 2),
            ended_on=ends[i] if i in by_index else None,
            reason=by_index.get(i, ""),
        )
        for i, (day, months) in enumerate(timed)
        if ends[i] >= window.first
    ]


def _reasons(chance: Random, quantity: Quantity, months: Sequence[float]) -> list[str]:
    """Give the type's share of endings per plan; early endings are the likelier break-offs."""
    broken = round(len(months) * (1 - quantity.planned_share))
    order = sorted(
        range(len(months)),
        key=lambda i: -(chance.random() ** (1 / (EARLY_WEIGHT if _early(months[i]) else 1.0))),
    )
    reasons = ["10"] * len(months)
    for i in order[:broken]:
        unplanned = chance.random() > NEUTRAL_SHARE
        reasons[i] = weighted(chance, UNPLANNED if unplanned else NEUTRAL)
    for i in order[: int(broken * TRANSFER_SHARE + chance.random())]:
        reasons[i] = "40"
    return reasons


def _early(months: float) -> bool:
    return EARLY[0] <= months <= EARLY[1]


def days_running(spell: Spell, window: Window) -> tuple[date, date]:
    """Return the first and the last day of a help inside the window."""
    return max(spell.started_on, window.first), spell.ended_on or window.last
