"""Files of one installation: where they lie, how large one may be, who looks for malware in them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Uploads(NamedTuple):
    """Where files lie, the address of clamd (nothing: no scanner), and the largest file in bytes."""

    folder: Path
    clamd: str
    largest: int


def read(text: Callable[[str, str | None], str], var: Path) -> Uploads:
    """Read it from the environment.

    Raises:
        ImproperlyConfigured: the largest size is no number of megabytes between 1 and 100, or the
            scanner has no address.
    """
    megabytes, clamd = text("HILFENETZ_FILE_MB", "15"), text("HILFENETZ_CLAMD", "")
    if not megabytes.isdecimal() or not 1 <= int(megabytes) <= 100:
        raise ImproperlyConfigured("HILFENETZ_FILE_MB ist eine Zahl von 1 bis 100.")
    if clamd and not clamd.startswith("/") and not clamd.rpartition(":")[2].isdecimal():
        msg = "HILFENETZ_CLAMD ist der Pfad eines Sockets oder rechner:port."
        raise ImproperlyConfigured(msg)
    folder = Path(text("HILFENETZ_FILES_DIR", str(var / "files")))
    return Uploads(folder, clamd, int(megabytes) * 1_000_000)
