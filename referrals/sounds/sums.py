"""How a German surname sounds, as digits: names that are spelt differently and sound alike get the same."""

import re
import unicodedata

# Letters that sound the same wherever they stand; what depends on neighbours comes below.
SAME = {
    **dict.fromkeys("aeijouy", "0"),
    "b": "1",
    **dict.fromkeys("fvw", "3"),
    **dict.fromkeys("gkq", "4"),
    "l": "5",
    **dict.fromkeys("mn", "6"),
    "r": "7",
    **dict.fromkeys("sz", "8"),
}
HARD_FIRST, HARD_LATER = frozenset("ahkloqrux"), frozenset("ahkoqux")
PLAIN = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "s", "ı": "i", "ł": "l", "ø": "o", "đ": "d"}
)
# Words before a name that people leave out as often as not.
BEFORE = frozenset(
    {
        *(
            "von",
            "van",
            "vom",
            "zu",
            "zur",
            "de",
            "der",
            "den",
            "del",
            "della",
            "di",
            "da",
            "dos",
            "la",
            "le",
            "el",
            "al",
        ),
        *("abu", "ben", "bin", "ibn"),
    }
)


def sound(word: str) -> str:
    """Give the Cologne phonetics of one word.

    Args:
        word: a surname or a part of one, in any case, with or without accents.

    Returns:
        Digits, without doubled ones and with a 0 only at the front; empty where there is no letter. Source:
        H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925 to 931.
    """
    letters = _letters(word)
    codes = "".join(_code(letters, place) for place in range(len(letters)))
    codes = re.sub(r"(.)\1+", r"\1", codes)
    return codes[:1] + codes[1:].replace("0", "")


def parts(name: str) -> list[str]:
    """Give how each part of a surname sounds: Müller-Lüdenscheidt is found by either, "von" by none."""
    words = [word for word in re.split(r"[\s\-–/.,]+", name.casefold()) if word]
    own = [word for word in words if word not in BEFORE] or words
    return sorted({heard for word in own if (heard := sound(word))})


def _letters(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.casefold().translate(PLAIN))
    return "".join(sign for sign in text if "a" <= sign <= "z")


def _code(letters: str, place: int) -> str:
    letter = letters[place]
    before = letters[place - 1] if place else ""
    after = letters[place + 1 : place + 2]
    if letter == "h":
        return ""
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        return _of_c(before, after, is_first=not place)
    return SAME[letter]


def _of_c(before: str, after: str, *, is_first: bool) -> str:
    if is_first:
        return "4" if after in HARD_FIRST and after else "8"
    if before in {"s", "z"}:
        return "8"
    return "4" if after in HARD_LATER and after else "8"
