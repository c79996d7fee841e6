"""Plain rules of protected addresses: how many are named, and how a finished text is looked through."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from audit.clock import day_text
from referrals.families.sums import fold
from referrals.naming import sums as naming

# At least so many of the office are named, so that a sick day leaves nobody without (users.md R9);
# under a lock at most so many people (DP-70).
LEAST_NAMED, MOST_NAMED = 2, 6
# So long before a lock runs out the first page reminds of it (DP-76).
REMINDED_BEFORE = timedelta(days=92)
STREET, CALL, PLACE = "street", "call", "place"
# From here on a value is found inside any run of letters.
LONG = 8
SCHOOL = re.compile(
    r"\b(?:(?:Kita|Kindertagesstätte|Kindergarten|Krippe|Hort|Schule|Gymnasium|Berufskolleg)\s+"
    r"(?:[„\"]?[A-ZÄÖÜ][\w-]+[“\"]?(?:\s+[A-ZÄÖÜ][\w-]+)?)"
    r"|[A-ZÄÖÜ][\w-]*(?:-|[a-zäöüß])(?:schule|Schule|gymnasium|Gymnasium|kita|Kita|kindergarten))\b"
)
# Words for a kind of school name no school.
KINDS = frozenset(
    fold(
        "Grundschule Förderschule Hauptschule Realschule Gesamtschule Sekundarschule Berufsschule"
        " Vorschule Musikschule Tanzschule Fahrschule Abendschule Volkshochschule Hochschule"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that must not leave the house: what it is called in a sentence, how it is written, itself."""

    kind: str
    shape: str
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """That a page holds a protected value: which page, counted from one, and what kind; never the value."""

    page: int
    kind: str


def found_in(pages: Sequence[str], values: Iterable[Value]) -> tuple[Finding, ...]:
    """Look for protected values in the pages of a finished text, however they are spelled or parted.

    Umlauts, ß, "Str.", hyphens, line ends and grouped digits hide nothing (`families.sums.fold`,
    `naming.sums`). A street counts without its number too.

    Args:
        pages: the text of each page.
        values: what must not stand there.

    Returns:
        Page and kind of what was found, each once, in order. Source: DP-73.
    """
    wanted = list(values)
    return tuple(
        sorted(
            {
                Finding(number, value.kind)
                for number, page in enumerate(pages, 1)
                for value in wanted
                if _stands_in(value, page)
            }
        )
    )


def sentence(findings: Sequence[Finding], *, paged: bool = True) -> str:
    """Say which page holds which kind of protected value (users.md, sentence 92)."""
    places = (f"Seite {one.page}, {one.kind}" if paged else one.kind for one in findings)
    said = "; ".join(dict.fromkeys(places))
    return (
        f"Das Dokument enthält eine geschützte Angabe ({said}). Es wurde nicht ausgegeben. "
        "Bitte wählen Sie die Fassung für den Empfänger."
    )


def schools_in(text: str) -> list[str]:
    """Find names of schools and day cares in what is noted about a child; kinds of school are none."""
    return [name for name in SCHOOL.findall(text) if fold(name) not in KINDS]


def dial(number: str) -> str:
    """Give the address under which a phone calls a number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _stands_in(value: Value, page: str) -> bool:
    text = value.text.strip()
    match value.shape:
        case "call":
            return bool(_traces(page, numbers=[text]))
        case "street":
            street = re.split(r"\s+\d", text, maxsplit=1)[0]
            return bool(_traces(page, streets=[street])) or _inside(street, page)
        case _:
            return _inside(text, page) or f" {fold(text)} " in f" {fold(page)} "


def _traces(page: str, *, numbers: Sequence[str] = (), streets: Sequence[str] = ()) -> list[str]:
    return naming.traces_in(page, numbers=numbers, streets=streets, births=(), file="")


def _inside(text: str, page: str) -> bool:
    wanted = _bare(text)
    return len(wanted) >= LONG and wanted in _bare(page)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def is_ending(until_on: date | None, today: date) -> bool:
    """Tell whether a lock runs out within three months, or ran out. Source: DP-76."""
    return until_on is not None and until_on <= today + REMINDED_BEFORE


def notices(until_on: date | None, today: date) -> tuple[str, ...]:
    """Say that a lock runs out, and that no day ends the protection by itself."""
    if until_on is None or not is_ending(until_on, today):
        return ()
    past = until_on < today
    runs = (
        f"{'ist am' if past else 'läuft am'} {day_text(until_on)} {'abgelaufen' if past else 'ab'}"
    )
    stays = "Der Schutz hier bleibt, bis ihn jemand verlängert oder zwei Personen ihn beenden."
    return (f"Die Sperre {runs}. {stays}",)
