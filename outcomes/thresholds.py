"""Which cells may not be shown for their own sake (primary protection), before looking at sums."""

from dataclasses import dataclass

from outcomes.tables import RawCell

LOWEST_THRESHOLD = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """
    How strict a release is.

    `threshold`: fewer families or heads than this are hidden (5; the law's practice allows 3).
    `protect_zeros`: zero is hidden too (reports of danger to children).
    `hide_groups`: nobody may read that all of a line fall into one category.
    For amounts: fewer than `providers` contributors, one above `dominance` percent, or a biggest
    one that the second biggest could estimate within `closeness` percent are hidden, and the
    attacker's interval must reach `margin` percent to either side.
    `insiders`: on this axis stand those who know their own numbers exactly and learn no others'.
    """

    threshold: int = 5
    protect_zeros: bool = False
    hide_groups: bool = True
    providers: int = 3
    dominance: int = 85
    closeness: int = 10
    margin: int = 20
    insiders: str = "provider"

    def __post_init__(self) -> None:
        """Refuse a threshold that protects nobody."""
        if self.threshold < LOWEST_THRESHOLD:
            raise ValueError(f"A threshold below {LOWEST_THRESHOLD} is not possible")


def is_sensitive(cell: RawCell, rule: Rule, *, magnitude: bool) -> bool:
    """
    Say whether a cell must be hidden for its own sake.

    Minimum frequency on heads and on families (SD-01); for amounts also the number of providers
    and dominance, the (1, n) and the p% rule (SD-08), as the Bundesagentur applies them.
    """
    if not cell.families and not cell.value:
        return rule.protect_zeros
    if cell.families < rule.threshold:
        return True
    if magnitude:
        return _too_few_providers(cell, rule) or _dominated(cell, rule)
    return 0 < cell.value < rule.threshold


def _too_few_providers(cell: RawCell, rule: Rule) -> bool:
    return cell.providers is not None and cell.providers < rule.providers


def _dominated(cell: RawCell, rule: Rule) -> bool:
    if not cell.largest:
        return False
    rest = cell.value - cell.largest - cell.second
    return (
        100 * cell.largest > rule.dominance * cell.value
        or 100 * rest < rule.closeness * cell.largest
    )


def levels(value: int, rule: Rule, *, magnitude: bool) -> tuple[float, float]:
    """
    Say how low and how high an attacker's interval for a hidden cell must reach (SD-09).

    For a small number the answer does not depend on it: from nothing to the threshold (SD-33).
    Larger hidden numbers need the threshold, amounts the margin, to either side.
    """
    if magnitude:
        spread = max(1.0, value * rule.margin / 100)
        return max(0.0, value - spread), value + spread
    if value < rule.threshold:
        return 0.0, float(rule.threshold)
    return float(value - rule.threshold), float(value + rule.threshold)


def weight_of(value: int, rule: Rule) -> int:
    """
    Say what hiding a cell costs, by class of size only.

    Never asked for a small number: all of those are hidden anyway, so that the choice cannot
    tell one from another (SD-33).
    """
    return 12 if value == 0 else 10 + 3 * (value // rule.threshold).bit_length()
