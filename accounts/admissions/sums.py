"""Reading a list of people to be let in: lines of a file, before anybody asks whether they can be."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from protection.paper import FORMULA

COLUMNS = ("Anmeldename", "Name", "Telefon", "Rolle", "Ort")
MOST_LINES = 500
# A sign-in name is typed every day: small letters, digits, and three signs between them.
SIGN_IN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?")
NO_TEXT = (
    "Diese Datei ist kein Text, der sich lesen lässt. Bitte speichern Sie sie als „CSV UTF-8“."
)
NUMBER = re.compile(r"[0-9+ /()-]{0,40}")


class UnreadableError(Exception):
    """The file is no list of people; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the file, as it stands there."""

    position: int
    username: str
    name: str
    number: str
    role: str
    place: str


def decoded(content: bytes) -> tuple[str, bool]:
    """Read a file as spreadsheets write it: UTF-8, or the Windows alphabet of older ones.

    Returns:
        The text, and whether it was the older alphabet: then somebody has to look at the umlauts.

    Raises:
        UnreadableError: it is neither of them.
    """
    try:
        return _printable(content.decode("utf-8-sig")), False
    except UnicodeDecodeError:
        pass
    try:
        return _printable(content.decode("cp1252")), True
    except UnicodeDecodeError as wrong:
        raise UnreadableError(NO_TEXT) from wrong


def _printable(text: str) -> str:
    """Refuse signs that no list holds, as UTF-16 and other kinds of files bring them."""
    if any(sign < " " and sign not in "\t\r\n" for sign in text):
        raise UnreadableError(NO_TEXT)
    return text


def lines_of(text: str) -> tuple[Line, ...]:
    """Read the lines of a list of people; the first names the columns, empty lines are left out.

    Args:
        text: the file, with semicolons or commas.

    Raises:
        UnreadableError: columns are missing, or there are no lines, or too many.
    """
    separator = ";" if ";" in text.split("\n", 1)[0] else ","
    rows = csv.reader(io.StringIO(_printable(text)), delimiter=separator)
    try:
        header = [cell.strip() for cell in next(rows, [])]
        found = tuple(_lines(rows, header))
    except csv.Error as wrong:
        raise UnreadableError("Diese Datei ist keine Tabelle, die sich lesen lässt.") from wrong
    if not found:
        raise UnreadableError("In der Datei steht niemand.")
    if len(found) > MOST_LINES:
        raise UnreadableError(f"Bitte höchstens {MOST_LINES} Personen auf einmal.")
    return found


def _lines(rows: Iterator[list[str]], header: list[str]) -> Iterator[Line]:
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise UnreadableError(f"In der ersten Zeile fehlt: {', '.join(missing)}.")
    places = [header.index(name) for name in COLUMNS]
    for position, row in enumerate(rows, 2):
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        if any(cells):
            username, name, number, role, place = cells
            yield Line(
                position=position,
                username=username.casefold(),
                name=name,
                number=number,
                role=role,
                place=place,
            )


def problem_of(username: str, name: str, number: str) -> str:
    """Say what cannot stand in a line; nothing when it can."""
    if not SIGN_IN_NAME.fullmatch(username):
        return "Der Anmeldename besteht aus kleinen Buchstaben, Ziffern, Punkt und Strich."
    if not 2 <= len(name) <= 120 or not name.isprintable():
        return "Bitte geben Sie Vor- und Nachnamen an."
    if name.startswith(FORMULA):
        return "Der Name beginnt mit einem Zeichen, das Tabellenprogramme als Formel lesen."
    if not NUMBER.fullmatch(number):
        return "Die Telefonnummer enthält Zeichen, die dort nicht stehen können."
    return ""
