"""Where the keys come from: read once from the environment."""

import os
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from protection.vault import VaultPlace

PROVIDERS = ("file", "vault")


def place(given: str, var: Path, name: str) -> str:
    """Find a key file.

    Args:
        given: what the setting says; it counts first.
        var: the folder of this machine, where keys for trying out lie.
        name: how the file is called there, and how systemd calls it (LoadCredential=).
    """
    return given or str(Path(os.environ.get("CREDENTIALS_DIRECTORY", var / "keys")) / name)


def vault(text: Callable[[str, str | None], str]) -> VaultPlace | None:
    """Read where the Vault is that keeps the key-encryption key; nothing where a file does.

    Raises:
        ImproperlyConfigured: the provider is unknown, or half of what a Vault needs is there.
    """
    chosen = text("HILFENETZ_KEY_PROVIDER", "file")
    if chosen not in PROVIDERS:
        raise ImproperlyConfigured(
            "Die Einstellung HILFENETZ_KEY_PROVIDER kennt nur file und vault."
        )
    if chosen == "file":
        return None
    authority = text("HILFENETZ_VAULT_CA_FILE", "")
    return VaultPlace(
        address=text("HILFENETZ_VAULT_ADDRESS", None),
        mount=text("HILFENETZ_VAULT_MOUNT", "transit"),
        key=text("HILFENETZ_VAULT_KEY", "hilfenetz"),
        token_file=Path(text("HILFENETZ_VAULT_TOKEN_FILE", None)),
        ca_file=Path(authority) if authority else None,
    )
