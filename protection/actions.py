"""Making keys for circles of readers, on behalf of the deed that needs one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from protection import keys
from protection.models import Circle, DataKey


def make_key(
    circle: Circle,
    *,
    now: datetime,
    readers: Iterable[UUID] = (),
    office: bool = True,
    people: Iterable[UUID] | None = None,
    author: UUID | None = None,
) -> DataKey:
    """Make the data key of a new circle, inside the deed that opens the circle.

    Args:
        circle: what kind of circle.
        now: when the deed happens.
        readers: providers who may load the key.
        office: whether people of the office may load it.
        people: the named people who may load it, with whoever stands in for them; none given means
            everybody of these organisations. Whoever makes the key is one of them.
        author: the one person who may load it, whatever else is given.
    """
    identity = uuid4()
    return DataKey.objects.create(
        id=identity,
        circle=circle,
        wrapped=keys.provider().wrap(identity, keys.new()),
        office=office,
        readers=sorted(set(readers)),
        people=None if people is None else sorted(set(people)),
        author_id=author,
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


def name_people(key: DataKey, people: Iterable[UUID]) -> None:
    """Say anew who of these organisations may load a key, inside the deed that names them."""
    key.people = sorted(set(people))
    key.save(update_fields=["people"])


def destroy_key(key: DataKey, *, now: datetime) -> None:
    """Destroy a key, inside the deed that ends what it closed: it stays closed for ever."""
    key.wrapped, key.destroyed_at = None, now
    key.save(update_fields=["wrapped", "destroyed_at"])
