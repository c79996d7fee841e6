"""The rule of thumb that protects nobody: no line with exactly one hidden cell."""

from outcomes.protected import ProtectedTable, cell
from outcomes.tables import Axis, Place, RawTable, places_of


def by_line_rule(raw: RawTable, threshold: int = 5) -> ProtectedTable:
    """Hide small cells, then the smallest other cell of every line with one dot, until none is left."""
    values = {place: raw.at(place).value for place in places_of(raw.axes)}
    hidden = {place for place, value in values.items() if 0 < value < threshold}
    lines = list(_lines(raw.axes, list(values)))
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for line in lines:
            if len(hidden.intersection(line)) == 1:
                others = [place for place in line if place not in hidden and values[place]]
                hidden.update(sorted(others, key=lambda place: (values[place], place))[:1])
    cells = {place: cell(None if place in hidden else value) for place, value in values.items()}
    return ProtectedTable(raw.name, raw.figure, raw.unit, raw.period, raw.axes, cells)


def _lines(axes: tuple[Axis, ...], places: list[Place]) -> list[list[Place]]:
    return [
        [(*place[:index], one, *place[index + 1 :]) for one in (made.whole, *made.parts)]
        for place in places
        for index, axis in enumerate(axes)
        for made in axis.sums
        if made.whole == place[index]
    ]
