"""A scanner for tests: it speaks clamd's INSTREAM over a socket and finds the test word."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.test import override_settings

TEST_WORD = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
COMMAND = b"zINSTREAM\0"


class Clamd(socketserver.ThreadingUnixStreamServer):
    """Listens at a socket; `most` is its StreamMaxLength, `says` an answer of its own."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Talk)
        self.most, self.says = 25_000_000, b""
        self.seen: list[bytes] = []


class _Talk(socketserver.StreamRequestHandler):
    """One talk: the command, chunks with their lengths in front, a length of zero, the answer."""

    def handle(self) -> None:
        clamd = cast("Any", self.server)
        assert self.rfile.read(len(COMMAND)) == COMMAND
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > clamd.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        clamd.seen.append(content)
        found = b"Eicar-Test-Signature FOUND" if TEST_WORD in content else b"OK"
        self.wfile.write((clamd.says or b"stream: " + found) + b"\0")


@contextmanager
def listening() -> Iterator[Clamd]:
    """Have a scanner at hand inside the block."""
    with TemporaryDirectory() as folder, Clamd(Path(folder) / "clamd.ctl") as clamd:
        thread = threading.Thread(target=clamd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with override_settings(CLAMD=str(clamd.server_address)):
                yield clamd
        finally:
            clamd.shutdown()
            thread.join()
