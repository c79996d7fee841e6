"""Towns made of dice: raw tables for the tests of protection."""

from collections.abc import Sequence
from datetime import date
from itertools import product

import numpy as np

from outcomes.counting import Heading, table_of_leaves
from outcomes.tables import Axis, Period, Place, RawTable, Sum

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
ALL = "insgesamt"

SPACES = {
    "Herten-Süd": 85,
    "Herten-Mitte": 45,
    "Westerholt": 33,
    "Disteln": 28,
    "Langenbochum": 27,
    "Scherlebeck": 18,
    "Paschenberg": 25,
    "Bertlich": 5,
}
DISTRICTS = {
    "Bezirk Mitte": ("Herten-Mitte", "Disteln", "Scherlebeck"),
    "Bezirk Nord": ("Westerholt", "Bertlich", "Langenbochum"),
    "Bezirk Süd": ("Herten-Süd", "Paschenberg"),
}
TYPES = ("§ 16", "§ 19", "§ 20", "§ 28", "§ 30", "§ 31", "§ 32", "§ 35a")
TYPE_SHARES = (0.28, 0.03, 0.04, 0.18, 0.15, 0.2, 0.05, 0.07)
REASONS = ("Belastung", "Gewalt", "Schule", "Sucht", "Trennung")
BANDS = ("0-5", "6-13", "14-20")


def flat(name: str, leaves: Sequence[str]) -> Axis:
    """Make an axis with a total only."""
    return Axis(name, (*leaves, ALL), ALL, (Sum(ALL, tuple(leaves)),))


def spaces() -> Axis:
    """Make Herten's spaces, their districts and the town."""
    sums = tuple(Sum(district, parts) for district, parts in DISTRICTS.items())
    return Axis(
        "Sozialraum",
        (*SPACES, *DISTRICTS, ALL),
        ALL,
        (*sums, Sum(ALL, tuple(DISTRICTS))),
    )


def grouped(name: str, leaves: int, groups: int) -> Axis:
    """Make an axis of leaves in groups of about the same size."""
    all_leaves = tuple(f"{name}{index:02d}" for index in range(leaves))
    names = tuple(f"{name} Gruppe {index:02d}" for index in range(groups))
    sums = tuple(Sum(one, all_leaves[index::groups]) for index, one in enumerate(names))
    return Axis(name, (*all_leaves, *names, ALL), ALL, (*sums, Sum(ALL, names)))


def table(
    name: str, axes: tuple[Axis, ...], leaves: dict[Place, int], period: Period = YEAR
) -> RawTable:
    """Make a table of families from its smallest cells."""
    return table_of_leaves(Heading(name, "Familien", "Familien", period), axes, leaves)


def diced(seed: int, axes: tuple[Axis, ...], mean: float) -> dict[Place, int]:
    """Throw dice for every smallest cell, uneven between categories."""
    dice = np.random.default_rng(seed)
    shares = [dice.dirichlet(np.full(len(axis.leaves), 3.0)) * len(axis.leaves) for axis in axes]
    return {
        tuple(axis.leaves[one] for axis, one in zip(axes, place, strict=True)): int(
            dice.poisson(
                mean * np.prod([share[one] for share, one in zip(shares, place, strict=True)])
            )
        )
        for place in product(*(range(len(axis.leaves)) for axis in axes))
    }


def families(seed: int) -> list[dict[str, str]]:
    """Throw dice for every family of Herten: space, type, reason, age band."""
    dice = np.random.default_rng(seed)
    return [
        {
            "Sozialraum": space,
            "Hilfeart": str(dice.choice(TYPES, p=TYPE_SHARES)),
            "Grund": str(dice.choice(REASONS)),
            "Alter": str(dice.choice(BANDS)),
        }
        for space, count in SPACES.items()
        for _ in range(count)
    ]


def counted(name: str, axes: tuple[Axis, ...], people: list[dict[str, str]]) -> RawTable:
    """Count families into a table."""
    leaves: dict[Place, int] = {}
    for one in people:
        place = tuple(one[axis.name] for axis in axes)
        leaves[place] = leaves.get(place, 0) + 1
    return table(name, axes, leaves)


def herten(seed: int = 0) -> list[RawTable]:
    """Make the yearly release of Herten: three tables that share their margins."""
    people = families(seed)
    kinds, reasons, bands = flat("Hilfeart", TYPES), flat("Grund", REASONS), flat("Alter", BANDS)
    return [
        counted("Raum und Art", (spaces(), kinds), people),
        counted("Raum und Grund", (spaces(), reasons), people),
        counted("Art und Alter", (kinds, bands), people),
    ]
