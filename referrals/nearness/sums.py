"""Streets and schools that are protected, shortened, with a slip, or called another kind of school."""

import re
from collections.abc import Iterator
from itertools import pairwise

from referrals.families.sums import distance, fold
from referrals.naming.sums import COMMON, STREET_ENDS, VOWELS

# From here on one slip is looked for, and two.
NEAR_AT, TWO_AT = 6, 9
# Behind these the rest of a street is a place of every town: Am Sportplatz.
BEFORE_PLACES = frozenset(
    fold("am an auf bei beim der dem den hinter im in vor zum zur unter").split()
)
SHORTEST_SCHOOL = 4
SCHOOL_KINDS = tuple(
    sorted(
        fold(
            "Schule Grundschule Gesamtschule Hauptschule Realschule Förderschule Sekundarschule"
            " Gemeinschaftsschule Oberschule Mittelschule Hochschule Berufsschule Gymnasium Kolleg"
            " Berufskolleg Kita Kindertagesstätte Kindertageseinrichtung Tagesstätte Kindergarten"
            " Kinderkrippe Krippe Hort Familienzentrum Kinderhaus Kiga GGS KGS OGS GS"
        ).split(),
        key=len,
        reverse=True,
    )
)
BESIDE_SCHOOLS = frozenset(
    fold(
        "städtische städtischer städtisches katholische katholischer evangelische evangelischer kath"
        " ev offene sankt st an am der die das in im zur zum"
    ).split()
)
SENTENCE_END = re.compile(r"(?<![Ss]t)[.!?;]\s+|(?<!\w)[.!?;]")


def is_street(address: str, text: str) -> bool:
    """Tell whether a text names a street shortened or with a slip: Grubenhelmst. 5, Grubenhelmsteig.

    Args:
        address: street and number, as they are protected.
        text: what is to leave the house. Source: DP-72.
    """
    name, *number = re.split(r"\s+(?=\d)", address.strip(), maxsplit=1)
    house = re.match(r"\d+", number[0]) if number else None
    words = _words(text)
    return any(
        _is_near_street(wanted, words, house.group() if house else "") for wanted in _streets(name)
    )


def has_house(text: str) -> bool:
    """Tell whether a text names a street with a house number, whoever lives there: Lange Gasse 12a.

    A neutral rule for texts of providers: it is the same in every family, so that a refusal tells
    nothing about what is protected.
    """
    return any(
        number.isdigit() and word.endswith(STREET_ENDS) for word, number in pairwise(_words(text))
    )


def is_school(name: str, text: str) -> bool:
    """Tell whether a text names a school by its own part and any kind: Barbara-Grundschule, Kita Barbara.

    Args:
        name: the school or day care, as it is protected.
        text: what is to leave the house. Source: DP-72.
    """
    own = {part for piece in re.split(r"[,;(]", name) if (part := _own_part(piece))}
    sentences = [fold(one).split() for one in SENTENCE_END.split(text)]
    return any(_names_school(part, words) for part in own for words in sentences)


def _streets(name: str) -> Iterator[str]:
    """Give a street as one word, and what is left of it without its first words: Gr. Hundekehrstr."""
    words = fold(name).split()
    yield "".join(words)
    for at in range(1, len(words)):
        left = "".join(words[at:])
        is_named = not BEFORE_PLACES & set(words[:at])
        if is_named and len(_stem(left)[0]) >= NEAR_AT and _stem(left)[1]:
            yield left


def _stem(street: str) -> tuple[str, str]:
    """Part a street into what is its own and its end, or nothing."""
    ends = [end for end in STREET_ENDS if street.endswith(end) and street != end]
    end = max(ends, key=len, default="")
    return street.removesuffix(end), end


def _words(text: str) -> list[str]:
    return re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", fold(text)).split()


def _is_near_street(wanted: str, words: list[str], house: str) -> bool:
    stem, end = _stem(wanted)
    if len(stem) < NEAR_AT:
        return False
    for at, first in enumerate(words):
        if first[:1] != wanted[:1]:
            continue
        written = ""
        for place in range(at, min(at + 5, len(words))):
            written += words[place]
            if words[place].isdigit() or len(written) > len(wanted) + 2:
                break
            is_house = bool(house) and words[place + 1 : place + 2] == [house]
            apart = words[place] if place > at else ""
            if _is_written(stem, end, written, apart, is_house=is_house):
                return True
    return False


def _is_written(stem: str, end: str, written: str, apart: str, *, is_house: bool) -> bool:
    """Tell whether letters are a street: near to the whole, or near to its stem with a shortened end."""
    if written in COMMON:
        return False
    slips = 2 if len(stem) >= TWO_AT else 1
    if abs(len(written) - len(stem + end)) <= slips >= distance(written, stem + end):
        return True
    for at in range(len(stem) - slips, min(len(stem) + slips, len(written)) + 1):
        rest = written[at:]
        allowed = slips if len(rest) > 1 else 0
        if _is_end(end, rest, apart, is_house=is_house) and distance(written[:at], stem) <= allowed:
            return True
    return False


def _is_end(end: str, rest: str, apart: str, *, is_house: bool) -> bool:
    """Tell whether letters are a shortened end; one letter or none only before the house number."""
    if len(rest) < 2:  # a genitive, or a word that is part of the street
        return is_house and rest in {"", end[:1]}
    left = iter(end)
    is_short = rest[:1] == end[:1] and all(sign in left for sign in rest)
    is_word = len(rest) <= len(apart) <= len(end) + 1 and VOWELS & set(apart)
    return is_short and not is_word


def _own_part(piece: str) -> str:
    """Give what is a school's own in its name, where the name says that it is one."""
    own, is_school = [], False
    for word in fold(piece).split():
        kind = next((kind for kind in SCHOOL_KINDS if word.endswith(kind)), "")
        is_school = is_school or bool(kind)
        left = word.removesuffix(kind)
        if left and left not in BESIDE_SCHOOLS and not left.isdigit():
            own.append(left)
    return "".join(own) if is_school and len("".join(own)) >= SHORTEST_SCHOOL else ""


def _names_school(own: str, words: list[str]) -> bool:
    """Tell whether a school's own part stands joined with a kind of school, or right beside one."""
    for at in range(len(words)):
        written = ""
        for place in range(at, min(at + 4, len(words))):
            written += words[place]
            kind = next((kind for kind in SCHOOL_KINDS if written.endswith(kind)), "")
            if kind and _is_own(own, written.removesuffix(kind)):
                return True
            before = [word for word in words[:at] if word not in BESIDE_SCHOOLS][-1:]
            if _is_own(own, written) and set(before) & set(SCHOOL_KINDS):
                return True
    return False


def _is_own(own: str, written: str) -> bool:
    if written[:1] != own[:1]:
        return False
    slips = 0 if len(own) < NEAR_AT else 1 if len(own) < TWO_AT else 2
    near = (written, written.removesuffix("s"))
    return any(abs(len(one) - len(own)) <= slips >= distance(one, own) for one in near)
