"""Whose a draft is: its author's, and nobody else's."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from accounts.actor import Actor
    from accounts.drafts import models

# A text that nobody went on with for two weeks has found another way, or none.
KEPT_DAYS = timedelta(days=14)


_belonging: "list[Callable[[Actor], Iterable[UUID]]]" = []


def tell_what_belongs(things: "Callable[[Actor], Iterable[UUID]]") -> None:
    """Let the families, which lie above, tell what belongs to those that keep somebody away."""
    _belonging[:] = [things]


def visible_to(actor: "Actor") -> Q:
    """Match the own drafts that are not too old; nobody stands in for an author. What was typed about
    a family that a conflict of interest keeps away lies still, and comes back with the family.
    """
    own = Q(author_id=actor.user_id, kept_at__gt=actor.now - KEPT_DAYS)
    if actor.blocked:
        for thing in {*actor.blocked, *(one for tell in _belonging for one in tell(actor))}:
            own &= ~Q(address__contains=str(thing))
    return own


def may_keep(actor: "Actor") -> bool:
    """Tell whether somebody may keep a draft: whoever has a role."""
    return bool(actor.roles)


def may_use(actor: "Actor", draft: "models.Draft") -> bool:
    """Tell whether somebody may read, go on with or discard a draft: its author."""
    return draft.author_id == actor.user_id


def may_retire(actor: "Actor") -> bool:
    """Tell whether somebody may remove drafts whose time is over: the clock."""
    return actor.has(Role.CLOCK)
