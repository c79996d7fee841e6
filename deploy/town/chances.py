"""Drawing from distributions with `random.Random` only; no words of the work."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import NormalDist

NORMAL = NormalDist()
MONTH_DAYS = 365.25 / 12
# SY-05: index of intakes by month, January first; working days Monday to Friday.
SEASON = (1.05, 1.0, 1.1, 0.95, 1.05, 1.1, 0.85, 0.7, 1.1, 1.05, 1.15, 0.9)
WEEKDAYS = (0.22, 0.20, 0.20, 0.20, 0.18, 0.0, 0.0)


def stream(seed: int, *words: object) -> Random:
    """Return an own stream of chance for one purpose, the same for the same seed and words."""
    return Random("/".join([str(seed), *map(str, words)]))  # noqa: S311  not for secrets


def weighted[T](chance: Random, choices: Mapping[T, float]) -> T:
    """Draw one of the choices by weight."""
    return chance.choices(list(choices), weights=list(choices.values()))[0]


def spread[T](chance: Random, choices: Mapping[T, float], amount: int) -> list[T]:
    """Return `amount` choices whose shares are as exact as whole numbers allow, in any order."""
    total = sum(choices.values())
    exact = {choice: amount * weight / total for choice, weight in choices.items()}
    counts = {choice: int(share) for choice, share in exact.items()}
    rest = sorted(exact, key=lambda choice: counts[choice] - exact[choice])
    for choice in rest[: amount - sum(counts.values())]:
        counts[choice] += 1
    drawn = [choice for choice, count in counts.items() for _ in range(count)]
    chance.shuffle(drawn)
    return drawn


def quantiles(chance: Random, amount: int) -> list[float]:
    """Return one number between 0 and 1 from each of `amount` equal strips, in any order."""
    drawn = [min(max((i + chance.random()) / amount, 1e-6), 1 - 1e-6) for i in range(amount)]
    chance.shuffle(drawn)
    return drawn


def lognormal(at: float, median: float, sigma: float) -> float:
    """Return the value at quantile `at` of a lognormal distribution."""
    return median * math.exp(sigma * NORMAL.inv_cdf(at))


def normal(at: float, mean: float, deviation: float) -> float:
    """Return the value at quantile `at` of a normal distribution."""
    return mean + deviation * NORMAL.inv_cdf(at)


def triangular(at: float, mode: float, high: float) -> float:
    """Return the value at quantile `at` of a triangle from 0 to `high` with its peak at `mode`."""
    if at < mode / high:
        return math.sqrt(at * high * mode)
    return high - math.sqrt((1 - at) * high * (high - mode))


def after_months(day: date, months: float) -> date:
    """Return the day so many months later (earlier when negative)."""
    return day + timedelta(days=round(months * MONTH_DAYS))


def working_day(day: date) -> date:
    """Return the day, or the Monday after it when it is a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def office_hour(chance: Random, day: date) -> datetime:
    """Return a moment without time zone in office hours of this or the next working day."""
    minutes = chance.randrange(8 * 60, 16 * 60 + 30)
    return datetime.combine(working_day(day), time(minutes // 60, minutes % 60))


def seasonal_days(chance: Random, first: date, last: date, amount: int) -> list[date]:
    """Return `amount` working days between two days, more in the months and weekdays that are."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    weights = [SEASON[day.month - 1] * WEEKDAYS[day.weekday()] for day in days]
    total = sum(weights)
    marks = sorted(at * total for at in quantiles(chance, amount))
    drawn, position, reached = [], 0, weights[0]
    for mark in marks:
        while reached < mark and position < len(days) - 1:
            position += 1
            reached += weights[position]
        drawn.append(days[position])
    chance.shuffle(drawn)
    return drawn


def pick[T](chance: Random, choices: Sequence[T], amount: int) -> tuple[T, ...]:
    """Draw several different things."""
    return tuple(chance.sample(list(choices), min(amount, len(choices))))
