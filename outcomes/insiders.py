"""
Attackers who know more than readers do: every provider knows its own numbers exactly.

A report names providers, and each of them holds its own books. What stays hidden from readers must
stay hidden from a provider that puts its own numbers into the sums.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from outcomes.attacking import Region, mask_of
from outcomes.unknowns import Standing, System


def insiders_of(system: System, axis: str) -> tuple[System, ...]:
    """
    Give the system once more for each category of `axis`, with its own numbers known.

    What an insider knows itself needs no protection from it; everything else needs all of it.
    Numbers that an earlier release hides are not at hand any more and stay unknown.
    """
    free = frozenset(system.having(Standing.FREE))
    everything = Region(system, mask_of(system, free))
    found = (_inside(system, own, everything) for own in _owners(system, axis))
    return tuple(inside for inside in found if inside.targets)


def _owners(system: System, axis: str) -> Iterator[frozenset[int]]:
    """Give the positions of each owner's numbers, in the order of their names."""
    own: dict[str, set[int]] = {}
    for index, key in enumerate(system.keys):
        for name, category in key.at:
            if name == axis:
                own.setdefault(category, set()).add(index)
    yield from (frozenset(own[category]) for category in sorted(own))


def _inside(system: System, own: frozenset[int], everything: Region) -> System:
    known = {index for index in own if not np.isnan(system.truth[index])}
    standing = [
        Standing.KNOWN if index in known else one for index, one in enumerate(system.standing)
    ]
    # Elsewhere the own numbers change nothing: what readers cannot find out stays hidden there.
    near = {everything.part_label(index) for index in own}
    theirs = own | _growth_of(system, own)
    targets = tuple(
        target
        for target in system.targets
        if target.index not in theirs and everything.part_label(target.index) in near
    )
    return replace(system, standing=tuple(standing), targets=targets)


def _growth_of(system: System, own: frozenset[int]) -> frozenset[int]:
    """Find what is told by own numbers alone, such as their growth since an earlier release."""
    found = set()
    for index in range(len(system.keys), len(system.standing)):
        rows = system.columns[:, [index]].nonzero()[0]
        numbers = set(system.matrix[rows].nonzero()[1].tolist()) - {index}
        if numbers <= own:
            found.add(index)
    return frozenset(found)
