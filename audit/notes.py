"""Signed notes over the state of the tree, in a form that other programs can check; needs no database.

Source: C2SP `tlog-checkpoint` (origin, size, root) inside C2SP `signed-note` with Ed25519; one extension line
holds the moment.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DIGITS = re.compile(r"0|[1-9][0-9]*")
# Fixed width, so that moments compare as text; the entries of the trail are written the same way.
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class NoteBrokenError(ValueError):
    """A note is not what we wrote: cut, changed, or signed by somebody else."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a signed note says: so many leaves (`size`), this root (32 bytes), at this moment (UTC, text)."""

    size: int
    root: bytes
    at: str
    source: str = ""


def written_moment(moment: datetime) -> str:
    """Write an aware moment the way notes and entries do."""
    return moment.astimezone(UTC).strftime(MOMENT)


class Signer:
    """Signs states of the tree; made from the 32 secret bytes of an Ed25519 key."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        public = self._key.public_key().public_bytes_raw()
        self.name = f"hilfenetz/{sha256(public).hexdigest()[:8]}"
        self.public = public_key(self.name, public)

    def sign(self, *, size: int, root: bytes, now: datetime) -> str:
        """Write a signed note about a tree.

        Args:
            size: number of leaves.
            root: 32 bytes.
            now: an aware moment.
        """
        root64 = base64.b64encode(root).decode()
        text = f"{self.name}\n{size}\n{root64}\nat {written_moment(now)}\n"
        named = base64.b64decode(self.public.split("+", 2)[2])
        signature = _key_id(self.name, named) + self._key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"


def public_key(name: str, public: bytes) -> str:
    """Write a public key (32 bytes) in the form `name+hash+key`, to be kept by whoever verifies."""
    named = ED25519 + public
    return f"{name}+{_key_id(name, named).hex()}+{base64.b64encode(named).decode()}"


def _key_id(name: str, named: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + named).digest()[:4]


def opened_note(note: str, key: str, source: str = "") -> Note:
    """Check the signature of a note and give what it says.

    Args:
        note: the whole signed note.
        key: the public key that must have signed it, as `public_key` writes it.
        source: where the note lay, for the sentence that a reader sees.

    Raises:
        NoteBrokenError: the note was not signed by this key, or does not speak of a tree.
    """
    try:
        name, _, encoded = key.strip().split("+", 2)
        named = base64.b64decode(encoded, validate=True)
        text, signatures = note.split("\n\n", 1)
        text += "\n"
        for line in signatures.splitlines():
            dash, signer, signature = line.split(" ")
            raw = base64.b64decode(signature, validate=True)
            if (dash, signer, raw[:4]) == ("—", name, _key_id(name, named)):
                Ed25519PublicKey.from_public_bytes(named[1:]).verify(raw[4:], text.encode())
                return _said(text, name, source)
    except (ValueError, binascii.Error, InvalidSignature) as wrong:
        raise NoteBrokenError(source) from wrong
    raise NoteBrokenError(source)


def _said(text: str, name: str, source: str) -> Note:
    origin, size, root, at = text.splitlines()
    if origin != name or not DIGITS.fullmatch(size) or not at.startswith("at "):
        raise NoteBrokenError(source)
    at = at.removeprefix("at ")
    datetime.strptime(at, MOMENT)  # noqa: DTZ007  # only the shape is checked; the Z says UTC
    return Note(int(size), base64.b64decode(root, validate=True), at, source)
