"""Who may read a note: the author, and whoever may see the family it belongs to."""

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.actor import Actor
from accounts.roles import Role
from referrals.families.access import is_free, unblocked
from referrals.families.models import Family

if TYPE_CHECKING:
    from referrals.notes.models import Note

NOTHING = Q(pk__in=[])


def visible_to(actor: Actor) -> Q:
    """Own notes, and notes of families that the person may see."""
    if not actor.has(Role.CASEWORKER, Role.TEAM_LEAD):
        return NOTHING
    found = Q(author=actor.user_id) | Q(family__in=Family.objects.visible_to(actor))
    return found & unblocked(actor, "family")


def may_note(actor: Actor) -> bool:
    """District workers and leads note what they heard and saw."""
    return actor.has(Role.CASEWORKER, Role.TEAM_LEAD)


def may_file(actor: Actor, note: "Note") -> bool:
    """The author says to which family a note belongs."""
    own = may_note(actor) and note.author_id == actor.user_id
    return own and is_free(actor, note.family_id)
