"""Whether a password is easily guessed: pure arithmetic over its signs (source: NIST SP 800-63B 3.1.1.2)."""

import re
from collections.abc import Iterable

FEWEST_SIGNS = 5
# What has to be left when everything that is tried first is taken away, in letters.
ENOUGH = 6
SHORTEST_RUN = 4
SHORTEST_WORD = 3
SERVICE = ("hilfenetz", "jugendamt", "jugendhilfe", "passwort", "password", "willkommen")
ROWS = (
    *("qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "zxcvbnm", "1234567890"),
    *("abcdefghijklmnopqrstuvwxyz", "0123456789"),
    *("1qay", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6zhn", "6yhn", "7ujm"),
)
FEW = "Das Passwort besteht aus zu wenigen verschiedenen Zeichen. Ein Satz ist leicht zu merken."
DIGITS = "Das Passwort besteht nur aus Ziffern. Ein Satz ist leicht zu merken."
PATTERN = "Das Passwort wiederholt ein Muster. Ein Satz ist leicht zu merken."
KEYBOARD = "Das Passwort folgt den Reihen der Tastatur. Ein Satz ist leicht zu merken."
NAME = (
    "Das Passwort besteht fast nur aus Ihrem Namen oder dem Namen des Dienstes. Ein Satz ist"
    " leicht zu merken."
)


def weakness(password: str, names: Iterable[str]) -> str:
    """Say why a password is easily guessed; nothing where none of it applies.

    Args:
        password: what was typed.
        names: the sign-in name and the name of the person; their parts count.
    """
    typed = password.casefold()
    if typed.isdecimal():
        return DIGITS
    if len(set(typed)) < FEWEST_SIGNS:
        return FEW
    if _repeats(typed):
        return PATTERN
    if (rest := _without_runs(typed)) != typed and _letters(rest) < ENOUGH:
        return KEYBOARD
    words = {*SERVICE, *(part for name in names for part in re.split(r"[\W_\d]+", name.casefold()))}
    rest = typed
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_WORD:
            rest = rest.replace(word, "")
    return NAME if rest != typed and _letters(_without_runs(rest)) < ENOUGH else ""


def _repeats(typed: str) -> bool:
    """Tell whether it is one piece again and again, the last one perhaps cut off."""
    return any(
        (typed[:length] * len(typed))[: len(typed)] == typed
        for length in range(1, len(typed) // 2 + 1)
    )


def _without_runs(typed: str) -> str:
    """Take away what lies in a row on the keyboard or in the alphabet, in either direction."""
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    rest, at = "", 0
    while at < len(typed):
        longest = max(_run(typed, at, row) for row in rows)
        if longest < SHORTEST_RUN:
            rest, longest = rest + typed[at], 1
        at += longest
    return rest


def _run(typed: str, at: int, row: str) -> int:
    length, begin = 0, row.find(typed[at])
    while (
        begin >= 0 and at + length < len(typed) and row[begin + length :][:1] == typed[at + length]
    ):
        length += 1
    return length


def _letters(text: str) -> int:
    return sum(sign.isalpha() for sign in text)
