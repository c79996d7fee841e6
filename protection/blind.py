"""A blind index: what is equal can be found again without being readable, and never for sure.

A mark is a keyed hash (HMAC-SHA-256, RFC 2104) of several fields together, cut so short that strangers share it.
Source: CipherSweet's bound on coincidences, 2 <= C <= sqrt(R) for R rows; below 16 rows nothing is cut off
because everything would be one bucket anyway. Only compound values with many forms belong here, never a yes or no.
"""

import hashlib
import hmac
from functools import cache
from math import log2
from pathlib import Path

from django.conf import settings

from audit import keyfiles

# Below this a bucket of two would already be a good part of everything.
FEWEST = 16
# A mark is a number of 48 bits: which key (16), how many bits (8), and those bits (24 at most).
KEY_BITS, LENGTH_BITS, MOST_BITS = 16, 8, 24
# How far behind the number of families may be when marks are looked for: three doublings, and one halving.
BEHIND, AHEAD = 3, 1
VERSION = b"v1"


def bits_for(families: int) -> int:
    """Give how many bits a mark keeps.

    Args:
        families: how many families the office keeps.

    Returns:
        0 to 24, in the middle of what the bound allows: about `families / 2**bits` families share a mark, at least
        two and at most the square root of all.
    """
    if families < FEWEST:
        return 0
    fewest, most = log2(families) / 2, log2(families) - 1
    return min(round((fewest + most) / 2), int(most), MOST_BITS)


def kind_now(families: int) -> int:
    """Name how marks are made now: the newest key and the number of bits, as one number of 24 bits."""
    return _kind(_keys()[0], bits_for(families))


def mark(value: tuple[str, ...], families: int) -> int:
    """Make the mark under which a value is kept now.

    Args:
        value: the fields, already folded; together they are one value.
        families: how many families the office keeps.
    """
    return _mark(value, _keys()[0], bits_for(families))


def marks_to_find(value: tuple[str, ...], families: int) -> list[int]:
    """Give every mark under which a value may lie: older keys too, and the bits of a smaller town."""
    now = bits_for(families)
    lengths = range(max(now - BEHIND, 0), min(now + AHEAD, MOST_BITS) + 1)
    return [_mark(value, key, bits) for key in _keys() for bits in lengths]


def check_key() -> None:
    """Read the key, so that a missing one is told before it is needed.

    Raises:
        ImproperlyConfigured: the file is missing, open to others or holds no key.
    """
    _keys()


def _mark(value: tuple[str, ...], key: bytes, bits: int) -> int:
    text = b"|".join([VERSION, *(part.encode() for part in value)])
    digest = hmac.new(key, text, hashlib.sha256).digest()
    cut = int.from_bytes(digest[:4]) >> (32 - bits)
    return _kind(key, bits) << MOST_BITS | cut


def _kind(key: bytes, bits: int) -> int:
    name = hashlib.sha256(b"hilfenetz index key|" + key).digest()[: KEY_BITS // 8]
    return int.from_bytes(name) << LENGTH_BITS | bits


def _keys() -> list[bytes]:
    path = Path(settings.INDEX_KEY_FILE)
    try:
        state = path.stat().st_mtime_ns
    except OSError:
        state = 0
    return _read(path, state)


@cache
def _read(path: Path, _state: int) -> list[bytes]:
    return keyfiles.keys(path)
