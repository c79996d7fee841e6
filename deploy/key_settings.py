"""Where the keys come from: read once from the environment."""

import os
from pathlib import Path


def place(given: str, var: Path, name: str) -> str:
    """Find a key file.

    Args:
        given: what the setting says; it counts first.
        var: the folder of this machine, where keys for trying out lie.
        name: how the file is called there, and how systemd calls it (LoadCredential=).
    """
    return given or str(Path(os.environ.get("CREDENTIALS_DIRECTORY", var / "keys")) / name)
