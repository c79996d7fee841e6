"""The words of marks, and how a text is read that bears one."""

from collections.abc import Collection

from django.db import models


class Mark(models.TextChoices):
    """What is noted about one column of a row."""

    DISPUTED = "disputed", "Bestritten (§ 84 Abs. 2 SGB X)"
    CORRECTED = "corrected", "Berichtigt, siehe „Falsche Angaben“"
    RESTRICTED = "restricted", "Eingeschränkt (§ 84 SGB X): wird nicht verwendet."


def code(column: str, mark: Mark) -> str:
    """Write a mark as it stands on a row: text:disputed."""
    return f"{column}:{mark.value}"


def marks_on(column: str, marks: Collection[str]) -> tuple[Mark, ...]:
    """Give the marks of one column, in the order in which they are read."""
    return tuple(mark for mark in Mark if code(column, mark) in marks)


def marked(text: str, column: str, marks: Collection[str]) -> str:
    """Give a text as everybody reads it who reads it: with its marks, or the mark alone.

    Args:
        text: what the envelope holds; nothing stays nothing.
        column: the column in which it lies.
        marks: what stands on the row.

    Returns:
        Of a restricted text the mark and nothing of the text; a disputed one is flagged in every
        use. Source: SGB X § 84 (2) and (3), DP-18.
    """
    found = marks_on(column, marks)
    if not text or not found:
        return text
    if Mark.RESTRICTED in found:
        return str(Mark.RESTRICTED.label)
    return "\n".join([text, *(f"[{mark.label}]" for mark in found)])


def with_mark(marks: Collection[str], column: str, mark: Mark) -> list[str]:
    """Add a mark to those of a row."""
    return sorted({*marks, code(column, mark)})


def without(marks: Collection[str], column: str, mark: Mark) -> list[str]:
    """Take a mark off."""
    return sorted({*marks} - {code(column, mark)})


# What of a person is no text, by the word for it.
OF_A_PERSON = {
    "first_name": "Vorname",
    "last_name": "Nachname",
    "born": "Geburtsdatum",
    "number": "Telefon",
}


def disputed_words(marks: Collection[str]) -> str:
    """Name what is disputed of a person besides texts, which bear their mark themselves."""
    found = (words for name, words in OF_A_PERSON.items() if code(name, Mark.DISPUTED) in marks)
    return ", ".join(found)


def doubt(disputed: str) -> str:
    """Write behind what is told of a person that some of it is disputed."""
    return f"; bestritten: {disputed}" if disputed else ""
