"""The environment of a service on this machine only (demo, development, tests): keys made once."""

import contextlib
import os
import secrets
import signal
import subprocess
import types
from collections.abc import Sequence
from pathlib import Path

from deploy import devdb


def environment() -> dict[str, str]:
    """Name the embedded database and private keys under var/; keys already named stay."""
    keys = devdb.var() / "keys"
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    named = {
        "HILFENETZ_KEY_FILE": _key_file(keys / "data.key", secrets.token_hex(32).encode()),
        "HILFENETZ_SEAL_KEY_FILE": _key_file(keys / "seal.key", secrets.token_hex(32).encode()),
        "HILFENETZ_INDEX_KEY_FILE": _key_file(keys / "index.key", secrets.token_hex(32).encode()),
    }
    if "HILFENETZ_SECRET_KEY" not in os.environ:
        secret = _key_file(keys / "secret.key", secrets.token_urlsafe(48).encode())
        named["HILFENETZ_SECRET_KEY_FILE"] = secret
    return named | {
        **{name: os.environ[name] for name in named if name in os.environ},
        "HILFENETZ_EMBEDDED": "yes",
        "HILFENETZ_PLAIN_HTTP": "yes",
        "DATABASE_URL": devdb.url("app"),
    }


def run(command: Sequence[str]) -> int:
    """Run a command with the database up and return its exit code (128 + n for signal n)."""
    full = os.environ | devdb.tools() | environment()
    with devdb.running(), subprocess.Popen(command, env=full) as process:

        def pass_on(number: int, _frame: types.FrameType | None) -> None:
            process.send_signal(number)

        # The terminal sends Ctrl-C to the command as well; here it must not cut the waiting short.
        before = [
            (signal.SIGINT, signal.signal(signal.SIGINT, signal.SIG_IGN)),
            (signal.SIGTERM, signal.signal(signal.SIGTERM, pass_on)),
        ]
        try:
            code = process.wait()
        finally:
            for number, handler in before:
                signal.signal(number, handler)
        return code if code >= 0 else 128 - code


def _key_file(path: Path, fresh: bytes) -> str:
    """Make a key file only we can read; when two start at once, the first one's key counts."""
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_bytes(fresh)
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return str(path)
