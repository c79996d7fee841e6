"""Whose a draft is: its author's, and nobody else's."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.drafts import models

# A text that nobody went on with for two weeks has found another way, or none.
KEPT_DAYS = timedelta(days=14)


def visible_to(actor: "Actor") -> Q:
    """Match the own drafts that are not too old; nobody stands in for an author."""
    return Q(author_id=actor.user_id, kept_at__gt=actor.now - KEPT_DAYS)


def may_keep(actor: "Actor") -> bool:
    """Tell whether somebody may keep a draft: whoever has a role."""
    return bool(actor.roles)


def may_use(actor: "Actor", draft: "models.Draft") -> bool:
    """Tell whether somebody may read, go on with or discard a draft: its author."""
    return draft.author_id == actor.user_id


def may_retire(actor: "Actor") -> bool:
    """Tell whether somebody may remove drafts whose time is over: the clock."""
    return actor.has(Role.CLOCK)
