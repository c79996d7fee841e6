"""Key-encryption keys that never leave a Vault (or OpenBao): its transit engine closes and opens data keys.

The key there is a derived one and each data key's place is the context, so that what was wrapped for
one row opens for no other. (Associated data would do the same, but `rewrap` does not take it:
hashicorp/vault issues 29532 and 31791.) All calls are batches: one call for a page.
"""

import base64
import json
import logging
import ssl
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from audit import keyfiles
from protection.keys import EnvelopeBrokenError, KeyProvider, KeyProviderDownError

logger = logging.getLogger(__name__)

PREFIX = b"vault:"
SECONDS = 5
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# What an operator reads in the log; nothing of what was asked or answered stands there.
SAID: dict[int, str] = {
    HTTPStatus.FORBIDDEN: "Vault weist uns ab: Das Token ist abgelaufen, oder seine Richtlinie erlaubt diesen Schlüssel"
    " nicht.",
    HTTPStatus.NOT_FOUND: "Vault kennt diesen Schlüssel oder diese Transit-Engine nicht.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Vault ist versiegelt oder in Wartung.",
}


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """Where a Vault is reached and which key is ours there; the token lies in a file that is read each time."""

    address: str
    mount: str
    key: str
    token_file: Path
    ca_file: Path | None = None


class VaultKeys:
    """Key-encryption keys in the transit engine; what an earlier key file closed still opens."""

    distant = True

    def __init__(self, place: VaultPlace, before: KeyProvider | None = None) -> None:
        parts = urlsplit(place.address)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise ImproperlyConfigured("HILFENETZ_VAULT_ADDRESS muss mit https:// beginnen.")
        keyfiles.private_text(place.token_file)
        self._place, self._host = place, parts.netloc
        self._tls = (
            ssl.create_default_context(cafile=place.ca_file) if parts.scheme == "https" else None
        )
        self._before = before
        self._binds = False

    def wrap(self, key: UUID, raw: bytes) -> bytes:
        """Close a data key (32 bytes) under the newest version, bound to its id."""
        self._must_bind()
        item = {"plaintext": _text(raw), "context": _context(key)}
        return self._batch("encrypt", [item], "ciphertext")[0].encode()

    def unwrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Open data keys in one call; raises `EnvelopeBrokenError` when one does not open."""
        earlier = [one for one in wrapped if not one[1].startswith(PREFIX)]
        ours = [one for one in wrapped if one[1].startswith(PREFIX)]
        opened = dict(zip(earlier, self._opened_before(earlier), strict=True))
        if ours:
            found = self._batch("decrypt", _closed(ours), "plaintext")
            opened |= zip(ours, map(base64.b64decode, found), strict=True)
        return [opened[one] for one in wrapped]

    def rewrap_many(self, wrapped: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        """Close data keys anew inside the Vault, which gives none of them out; those of a file come in."""
        self._must_bind()
        earlier = [one for one in wrapped if not one[1].startswith(PREFIX)]
        ours = [one for one in wrapped if one[1].startswith(PREFIX)]
        anew: dict[tuple[UUID, bytes], str] = {}
        if earlier:
            raws = zip(earlier, self._opened_before(earlier), strict=True)
            items = [{"plaintext": _text(raw), "context": _context(one[0])} for one, raw in raws]
            anew |= zip(earlier, self._batch("encrypt", items, "ciphertext"), strict=True)
        if ours:
            anew |= zip(ours, self._batch("rewrap", _closed(ours), "ciphertext"), strict=True)
        return [anew[one].encode() for one in wrapped]

    def newest(self) -> bytes:
        """Give how everything begins that is closed under the newest version."""
        return PREFIX + b"v%d:" % self._version()

    def forget_older(self) -> int:
        """Refuse: versions are retired where they are kept."""
        raise ImproperlyConfigured(
            "Ältere Fassungen des Schlüssels sperrt die Verwaltung des Vaults (min_decryption_version)."
        )

    def _opened_before(self, earlier: Sequence[tuple[UUID, bytes]]) -> list[bytes]:
        if earlier and self._before is None:
            raise EnvelopeBrokenError
        return self._before.unwrap_many(earlier) if self._before else []

    def _must_bind(self) -> None:
        """Look once whether the key is derived: with another one, what is wrapped would open in every place."""
        if not self._binds:
            self._version()
            self._binds = True

    def _version(self) -> int:
        """Read the key's newest version."""
        status, answer = self._call("GET", "keys")
        about = answer.get("data") or {}
        if status != HTTPStatus.OK or about.get("derived") is not True:
            raise _down("Der Schlüssel im Vault fehlt oder entstand ohne derived=true.")
        return int(about["latest_version"])

    def _batch(self, deed: str, items: Sequence[Mapping[str, str]], wanted: str) -> list[str]:
        """Ask for many at once; one that fails is broken, all of them failing otherwise is not our data's fault."""
        _, answer = self._call("POST", deed, {"batch_input": items})
        results = (answer.get("data") or {}).get("batch_results")
        if not isinstance(results, list) or len(results) != len(items):
            raise _down("Vault hat die Anfrage nicht angenommen.")
        if any(one.get("error") or not one.get(wanted) for one in results):
            raise EnvelopeBrokenError
        return [str(one[wanted]) for one in results]

    def _call(self, method: str, deed: str, body: object = None) -> tuple[int, dict[str, Any]]:
        """Ask once; 400 is answered too, because it tells which of a batch is broken."""
        place = self._place
        address = f"/v1/{quote(place.mount)}/{deed}/{quote(place.key, safe='')}"
        sent = None if body is None else json.dumps(body)
        try:
            headers = {"X-Vault-Token": keyfiles.private_text(place.token_file).strip()}
            with closing(self._connection()) as connection:
                connection.request(method, address, sent, headers)
                answer = connection.getresponse()
                status, text = answer.status, answer.read()
            if status not in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
                raise _down(SAID.get(status, f"Vault antwortet mit {status}."))
            return status, dict(json.loads(text))
        except ImproperlyConfigured as wrong:
            raise _down(str(wrong)) from wrong
        except (OSError, HTTPException, ValueError) as wrong:
            raise _down(f"Vault ist nicht zu erreichen ({type(wrong).__name__}).") from wrong

    def _connection(self) -> HTTPConnection:
        if self._tls:
            return HTTPSConnection(self._host, timeout=SECONDS, context=self._tls)
        return HTTPConnection(self._host, timeout=SECONDS)


def _down(sentence: str) -> KeyProviderDownError:
    logger.error(sentence)
    return KeyProviderDownError(sentence)


def _closed(wrapped: Sequence[tuple[UUID, bytes]]) -> list[dict[str, str]]:
    """Lay out wrapped keys as the engine takes them."""
    try:
        return [
            {"ciphertext": one.decode("ascii"), "context": _context(key)} for key, one in wrapped
        ]
    except UnicodeDecodeError as wrong:
        raise EnvelopeBrokenError from wrong


def _context(key: UUID) -> str:
    return _text(b"v1|datakey|" + key.bytes)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
