"""Published numbers as text, and nothing but published numbers: what page, paper and file say."""

from collections.abc import Mapping
from math import inf

from outcomes.protected import HIDDEN, ProtectedCell, ProtectedRelease, cell
from outcomes.ratios import average, median, percent
from outcomes.sums import ALL, BANDS, BEGUN, ENDS, OPEN, PROVIDER, RESULTS, SPACE, TYPE

TITLES = {SPACE: "Nach Sozialraum", TYPE: "Nach Hilfeart", PROVIDER: "Nach Träger"}
FIRST = {SPACE: "Sozialraum", TYPE: "Hilfeart", PROVIDER: "Träger"}
NOTES = {
    SPACE: "Kleine Zahlen schwanken stark: Ein Unterschied zwischen zwei Sozialräumen kann Zufall sein.",
    TYPE: "Eine Familie mit zwei Arten von Hilfe steht in beiden Zeilen, in der Summe einmal.",
    PROVIDER: "Eine Familie mit zwei Trägern steht bei beiden, in der Summe einmal; "
    "Träger begleiten verschieden belastete Familien und lassen sich hieran nicht messen.",
}
COLUMNS = (
    *("Familien", "Stunden", "je Familie", "Ziele erreicht", "Wartetage"),
    *("Begonnen", "Beendet", "Planmäßig"),
)
RESULT_NAMES = ("Erreicht", "Teilweise", "Nicht erreicht", "Nicht weiter verfolgt", "Zusammen")
BAND_NAMES = ("bis 14 Tage", "15 bis 28", "über 28", "Begonnen", "noch offen", "Zusammen")
END_NAMES = ("Planmäßig", "Vorzeitig", "Anders", "Zusammen")
GROUPS: dict[str, tuple[str, Mapping[str, str]]] = {
    figure: (title, dict(zip(groups, names, strict=True)))
    for figure, title, groups, names in (
        ("goals", "Abgeschlossene Ziele", (*RESULTS, ALL), RESULT_NAMES),
        ("waiting", "Wartetage bis zum ersten Kontakt", (*BANDS, BEGUN, OPEN, ALL), BAND_NAMES),
        ("ended", "Beendete Hilfen", (*ENDS, ALL), END_NAMES),
    )
}
NOTHING_SHOWN = (
    "Für diese Auswahl werden keine Zahlen gezeigt, weil einzelne Familien erkennbar wären."
)


class Numbers:
    """The published cells of a release, by figure, direction and place."""

    def __init__(self, release: ProtectedRelease) -> None:
        self._tables = {table.name: table.cells for table in release.tables}
        self._above = {
            (axis.name, part): made.whole
            for table in release.tables
            for axis in table.axes
            for made in axis.sums
            for part in made.parts
        }

    def at(self, figure: str, direction: str, *place: str) -> ProtectedCell:
        """
        Give a cell; where the table was made coarser there is no number to show, unless the sum
        above it is nothing: then everybody can read that it is nothing too.
        """
        cells = self._tables[f"{figure}/{direction}"]
        above = self._above.get((direction, place[0]))
        if place in cells:
            return cells[place]
        return (
            cell(0)
            if above and self.at(figure, direction, above, *place[1:]).value == 0
            else cell(None)
        )

    def categories(self, direction: str) -> list[str]:
        """Give the rows of a direction in reading order."""
        return [place[0] for place in self._tables[f"families/{direction}"]]


def number_text(one: ProtectedCell) -> str:
    """Write a number or its sign."""
    return one.symbol or grouped(one.value or 0)


def hours_text(minutes: ProtectedCell) -> str:
    """Write minutes as whole hours, or their sign."""
    return minutes.symbol or grouped(round((minutes.value or 0) / 60))


def per_family_text(minutes: ProtectedCell, families: ProtectedCell) -> str:
    """Write hours per family with one decimal, from ten families on."""
    found = average(minutes, families)
    return decimal(found / 60) if found is not None else instead(families)


def share_text(part: ProtectedCell, whole: ProtectedCell) -> str:
    """Write a share with both of its numbers, or none of it."""
    found = percent(part, whole)
    if found is None:
        return instead(whole)
    return f"{found:.0f} % ({part.value or 0} von {whole.value})"


def waiting_text(numbers: Numbers, direction: str, row: str) -> str:
    """Write the median of days between enquiry and first contact."""
    groups = [(last, numbers.at("waiting", direction, row, name)) for name, last in BANDS.items()]
    begun = numbers.at("waiting", direction, row, BEGUN)
    found = median(groups, begun)
    if found is None:
        return instead(begun)
    return f"über {longest():.0f}" if found == inf else f"etwa {found:.0f}"


def longest() -> float:
    """Give the last day of waiting that a group still names."""
    return max(last for last in BANDS.values() if last != inf)


def instead(base: ProtectedCell) -> str:
    """Write the sign for a figure that cannot be given: nothing there, or hidden."""
    return "–" if base.value == 0 else HIDDEN


def grouped(number: int) -> str:
    """Write a whole number as people read it: 12.240."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """Write a number with one decimal: 99,5."""
    return f"{number:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def lead(numbers: Numbers) -> str:
    """Say reach, intensity and outcome together, as far as they are published (OM-12)."""
    families, minutes = numbers.at("families", SPACE, ALL), numbers.at("minutes", SPACE, ALL)
    goals, achieved = (
        numbers.at("goals", SPACE, ALL, ALL),
        numbers.at("goals", SPACE, ALL, "achieved"),
    )
    if families.value is None:
        return NOTHING_SHOWN
    said = [f"{grouped(families.value)} Familien wurden erreicht"]
    per_family, share = average(minutes, families), percent(achieved, goals)
    if per_family is not None:
        said[0] += f", mit {decimal(per_family / 60)} Stunden je Familie"
    if share is not None:
        said.append(f"Von {goals.value} abgeschlossenen Zielen sind {share:.0f} % erreicht")
    return ". ".join(said) + "."
