"""A key on three sheets of paper: any two bring it back, one alone tells nothing.

Replicated XOR shares: key = A xor B xor C with A and B random; sheet 1 carries B and C, sheet 2 A and
C, sheet 3 A and B. Whoever holds one sheet lacks a part that is random to them, so every key is as
likely as before. Each line carries a check of its own, so that a mistyped one is named.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from functools import reduce

from audit.keyfiles import KEY
from protection.keys import name_of

PARTS = "ABC"
SHEETS = (1, 2, 3)
LINE = 8  # bytes; four groups of four digits
LINES = KEY // LINE
MOST_KEYS = 9
CHECK = 4  # digits
# Signs that are taken for digits when a sheet is typed off.
TAKEN_FOR = str.maketrans("OQIL", "0011")
_SET = re.compile(r"SATZ([0-9A-F]{4})([1-9])([0-9A-F]{4})")
_NAME = re.compile(r"KENNUNGK([1-9])([0-9A-F]{8})([0-9A-F]{4})")
_DATA = re.compile(r"K([1-9])([ABC])([1-4])([0-9A-F]{16})([0-9A-F]{4})")


class WrongSheetsError(Exception):
    """The sheets do not make the key; the text says why."""


def split(keys: Sequence[bytes]) -> tuple[tuple[str, ...], ...]:
    """Write the keys of a file on three sheets.

    Args:
        keys: 32 bytes each, at most nine.

    Returns:
        The lines of each sheet, as they are printed and typed off.
    """
    if not 0 < len(keys) <= MOST_KEYS:
        raise WrongSheetsError(
            f"Eine Datei mit {len(keys)} Schlüsseln passt nicht auf die Blätter."
        )
    number = secrets.token_hex(2).upper()
    parts = [_parts(key) for key in keys]
    return tuple(tuple(_sheet(number, sheet, keys, parts)) for sheet in SHEETS)


def _parts(key: bytes) -> dict[str, bytes]:
    one, other = secrets.token_bytes(KEY), secrets.token_bytes(KEY)
    return {"A": one, "B": other, "C": _xor(key, one, other)}


def _xor(*values: bytes) -> bytes:
    return bytes(reduce(int.__xor__, column) for column in zip(*values, strict=True))


def _sheet(
    number: str, sheet: int, keys: Sequence[bytes], parts: Sequence[dict[str, bytes]]
) -> list[str]:
    head = f"{number}{len(keys)}"
    made = [f"SATZ {number} {len(keys)} {_check('SATZ', head)}"]
    for place, (key, held) in enumerate(zip(keys, parts, strict=True), 1):
        name = name_of(key).hex().upper()
        made.append(f"KENNUNG K{place} {_grouped(name)}  {_check(head, f'K{place}', name)}")
        for part in PARTS.replace(PARTS[sheet - 1], ""):
            digits = held[part].hex().upper()
            for line in range(LINES):
                data = digits[line * LINE * 2 : (line + 1) * LINE * 2]
                where = f"K{place}{part}{line + 1}"
                made.append(f"{where}  {_grouped(data)}  {_check(head, where, data)}")
    return made


def _grouped(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def _check(*said: str) -> str:
    return hashlib.sha256("|".join(said).encode()).hexdigest()[:CHECK].upper()


class Typed:
    """What was typed off two sheets so far, line by line, in any order."""

    def __init__(self) -> None:
        self._head = ""
        self._names: dict[int, str] = {}
        self._data: dict[tuple[int, str, int], str] = {}

    def take(self, line: str) -> str:
        """Take a line; gives a sentence where it is not right, which names it.

        The heading of a sheet and empty lines are passed over.
        """
        bare = re.sub(r"[^0-9A-Z]", "", line.upper())
        if bare.startswith("SATZ"):
            return self._take_head(bare)
        if bare.startswith("KENNUNG"):
            return self._take_name(bare[:8] + bare[8:].translate(TAKEN_FOR))
        if re.match(r"K[1-9][ABC]", bare):
            return self._take_data(bare[:3] + bare[3:].translate(TAKEN_FOR))
        if not bare or bare.startswith("SCHL"):
            return ""
        return "Diese Zeile beginnt nicht wie eine des Blattes (SATZ, KENNUNG, K1A1). Bitte noch einmal."

    def _take_head(self, bare: str) -> str:
        found = _SET.fullmatch(bare[:4] + bare[4:].translate(TAKEN_FOR))
        if not found or found[3] != _check("SATZ", found[1] + found[2]):
            return "Die Zeile SATZ ist nicht richtig abgetippt. Bitte noch einmal."
        if self._head and self._head != found[1] + found[2]:
            raise WrongSheetsError(
                f"Dieses Blatt gehört zu einem anderen Satz ({found[1]} statt {self._head[:4]})."
            )
        self._head = found[1] + found[2]
        return ""

    def _take_name(self, bare: str) -> str:
        found = _NAME.fullmatch(bare)
        if not self._head:
            return "Zuerst die Zeile SATZ, bitte."
        if not found or found[3] != _check(self._head, f"K{found[1]}", found[2]):
            return "Die Zeile KENNUNG ist nicht richtig abgetippt. Bitte noch einmal."
        self._names[int(found[1])] = found[2]
        return ""

    def _take_data(self, bare: str) -> str:
        found = _DATA.fullmatch(bare)
        if not self._head:
            return "Zuerst die Zeile SATZ, bitte."
        if not found or found[5] != _check(self._head, bare[:4], found[4]):
            return f"Die Zeile {bare[:4]} ist nicht richtig abgetippt. Bitte noch einmal."
        self._data[int(found[1]), found[2], int(found[3])] = found[4]
        return ""

    def missing(self) -> list[str]:
        """Name the lines that are still needed."""
        if not self._head:
            return ["SATZ"]
        places = range(1, int(self._head[4:]) + 1)
        names = [f"KENNUNG K{place}" for place in places if place not in self._names]
        return names + [
            f"K{place}{part}{line}"
            for place in places
            for part in PARTS
            for line in range(1, LINES + 1)
            if (place, part, line) not in self._data
        ]

    def keys(self) -> list[bytes]:
        """Put the keys together.

        Raises:
            WrongSheetsError: something is missing, or the parts do not make the key that is named.
        """
        if missing := self.missing():
            raise WrongSheetsError(_said(missing))
        made = []
        for place in sorted(self._names):
            parts = [bytes.fromhex(self._part(place, part)) for part in PARTS]
            key = _xor(*parts)
            if name_of(key).hex().upper() != self._names[place]:
                raise WrongSheetsError(
                    f"Die Teile ergeben nicht den Schlüssel K{place} der Blätter."
                )
            made.append(key)
        return made

    def _part(self, place: int, part: str) -> str:
        return "".join(self._data[place, part, line] for line in range(1, LINES + 1))


def _said(missing: Sequence[str]) -> str:
    parts = {line[2] for line in missing if line[0] == "K" and line[2:3] in PARTS}
    whole = [part for part in sorted(parts) if sum(line[2:3] == part for line in missing) >= LINES]
    if whole and len(parts) == len(whole) == 1:
        return f"Teil {whole[0]} fehlt ganz: Es braucht zwei verschiedene Blätter."
    return f"Es fehlen Zeilen: {', '.join(missing)}."
