"""Names, colleagues and other traces of a family in a text, in whatever way they are written."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise

from referrals.families.sums import FAR_AT, FARTHER_AT, distance, fold

# Single letters stand for too much; "Li" counts as it is written, "Cem" as a whole word, longer names folded.
SHORTEST_NAME, SHORTEST_IN_ANY_CASE, SHORTEST_FOLDED = 2, 3, 4
# From here on a name is found in pieces, or joined with another word; and inside any word.
SHORTEST_IN_PIECES, SHORTEST_INSIDE = 6, 9
# Shorter ones are house numbers and amounts.
SHORTEST_CALL, SHORTEST_FILE = 5, 4
# What may stand between the digits of a number, and between the parts of a date.
GAP, DOT = r"[^\w\n]{0,8}", r"(?:\s*[.\-/]\s*|\s+)"
# Between the noun and the number of a Merkwort.
BLANK = r"[\s\-_/]{0,3}"
# J a n n i s
SPELT = re.compile(r"(?<!\w)[^\W\d_](?:[ .\-][^\W\d_]){2,}(?!\w)")
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

# The ends of streets, as they are shortened: Wetterlampenw., Hundekehrg.
STREET_ENDS = tuple(
    fold(
        "straße weg platz gasse allee ring ufer damm stieg steig steg stiege winkel pfad hof kamp berg tal"
        " park chaussee promenade graben wall markt brücke bogen blick hang heide feld wiese grund busch"
        " kehre siedlung zeile twiete zug"
    ).split()
)
LONG_STREET = 8
VOWELS = frozenset("aeiouy")
CALLED = frozenset({"frau", "fr", "herr", "herrn", "hr", "kollege", "kollegin", "kollegen"})
# Names of colleagues that are words too count only behind "Frau", "Herr" or a first name.
ALSO_WORDS = frozenset(
    fold(
        "alt bauer berg braun busch engel ernst frank fuchs graf groß heim horn jung kaiser klein koch könig kraft "
        "kurz lang lange richter roth sander schwarz sommer stark vogel vogt voll weiß winter wolf"
    ).split()
)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Find names in a text, whatever their case, accents, hyphens and small slips; each once, by the alphabet.

    A name that stands there is given as the file spells it, a near spelling as the text does. Names of two letters
    count only as they are written, those of three only as whole words.

    Args:
        text: what is to leave the house.
        names: first and last names, of one or several words.
    """
    shown = SPELT.sub(lambda spelt: re.sub(r"[ .\-]", "", spelt.group()), _visible(text))
    chunks = [chunk.strip(SIGNS) for chunk in shown.split()]
    pieces, whole = _pieces(shown), _joined(shown)
    chunks += sorted(set(pieces).difference(*map(_words, chunks)))
    found: set[str] = set()
    for part in sorted({part for name in names for part in _parts(name)}):
        found.update({part} if _in_pieces(part, pieces, whole) else _as_written(part, chunks))
    return sorted(found)


def colleagues_in(text: str, names: Iterable[str]) -> list[str]:
    """Find last names of colleagues in a text: as they are written, or behind "Frau", "Herr", a first name.

    Args:
        text: what is to leave the house.
        names: first and last name of each colleague.
    """
    firsts: dict[str, set[str]] = {}
    for name in names:
        *before, last = name.split() or [""]
        firsts.setdefault(last, set()).update(first.casefold() for first in before)
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", _visible(text))
    return sorted(
        last
        for last in firsts
        if any(_is_called(last, firsts[last], *both) for both in pairwise(["", *words]))
    )


def traces_in(
    text: str,
    *,
    numbers: Iterable[str],
    streets: Iterable[str],
    births: Iterable[date],
    file: str,
    word: str = "",
) -> list[str]:
    """Find what points at a family without naming it: telephone, street, birthday, file number, Merkwort.

    Args:
        text: what is to leave the house.
        numbers: telephone numbers, as they are written down.
        streets: names of streets; a house number behind the name is left out.
        births: days on which somebody was born.
        file: the file number, or nothing.
        word: the Merkwort, or nothing.

    Returns:
        The pieces of the text, as they stand there, each once, in order of the alphabet.
    """
    text = _visible(text)
    patterns = [pattern for number in numbers for pattern in _calls(number)]
    patterns += [_day(born) for born in births]
    signs = re.findall(r"[^\W_]", file)
    if len(signs) >= SHORTEST_FILE:
        patterns.append(rf"(?<!\w){GAP.join(map(re.escape, signs))}(?!\w)")
    if word:
        patterns.append(rf"(?<!\w){BLANK.join(map(re.escape, word.split()))}(?!\w)")
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
        words = _words(chunk)
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


def _words(chunk: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", chunk)


def _pieces(text: str) -> list[str]:
    """Take a text apart into words, also where a capital letter begins another: FrauMüller."""
    parted = (f" {b}" if a.islower() and b.isupper() else b for a, b in pairwise(f" {text}"))
    return _words("".join(parted))


def _in_pieces(name: str, pieces: Sequence[str], whole: str) -> bool:
    """Tell whether neighbouring pieces together are a longer name, or a long one stands inside a word."""
    wanted = _joined(name)
    if len(wanted) < SHORTEST_IN_PIECES:
        return False
    if len(wanted) >= SHORTEST_INSIDE and wanted in whole:
        return True
    return any(
        _begins_with(wanted, pieces[place:])
        for place, piece in enumerate(pieces)
        if fold(piece[:2])[:1] == wanted[:1]
    )


def _begins_with(wanted: str, pieces: Sequence[str]) -> bool:
    written = ""
    for piece in pieces:
        written += piece
        if _is(wanted, written):
            return True
        if len(_joined(written)) > len(wanted):
            return False
    return False


def _is_called(last: str, firsts: Collection[str], before: str, word: str) -> bool:
    """Tell whether a word is the last name of a colleague, given the word before it."""
    if last.casefold() not in {word.casefold(), word.casefold().removesuffix("s")}:
        return False
    called = before.casefold() in CALLED or before.casefold() in firsts
    return called or (word[:1].isupper() and fold(last) not in ALSO_WORDS)


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
    """Make a pattern of a whole date: 06.05.2014, 6.5.14, 6. Mai 2014, 2014-05-06, 06052014."""
    year = rf"(?:{born.year}|{born.year % 100:02})(?!\d)"
    month = rf"(?:0?{born.month}{DOT}|{MONTHS[born.month - 1]}[a-zäö]*\.?\s*)"
    turned = rf"{born.year}{DOT}0?{born.month}{DOT}0?{born.day}(?!\d)"
    digits = rf"(?:{born:%d%m%Y}|{born:%Y%m%d}|{born:%d%m%y})(?!\d)"
    return rf"(?<!\d)(?:0?{born.day}{DOT}{month}{year}|{turned}|{digits})"


def _plain_street(street: str) -> str:
    return re.split(r"\s+\d", street.strip(), maxsplit=1)[0]


def _on(street: str, text: str) -> bool:
    """Tell whether a street stands in a text, in whatever way it is spelled and parted."""
    wanted = fold(street).replace(" ", "")
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", fold(text)).split()
    if len(wanted) < SHORTEST_FOLDED:
        return False
    most = range(1, len(fold(street).split()) + 3)
    parts = (words[i : i + n] for i in range(len(words)) for n in most)
    written = (("".join(part), part[-1]) for part in parts if part)
    return any(one == wanted or _is_shortened(wanted, one, last) for one, last in written)


def _is_shortened(wanted: str, written: str, last: str) -> bool:
    """Tell whether a street is written with a shortened end: Wetterlampenwg, Wetterlampenw.

    An end that stands apart is shortened to consonants: "Sand kam" is no Sandkamp.
    """
    for end in STREET_ENDS:
        stem = wanted.removesuffix(end)
        rest = written.removeprefix(stem)
        if stem == wanted or rest == written or rest[:1] != end[:1] or rest == "s":
            continue
        if rest == last and VOWELS & set(rest):
            continue
        enough = len(stem) >= LONG_STREET or (len(stem) >= SHORTEST_FOLDED and len(rest) > 1)
        left = iter(end)
        if enough and all(sign in left for sign in rest):
            return True
    return False
