"""What lies under the key-encryption key beside data keys: seeds of second factors."""

import base64
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from allauth.mfa.models import Authenticator

from accounts.adapters import place_of_seed
from protection import rotation

# Where the sign-in package keeps what we seal: the seed of a code app and that of recovery codes.
SEEDS = ("secret", "seed")


class Seed(NamedTuple):
    """A sealed seed: the factor it belongs to, its name there, and the place it is bound to."""

    factor: Authenticator
    name: str
    place: UUID
    wrapped: bytes


def old_seeds(factors: Iterable[Authenticator]) -> list[Seed]:
    """Find the seeds that are not under the newest key yet."""
    found = [
        Seed(factor, name, place_of_seed(factor.user_id), base64.b64decode(factor.data[name]))
        for factor in factors
        for name in SEEDS
        if name in factor.data
    ]
    return [seed for seed in found if rotation.is_old(seed.wrapped)]


def left() -> int:
    """Count data keys and seeds that are not under the newest key yet."""
    return rotation.left() + len(old_seeds(Authenticator.objects.all()))
