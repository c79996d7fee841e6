"""Asks clamd whether bytes hold malware, by its protocol INSTREAM; whatever is no clear answer is none."""

import socket
import struct
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings

# For each step of the talk; clamd thinks for seconds about an archive inside a PDF.
SECONDS = 60
COMMAND, CLEAN, FOUND = b"zINSTREAM\0", b"stream: OK", b" FOUND"
LONGEST_ANSWER = 4096


class ScannerAwayError(Exception):
    """Nobody looked: there is no scanner, it did not answer, or it answered something else."""


def is_clean(chunks: Iterable[bytes]) -> bool:
    """Let clamd look through a file in constant memory.

    Args:
        chunks: the bytes, in pieces of at most a few megabytes.

    Returns:
        Whether it found nothing.

    Raises:
        ScannerAwayError: it gave neither answer; the file was longer than it takes, for example.
    """
    try:
        with _connected() as clamd:
            clamd.sendall(COMMAND)
            # Where it stops listening (too long), its answer says why.
            with suppress(BrokenPipeError, ConnectionResetError):
                for chunk in filter(None, chunks):
                    clamd.sendall(struct.pack("!L", len(chunk)) + chunk)
                clamd.sendall(struct.pack("!L", 0))
            answer = _answer(clamd)
    except OSError as away:
        raise ScannerAwayError from away
    if answer == CLEAN:
        return True
    if answer.startswith(b"stream: ") and answer.endswith(FOUND):
        return False
    raise ScannerAwayError


def _connected() -> socket.socket:
    """Call clamd at its socket, or at host:port; every later step has its time as well."""
    address = str(settings.CLAMD)
    if not address:
        raise ScannerAwayError
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    local = socket.socket(socket.AF_UNIX)
    try:
        local.settimeout(SECONDS)
        local.connect(address)
    except OSError:
        local.close()
        raise
    return local


def _answer(clamd: socket.socket) -> bytes:
    """Read until clamd closes its sentence."""
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER and (more := clamd.recv(1024)):
        said += more
    return said.rstrip(b"\0\n")
