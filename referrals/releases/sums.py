"""Looking through a finished text for what is protected, and taking the sentences out that hold it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from referrals.families.sums import fold
from referrals.naming import sums as naming
from referrals.nearness import sums as nearness

STREET, CALL, PLACE = "street", "call", "place"
SCHOOL_KIND, SPACE_KIND = "Schule", "Sozialraum"
# Spaces that are words too count only behind one that says what they are.
ALSO_WORDS = frozenset(
    fold("Mitte Nord Süd Ost West Zentrum Innenstadt Altstadt Stadtmitte").split()
)
SAID_TO_BE_SPACE = fold("Sozialraum Raum Stadtteil Bezirk Ortsteil Quartier Viertel").split()
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


# What stands where a sentence was taken out.
TAKEN_OUT = "[In dieser Fassung nicht enthalten.]"
MONTHS = "Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
# A time of day, and a day on which it is: a date, or a day of the week.
TIME = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*Uhr\b|\b\d{1,2}:\d{2}\b")
DAY = re.compile(
    rf"\b\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{MONTHS})"
    r"|\b(?:Mon|Diens|Donners|Frei|Sams|Sonn)(?:tag|abend)|\bMittwoch"
    r"|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?,?\s+(?:um|ab|bis|von|\d)"
)
SENTENCE = re.compile(rf"(?<=[.!?;])\s+(?!{MONTHS})(?=[A-ZÄÖÜ„])|\n")


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


def found_in(
    pages: Sequence[str], values: Iterable[Value], *, is_table: bool = False
) -> tuple[Finding, ...]:
    """Look for protected values in the pages of a finished text, however they are spelled or parted.

    Umlauts, ß, "Str.", hyphens, line ends and grouped digits hide nothing (`families.sums.fold`,
    `naming.sums`), a slip or a shortened end neither (`nearness`). A street counts without its
    number too, a school whatever kind of school it is called.

    Args:
        pages: the text of each page.
        values: what must not stand there.
        is_table: whether it is a table of numbers, whose cells together are no telephone number.

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
                if _stands_in(value, page, is_table=is_table)
            }
        )
    )


def sentence(findings: Sequence[Finding], *, paged: bool = True, field: str = "") -> str:
    """Say which page of a paper holds which kind of protected value (users.md, sentence 92), or that
    what somebody types just now does.

    Args:
        findings: what was found.
        paged: whether it has pages to name.
        field: where it is being typed, as a reader calls it ("Im Bedarf"); a paper has none.
    """
    paged = paged and not field
    places = (f"Seite {one.page}, {one.kind}" if paged else one.kind for one in findings)
    said = "; ".join(dict.fromkeys(places))
    if field:
        return f"{field} steht eine geschützte Angabe ({said}). Bitte nehmen Sie sie heraus."
    return (
        f"Das Dokument enthält eine geschützte Angabe ({said}). Es wurde nicht ausgegeben. "
        "Bitte wählen Sie die Fassung für den Empfänger."
    )


def places_in(texts: Mapping[str, str], values: Iterable[Value]) -> dict[str, list[str]]:
    """Name the places of several texts that hold protected values, each with their kinds.

    Args:
        texts: every text under the name of its place, as its writer reads it.
        values: what must not leave the house. Source: DP-72.
    """
    wanted = list(values)
    found = {place: found_in([text], wanted) for place, text in texts.items() if text.strip()}
    return {place: [one.kind for one in kinds] for place, kinds in found.items() if kinds}


def kept_back(places: Mapping[str, Sequence[str]]) -> str:
    """Say where a protected value stands, so that it can be taken out there; never the value."""
    where = ", ".join(f"{place} ({', '.join(kinds)})" for place, kinds in places.items())
    return (
        f"Nicht weitergegeben. Hier steht eine geschützte Angabe: {where}. "
        "Bitte nehmen Sie die Angabe dort heraus."
    )


def schools_in(text: str) -> list[str]:
    """Find names of schools and day cares in what is noted about a child; kinds of school are none."""
    return [name for name in SCHOOL.findall(text) if fold(name) not in KINDS]


def masked(text: str, values: Iterable[Value]) -> str:
    """Take every sentence out of a text that holds a protected value, or tells when and where somebody
    is met, and say once in a row that it was.

    Where the text as a whole holds one that no single sentence does, nothing of it is left.

    Args:
        text: what was written.
        values: what the recipient must not learn. Source: DP-73.
    """
    wanted = list(values)
    kept: list[str] = []
    for part in SENTENCE.split(text):
        said = TAKEN_OUT if found_in([part], wanted) or is_appointment(part) else part
        if not (said == TAKEN_OUT and kept[-1:] == [TAKEN_OUT]):
            kept.append(said)
    if TAKEN_OUT not in kept:
        return TAKEN_OUT if found_in([text], wanted) else text
    made = " ".join(kept)
    return TAKEN_OUT if found_in([made], wanted) else made


def is_appointment(sentence: str) -> bool:
    """Tell whether a sentence says on what day at what time somebody is somewhere. Source: DP-73."""
    return bool(TIME.search(sentence) and DAY.search(sentence))


def _stands_in(value: Value, page: str, *, is_table: bool) -> bool:
    text, joined = value.text.strip(), page.replace("\n", " ")
    match value.shape:
        case "call":
            searched = page.replace(";", "\n") if is_table else joined
            return bool(_traces(searched, numbers=[text]))
        case "street":
            street = re.split(r"\s+\d", text, maxsplit=1)[0]
            if _traces(joined, streets=[street]) or _inside(street, page):
                return True
            # Files about many families hold numbers that nobody typed.
            return not is_table and nearness.is_street(text, joined)
        case _ if value.kind == SPACE_KIND and fold(text) in ALSO_WORDS:
            said = f" {fold(page)} "
            return any(f" {word} {fold(text)} " in said for word in SAID_TO_BE_SPACE)
        case _:
            if _inside(text, page) or f" {fold(text)} " in f" {fold(page)} ":
                return True
            is_school = value.kind == SCHOOL_KIND and not is_table
            return is_school and nearness.is_school(text, joined)


def _traces(page: str, *, numbers: Sequence[str] = (), streets: Sequence[str] = ()) -> list[str]:
    return naming.traces_in(page, numbers=numbers, streets=streets, births=(), file="")


def _inside(text: str, page: str) -> bool:
    wanted = _bare(text)
    return len(wanted) >= LONG and wanted in _bare(page)


def _bare(text: str) -> str:
    """Join a text to one word; folded once more, letters that stood apart count as doubled ones too."""
    return fold(re.sub(r"[\W_]+", "", fold(text)))
