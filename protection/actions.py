"""Making keys for circles of readers, on behalf of the deed that needs one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from protection import keys
from protection.models import Circle, DataKey


def make_key(
    circle: Circle, *, now: datetime, readers: Iterable[UUID] = (), office: bool = True
) -> DataKey:
    """Make the data key of a new circle, inside the deed that opens the circle.

    Args:
        circle: what kind of circle.
        now: when the deed happens.
        readers: providers who may load the key.
        office: whether people of the office may load it.
    """
    identity = uuid4()
    return DataKey.objects.create(
        id=identity,
        circle=circle,
        wrapped=keys.provider().wrap(identity, keys.new()),
        office=office,
        readers=sorted(set(readers)),
        made_at=now,
    )


def let_in(key: DataKey, readers: Iterable[UUID]) -> None:
    """Let providers into a circle, inside the deed that brings them in."""
    key.readers = sorted({*key.readers, *readers})
    key.save(update_fields=["readers"])


def let_out(key: DataKey, readers: Iterable[UUID]) -> None:
    """Close a circle to providers, inside the deed that ends what they may know."""
    key.readers = sorted(set(key.readers) - set(readers))
    key.save(update_fields=["readers"])
