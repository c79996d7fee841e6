"""Rows that a coarser table leaves out: nothing is nothing, and everything else is not told."""

from datetime import date

from outcomes.figures import Numbers, number_text
from outcomes.protected import ProtectedRelease, ProtectedTable, cell
from outcomes.tables import Axis, Period, Sum

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SPACES = Axis(
    "space",
    ("district:a", "a-1", "a-2", "district:b", "b-1", "all"),
    "all",
    (
        Sum("district:a", ("a-1", "a-2")),
        Sum("district:b", ("b-1",)),
        Sum("all", ("district:a", "district:b")),
    ),
)
DISTRICTS = Axis(
    "space",
    ("district:a", "district:b", "all"),
    "all",
    (Sum("all", ("district:a", "district:b")),),
)
ENDS = Axis("ended", ("planned", "all"), "all")


def test_below_a_sum_of_nothing_stands_nothing_and_below_others_a_dot() -> None:
    families = ProtectedTable(
        "families/space",
        *("families", "families", YEAR, (SPACES,)),
        {(one,): cell(20) for one in SPACES.categories},
    )
    shown = {"district:a": 0, "district:b": 9, "all": 9}
    ended = ProtectedTable(
        "ended/space",
        *("ended", "aids", YEAR, (DISTRICTS, ENDS)),
        {(one, group): cell(value) for one, value in shown.items() for group in ENDS.categories},
    )
    numbers = Numbers(ProtectedRelease((families, ended), 5, "by hand"))

    def said(space: str) -> str:
        return number_text(numbers.at("ended", "space", space, "planned"))

    assert [said(one) for one in SPACES.categories] == ["–", "–", "–", "9", "·", "9"]
