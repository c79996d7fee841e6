"""Arithmetic of enquiries: periods in months, ages in bands, names and other traces of a family in a text."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from audit.deeds import NotPossibleError
from providers.budgets.sums import MINUTES_PER_HOUR
from referrals.families.sums import FAR_AT, FARTHER_AT, distance, fold

# More than a provider's team has for one family.
MOST_WEEK_HOURS = 80
# Less than a quarter of an hour is a slip of the hand.
LEAST_MINUTES, MOST_MINUTES = 15, MOST_WEEK_HOURS * MINUTES_PER_HOUR
TOO_FEW_HOURS = (
    f"Bitte geben Sie mindestens {LEAST_MINUTES} Minuten in der Woche an, also 0,25 Stunden."
)
TOO_MANY_HOURS = f"Mehr als {MOST_WEEK_HOURS} Stunden in der Woche sind nicht möglich. Bitte prüfen Sie die Zahl."
# Single letters stand for too much; "Li" counts as it is written, "Cem" as a whole word, longer names folded.
SHORTEST_NAME, SHORTEST_IN_ANY_CASE, SHORTEST_FOLDED = 2, 3, 4
# Shorter ones are house numbers and amounts.
SHORTEST_CALL, SHORTEST_FILE = 5, 4
# What may stand between the digits of a number, and between the parts of a date.
GAP, DOT = r"[^\w\n]{0,3}", r"\s*[.\-/]\s*"
SIGNS = ".,;:!?()„“”\"'»«"
MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
PARTICLES = frozenset({"von", "van", "der", "den", "de", "zu", "zum", "zur", "und"})
# Words of every second enquiry that lie near names (Müller, Schulze, Meier, Kunde, Haupt); folded, as `fold` does.
COMMON = frozenset(
    fold(
        "Alter Altern andere anderen Arbeit Bedarf Beginn Begleitung Beratung Besuch Betreuung Bruder Brüder "
        "braucht brauchen deutsch deutlich dringend einfach Eltern Elternteil Erziehung Familie Familien Freunde "
        "Geschwister gesund Gruppe Hause Haushalt helfen Hilfe Hilfen immer jeden jeder Junge Jungen Kinder Kindern "
        "Kindes kleine kleinen Klasse Kraft Lehrer Lehrerin lernen Mädchen Mittag Monate morgens Mutter "
        "Müttern Nachmittag Nachmittage Pause Schule Schulen Schüler schulisch schwer Schwester sicher Sohn "
        "Söhne soll sollen später spielen Sprache Sprachen stark starke Stunde Stunden Struktur Tage Tagen Termin "
        "Termine Tochter Töchter Trennung Unterstützung Vater Vaters verläßlich wieder wirkt Woche Wochen Wohnung "
        "zuhause holen planen trösten"
    ).split()
)


def check_hours(week_minutes: int, field: str | None = None) -> None:
    """Refuse hours that can only be a slip of the hand, asked for, offered or chosen.

    Args:
        week_minutes: minutes a week.
        field: beside which field of the form the sentence belongs.

    Raises:
        NotPossibleError: less than a quarter of an hour, or more than a week can hold.
    """
    if week_minutes < LEAST_MINUTES:
        raise NotPossibleError(TOO_FEW_HOURS, field=field)
    if week_minutes > MOST_MINUTES:
        raise NotPossibleError(TOO_MANY_HOURS, field=field)


def last_day(from_on: date, months: int) -> date:
    """Give the last day of a period of whole months; a month that is too short ends the period earlier.

    Args:
        from_on: first day, included.
        months: number of months, one or more.
    """
    years, month = divmod(from_on.month - 1 + months, 12)
    year, month = from_on.year + years, month + 1
    day = min(from_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def age(born: date, on: date) -> int:
    """Give the whole years that somebody has lived on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def holds_any(band: Mapping[str, str], ages: Collection[int]) -> bool:
    """Tell whether one of these ages lies in a band; both ends are included, unborn children have none."""
    if not band.get("from_age"):
        return False
    return any(int(band["from_age"]) <= age <= int(band["to_age"]) for age in ages)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Find names in a text, whatever their case, accents, hyphens and small slips; each once, by the alphabet.

    A name that stands there is given as the file spells it, a near spelling as the text does. Names of two letters
    count only as they are written, those of three only as whole words.

    Args:
        text: what is to leave the house.
        names: first and last names, of one or several words.
    """
    chunks = [chunk.strip(SIGNS) for chunk in _visible(text).split()]
    found: set[str] = set()
    for part in sorted({part for name in names for part in _parts(name)}):
        found.update(_as_written(part, chunks))
    return sorted(found)


def traces_in(
    text: str, *, numbers: Iterable[str], streets: Iterable[str], births: Iterable[date], file: str
) -> list[str]:
    """Find what points at a family without naming it: telephone, street, birthday, file number, in any writing.

    Args:
        text: what is to leave the house.
        numbers: telephone numbers, as they are written down.
        streets: names of streets; a house number behind the name is left out.
        births: days on which somebody was born.
        file: the file number, or nothing.

    Returns:
        The pieces of the text, as they stand there, each once, in order of the alphabet.
    """
    text = _visible(text)
    patterns = [pattern for number in numbers for pattern in _calls(number)]
    patterns += [_day(born) for born in births]
    signs = re.findall(r"[^\W_]", file)
    if len(signs) >= SHORTEST_FILE:
        patterns.append(rf"(?<!\w){GAP.join(map(re.escape, signs))}(?!\w)")
    hits = (re.search(pattern, text, re.IGNORECASE) for pattern in patterns)
    pieces = {hit.group().strip(SIGNS + " ") for hit in hits if hit}
    found = {one for one in pieces if not any(one in other for other in pieces - {one})}
    return sorted(
        {*found, *(street for street in map(_plain_street, streets) if _on(street, text))}
    )


def _visible(text: str) -> str:
    """Take signs away that nobody sees: a soft hyphen inside a name does not hide it."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _parts(name: str) -> list[str]:
    """Take a name apart into its words, and keep those joined by a hyphen whole as well."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", name)
    parts = {part for word in words for part in (word, *re.split(r"[-'’]", word))}
    return [p for p in parts if len(p) >= SHORTEST_NAME and p not in PARTICLES]


def _as_written(name: str, chunks: Sequence[str]) -> set[str]:
    """Find one word of a name: the name itself where it stands, a near spelling as it was written."""
    found = set()
    for place, chunk in enumerate(chunks):
        words = re.findall(r"[^\W\d_]+", chunk)
        if len(name) < SHORTEST_FOLDED:
            if any(_is_short(name, word) for word in words):
                found.add(name)
            continue
        pair = f"{chunk}{chunks[place + 1]}" if place + 1 < len(chunks) else ""
        wanted = fold(name).replace(" ", "")
        if any(_is(wanted, written) for written in (chunk, *words, pair)):
            found.add(name)
        else:
            found.update(written for written in {chunk, *words} if _is_near(wanted, written))
    return found


def _is_short(name: str, word: str) -> bool:
    if len(name) < SHORTEST_IN_ANY_CASE:
        return word in {name, name.upper()}
    return word.casefold() in {name.casefold(), f"{name}s".casefold()}


def _joined(written: str) -> str:
    """Fold a word and leave out what parts it: Quitter-beck is Quitterbeck."""
    return fold(re.sub(r"[\W\d_]", "", written)).replace(" ", "")


def _is(wanted: str, written: str) -> bool:
    """The genitive of a name ("Cems") names the person too."""
    return _joined(written) in {wanted, f"{wanted}s"}


def _is_near(wanted: str, written: str) -> bool:
    """Tell whether a word is a name with a slip (two in long names); a first letter is seldom wrong."""
    word = _joined(written)
    if len(wanted) < FAR_AT or word[:1] != wanted[:1] or word in COMMON:
        return False
    allowed = 2 if len(wanted) >= FARTHER_AT else 1
    near = (word, word.removesuffix("s"))
    return any(abs(len(w) - len(wanted)) <= allowed >= distance(w, wanted) for w in near)


def _calls(number: str) -> list[str]:
    """Make patterns of a telephone number, with and without the codes of country and town."""
    patterns: list[str] = []
    for one in re.split(r"[,;]| oder | und ", number):
        groups = re.findall(r"\d+", re.sub(r"^\s*(\+|00)\s*49", "0", one).replace("(0)", ""))
        digits = "".join(groups).lstrip("0")
        local = "".join(groups[1:] if groups[:1] != ["0"] else groups[2:])
        before = rf"(?<!\d)(?:(?:\+|00)?49{GAP}|0)*\(?0?\)?{GAP}"
        both = [wanted for wanted in (digits, local) if len(wanted) >= SHORTEST_CALL]
        patterns += [before + GAP.join(wanted) for wanted in both]
    return patterns


def _day(born: date) -> str:
    """Make a pattern of a whole date: 06.05.2014, 6.5.14, 6. Mai 2014, 2014-05-06."""
    year = rf"(?:{born.year}|{born.year % 100:02})(?!\d)"
    month = rf"(?:0?{born.month}{DOT}|{MONTHS[born.month - 1]}[a-zäö]*\.?\s*)"
    turned = rf"{born.year}{DOT}0?{born.month}{DOT}0?{born.day}(?!\d)"
    return rf"(?<!\d)(?:0?{born.day}{DOT}{month}{year}|{turned})"


def _plain_street(street: str) -> str:
    return re.split(r"\s+\d", street.strip(), maxsplit=1)[0]


def _on(street: str, text: str) -> bool:
    """Tell whether a street stands in a text, in whatever way it is spelled and parted."""
    wanted = fold(street).replace(" ", "")
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", fold(text)).split()
    if len(wanted) < SHORTEST_FOLDED:
        return False
    most = range(1, len(fold(street).split()) + 3)
    return any("".join(words[i : i + n]) == wanted for i in range(len(words)) for n in most)
