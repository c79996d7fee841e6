"""Arithmetic of an answer: neighbouring black places are one, and the record for programs holds none of their words."""

from collections.abc import Iterable
from dataclasses import dataclass

from protection.retention import After, Rule, Start


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of sentences that is shown, or one black place with the letter of its reason; never both."""

    text: str
    letter: str = ""


def pieces(parts: Iterable[tuple[str, str]]) -> tuple[Piece, ...]:
    """Join sentences to runs.

    Args:
        parts: each sentence with the letter of its reason, empty where it is shown.

    Returns:
        What stands on paper: how many sentences a black place had, and how long they were, is lost.
    """
    found: list[Piece] = []
    for text, letter in parts:
        last = found[-1] if found else None
        if last and last.letter == letter:
            if not letter:
                found[-1] = Piece(f"{last.text} {text}")
        else:
            found.append(Piece("" if letter else text, letter))
    return tuple(found)


def storage(rule: Rule, *, for_a_century: bool) -> str:
    """Say how long a file is kept, in words for the person (Art. 15 (1) d GDPR).

    Args:
        rule: of the file's class.
        for_a_century: whether the office keeps what is restricted until the 100th birthday.
    """
    begin = "dem Ende des letzten Vorgangs" if rule.start == Start.CASE_END else rule.start.value
    words = [f"{rule.period} nach {begin}"]
    words += ["mindestens aber bis zum 18. Geburtstag des jüngsten Kindes"] if rule.majority else []
    until = ", ".join(words)
    if rule.after == After.RESTRICT and rule.century and for_a_century:
        return (
            f"Die Akte wird bis {until} verwendet. Danach ist sie gesperrt und wird bis zum 100. Geburtstag des"
            " jüngsten Kindes aufbewahrt, damit es sie noch einsehen kann (§ 9b SGB VIII). Dann wird sie gelöscht."
        )
    return f"Die Akte wird bis {until} aufbewahrt und dann gelöscht ({rule.basis})."
