"""Has a file from outside looked at by a program of its own, which has no key, no database and little time."""

import subprocess
import sys
from pathlib import Path

from protection.contents import Cleaned, Kind
from protection.letters import Refusal, RefusedError

# Isolated (-I): nothing of the surroundings; of the service it takes this package alone.
PROGRAM = "import sys; sys.path.append(sys.argv[1]); from protection.contents import main; main()"
PLACE = Path(__file__).resolve().parents[1]
# Longer than the time of computing that the program has: a busy machine needs more of the clock.
PATIENCE = 40


def examine(raw: bytes, *, largest: int) -> Cleaned:
    """Give a file written anew, without ever parsing it here.

    Args:
        raw: the bytes as they came.
        largest: how many bytes it may have, before and after.

    Raises:
        RefusedError: it is not taken; whatever the program did not survive was a broken file.
    """
    if len(raw) > largest:
        raise RefusedError(Refusal.LARGE)
    command = [sys.executable, "-I", "-B", "-c", PROGRAM, str(PLACE)]
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=PATIENCE, env={}, cwd="/", check=False
        )
    except subprocess.TimeoutExpired as late:
        raise RefusedError(Refusal.BROKEN) from late
    said, _, content = done.stdout.partition(b"\n")
    if done.returncode or not said:
        raise RefusedError(Refusal.BROKEN)
    if said.startswith(b"!"):
        raise RefusedError(Refusal(said[1:].decode()))
    if len(content) > largest:
        raise RefusedError(Refusal.LARGE)
    return Cleaned(Kind(said.decode()), content)
