"""What is counted and how: the version of the definitions, their words, and the days of a year."""

from datetime import date
from typing import NamedTuple

from referrals.families.sums import word_file

# Goes up with every change of meaning: figures of two versions are never set beside each other.
VERSION = 1

# What people read under "So wird gezählt".
DEFINITIONS: tuple[tuple[str, str], ...] = (
    (
        "Erreichte Familien",
        (
            "Familien, für die Träger im Zeitraum mindestens eine Stunde geleistet und abgegeben haben. "
            "Jede Familie zählt einmal, auch wenn sie mehrere Hilfen hat."
        ),
    ),
    (
        "Stunden",
        (
            "Abgegebene Stunden für diese Familien nach dem Tag der Leistung; Berichtigungen sind "
            "abgezogen. Stunden ohne Bezug zu einer Familie zählen nicht."
        ),
    ),
    ("Stunden je Familie", "Stunden geteilt durch erreichte Familien, ab zehn Familien."),
    (
        "Ziele",
        (
            "Ziele aus Hilfeplänen, die im Zeitraum abgeschlossen wurden: erreicht, teilweise erreicht, "
            "nicht erreicht oder nicht weiter verfolgt."
        ),
    ),
    (
        "Wartetage",
        (
            "Tage (Median) von der ersten Anfrage bis zum ersten Kontakt bei Hilfen, die im Zeitraum begannen. "
            "Der Median wird aus den gezeigten Gruppen geschätzt, ab zehn Hilfen; die Hälfte wartete "
            "kürzer, die Hälfte länger. Hilfen ohne ersten Kontakt stehen unter „noch offen“."
        ),
    ),
    (
        "Begonnen und beendet",
        "Hilfen mit erstem Kontakt im Zeitraum und Hilfen, die im Zeitraum endeten.",
    ),
    (
        "Planmäßig",
        (
            "Hilfen, die nach Hilfeplan endeten, im Verhältnis zu allen beendeten Hilfen. Adoption, "
            "Wechsel der Zuständigkeit und sonstige Gründe stehen unter „anders“."
        ),
    ),
    (
        "Sozialraum",
        "Der Sozialraum, in dem die Familie am Tag der Zählung wohnt, nach dem Straßenverzeichnis.",
    ),
)


class Window(NamedTuple):
    """The days that count, both ends included."""

    first: date
    last: date

    def holds(self, on: date | None) -> bool:
        """Tell whether a day counts."""
        return on is not None and self.first <= on <= self.last


def file_words() -> frozenset[str]:
    """Give the words that stand for families in speech, so that a report can do without them."""
    return frozenset(word_file())


def window(year: int, cut_on: date) -> Window:
    """Give the days of a year up to a cut.

    Raises:
        ValueError: the cut lies before the year.
    """
    last = min(date(year, 12, 31), cut_on)
    if last < date(year, 1, 1):
        raise ValueError("The cut lies before the year")
    return Window(date(year, 1, 1), last)
