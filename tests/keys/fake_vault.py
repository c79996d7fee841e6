"""A small Vault on the loopback address: the transit engine as far as we use it, and the ways it fails."""

import base64
import hashlib
import hmac
import json
import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "hvs.probe"


class FakeVault:
    """One key with its versions; `fails` is the status with which everything is answered."""

    def __init__(self) -> None:
        self.versions = [os.urandom(32)]
        self.derived = True
        self.fails: int | None = None
        self.calls: Counter[str] = Counter()
        self.items: Counter[str] = Counter()
        self.address = ""

    def rotate(self) -> None:
        self.versions.append(os.urandom(32))

    def answer(self, method: str, path: str, token: str, body: dict[str, Any]) -> tuple[int, Any]:
        if self.fails:
            return self.fails, {"errors": ["Vault is sealed" if self.fails == 503 else "no"]}
        if token != TOKEN:
            return 403, {"errors": ["permission denied"]}
        parts = path.strip("/").split("/")
        if parts[:2] != ["v1", "transit"] or parts[3:] != ["hilfenetz"]:
            return 404, {"errors": []}
        self.calls[parts[2]] += 1
        if method == "GET" and parts[2] == "keys":
            about = {"derived": self.derived, "latest_version": len(self.versions)}
            return 200, {"data": {"name": "hilfenetz", "type": "aes256-gcm96", **about}}
        deed = {"encrypt": self.encrypt, "decrypt": self.decrypt, "rewrap": self.rewrap}[parts[2]]
        items = body["batch_input"]
        self.items[parts[2]] += len(items)
        if not items:
            return 400, {"errors": ["missing batch input to process"]}
        results = [self._tried(deed, item) for item in items]
        status = 400 if any("error" in one for one in results) else 200
        return status, {"data": {"batch_results": results}}

    @staticmethod
    def _tried(deed: Any, item: dict[str, str]) -> dict[str, Any]:
        try:
            return dict(deed(item))
        except (InvalidTag, ValueError, IndexError):
            return {"error": "cipher: message authentication failed"}

    def _cipher(self, version: int, item: dict[str, str]) -> AESGCM:
        """A key that is not derived takes no notice of the context."""
        root, context = self.versions[version - 1], base64.b64decode(item["context"])
        return AESGCM(hmac.digest(root, context, hashlib.sha256) if self.derived else root)

    def encrypt(self, item: dict[str, str]) -> dict[str, Any]:
        version, nonce = len(self.versions), os.urandom(12)
        raw = base64.b64decode(item["plaintext"])
        closed = nonce + self._cipher(version, item).encrypt(nonce, raw, None)
        ciphertext = f"vault:v{version}:{base64.b64encode(closed).decode()}"
        return {"ciphertext": ciphertext, "key_version": version}

    def decrypt(self, item: dict[str, str]) -> dict[str, Any]:
        _, version, text = item["ciphertext"].split(":")
        closed = base64.b64decode(text, validate=True)
        cipher = self._cipher(int(version[1:]), item)
        raw = cipher.decrypt(closed[:12], closed[12:], None)
        return {"plaintext": base64.b64encode(raw).decode()}

    def rewrap(self, item: dict[str, str]) -> dict[str, Any]:
        return self.encrypt(item | self.decrypt(item))


@contextmanager
def running() -> Iterator[FakeVault]:
    """Have it listen on a free port of this machine."""
    vault = FakeVault()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length) or b"{}")
            token = self.headers.get("X-Vault-Token", "")
            status, said = vault.answer(self.command, self.path, token, body)
            text = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = _serve  # noqa: N815  # names of the standard library

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    vault.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield vault
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
