"""Files that hold keys: read, made and added to; nobody else on the machine may read them."""

import os
import secrets
import stat
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY = 32


def private_text(path: Path) -> str:
    """Read a file that nobody else on the machine may read.

    Raises:
        ImproperlyConfigured: it is missing, unreadable, empty or open to others; the text says what to do.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise ImproperlyConfigured(f"{path} ist keine Datei. Nennen Sie die Schlüsseldatei.")
        if mode & _others(path):
            raise ImproperlyConfigured(
                f"Die Schlüsseldatei {path} ist für andere lesbar. Schließen Sie sie: chmod 600 {path}"
            )
        text = path.read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise ImproperlyConfigured(
            f"Die Schlüsseldatei {path} fehlt. Legen Sie sie an: manage.py new_key_file {path} (nur beim"
            f" ersten Einrichten; später von den Papierblättern: manage.py restore_key_file {path})"
        ) from missing
    except PermissionError as closed:
        raise ImproperlyConfigured(
            f"Der Dienst darf die Schlüsseldatei {path} nicht lesen. Geben Sie sie dem Benutzer, unter"
            f" dem der Dienst läuft: chown BENUTZER {path}"
        ) from closed
    if not text.strip():
        raise ImproperlyConfigured(
            f"Die Schlüsseldatei {path} ist leer. Löschen Sie sie, und stellen Sie sie von den"
            f" Papierblättern wieder her: manage.py restore_key_file {path}"
        )
    return text


def _others(path: Path) -> int:
    """Name the bits that nobody else may have."""
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    if given and path.parent == Path(given):
        # systemd lets the service in by an access list, and its mask shows as bits of the group.
        return stat.S_IRWXO
    return stat.S_IRWXG | stat.S_IRWXO


def keys(path: Path) -> list[bytes]:
    """Read the keys of a file: one of 64 hexadecimal digits a line, the newest first.

    Raises:
        ImproperlyConfigured: the file does not protect, or a line is no key.
    """
    found = _parsed(private_text(path).split())
    if found is None:
        raise ImproperlyConfigured(
            f"Die Schlüsseldatei {path} braucht je Zeile einen Schlüssel aus 64 Hexadezimalziffern."
        )
    return found


def _parsed(lines: list[str]) -> list[bytes] | None:
    try:
        found = [bytes.fromhex(line) for line in lines]
    except ValueError:
        return None
    return found if all(len(key) == KEY for key in found) else None


def fresh() -> bytes:
    """Make a key: 32 random bytes."""
    return secrets.token_bytes(KEY)


def make(path: Path, held: list[bytes]) -> None:
    """Write a new file with mode 0600 from its first moment on, and have it on the disk before going on.

    Raises:
        FileExistsError: there is one already; nothing is changed.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{key.hex()}\n" for key in held))
        file.flush()
        os.fsync(file.fileno())


def put(path: Path, held: list[bytes]) -> None:
    """Put other keys in place of a file, whole or not at all; mode and owner stay.

    Raises:
        FileExistsError: somebody else is about to, or was cut short; nothing is changed.
    """
    draft, before = path.with_name(f"{path.name}.neu"), path.stat()
    make(draft, held)
    # Run by root for a service that is not root: the new file must be the service's again.
    if os.geteuid() == 0:
        os.chown(draft, before.st_uid, before.st_gid)
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
