"""Plain arithmetic of families: ages, spelling folded for comparing, and the scramble behind the Merkwort."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from math import gcd
from pathlib import Path

# Letters that Unicode does not take apart into a letter and a mark.
LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
MARKS = re.compile(r"[^\w\s]|_")
JOINING = re.compile(r"['’`´ʼ.]")
DOUBLED = re.compile(r"(\w)\1+")
WRITTEN_OUT = re.compile(r"([aou])e")
STREET = re.compile(r"(stra(ss|ß)e|str\b\.?)", re.IGNORECASE)
MOST_REPEATED = 3
FAR_AT, FARTHER_AT = 5, 9
# Numbers that some people use as signs of their own; a Merkwort means nothing.
AVOIDED = frozenset({14, 18, 28, 69, 74, 84, 88})
NUMBERS = tuple(number for number in range(10, 100) if number not in AVOIDED)
GOLDEN = 0.6180339887


def age(born: date, on: date) -> int:
    """Give the age in whole years on a day; before the birthday of a year it is one less."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months(born: date, on: date) -> int:
    """Give the age in whole months on a day, for small children."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def fold(text: str) -> str:
    """Fold spelling, so that names compare as people write them.

    Case, accents, apostrophes, hyphens, ae/ä, oe/ö, ue/ü, ss/ß, doubled letters and "Str." make no difference.
    Both sides of a comparison must be folded; the result is not for reading.
    """
    plain = STREET.sub("strasse", JOINING.sub(_keep_street, text))
    plain = unicodedata.normalize("NFKD", plain.casefold()).translate(LETTERS)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = MARKS.sub(" ", plain).split()
    return " ".join(word if word.isdigit() else _simple(word) for word in words)


def _keep_street(found: re.Match[str]) -> str:
    """Take away what joins a name (O'Neil), but let the dot of an abbreviation part words."""
    return " " if found.group() == "." else ""


def _simple(word: str) -> str:
    return DOUBLED.sub(r"\1", WRITTEN_OUT.sub(r"\1", word))


def sorting(text: str) -> tuple[str, str]:
    """Give the key of DIN 5007 part 2, as lists of names are sorted: ä as ae, ö as oe, ü as ue, ß as ss."""
    plain = text.casefold().translate(UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).translate(LETTERS)
    letters = "".join(sign for sign in plain if sign.isalnum() or sign.isspace())
    return letters, text


def matches(asked: str, texts: Iterable[str]) -> bool:
    """Tell whether everything that was asked is found in these texts, allowing for spelling and small slips.

    Args:
        asked: what somebody typed; without a letter or digit nothing matches.
        texts: names, streets, numbers, as they are written.
    """
    wanted = fold(asked).split()
    # Of "aaaa" a single letter is left, with which every second name begins.
    if len("".join(asked.split())) > MOST_REPEATED * len("".join(wanted)):
        return False
    found = [fold(text) for text in texts]
    words = [word for text in found for word in text.split()]
    if not wanted:
        return False
    joined = "".join(wanted)
    if any(text.replace(" ", "").startswith(joined) for text in found):
        return True
    return all(any(_like(want, word) for word in words) for want in wanted)


def _like(want: str, word: str) -> bool:
    """Tell whether a word begins as wanted, or differs by a slip (two in long words).

    A number is wanted whole: house number 4 is not number 42, but 12 finds 12a.
    """
    if word.startswith(want):
        return not (want.isdigit() and word[len(want) :][:1].isdigit())
    if len(want) < FAR_AT or not want.isalpha():
        return False
    allowed = 2 if len(want) >= FARTHER_AT else 1
    return abs(len(want) - len(word)) <= allowed and distance(want, word) <= allowed


def distance(one: str, other: str) -> int:
    """Count the slips between two words: a letter more, less, changed, or two neighbours swapped.

    Source: optimal string alignment distance (restricted Damerau-Levenshtein).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


@cache
def word_file() -> tuple[str, ...]:
    """Give the words from which the Merkwort of a family is drawn."""
    return tuple(Path(__file__).with_name("words.txt").read_text().split())


def merkwort(sequence: int, words: Sequence[str]) -> str:
    """Turn a running number into a word and a number; no two running numbers give the same.

    Neighbouring numbers give words far apart, so that a Merkwort does not tell when a file was opened.

    Args:
        sequence: running number, zero or more.
        words: the word file; at least one word.
    """
    whole = len(words) * len(NUMBERS)
    round_, place = divmod(sequence, whole)
    place = place * _step(whole) % whole
    return f"{words[place % len(words)]} {NUMBERS[place // len(words)] + 100 * round_}"


@cache
def _step(whole: int) -> int:
    step = int(whole * GOLDEN)
    while gcd(step, whole) != 1:
        step += 1
    return step
