"""Who may read a note: the author, until it belongs to a family; then whoever may see that family."""

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
    """Own notes that have no family yet, and notes of families that the person may see: what lies in
    a file goes with it, whoever wrote it.
    """
    if not actor.has(Role.CASEWORKER, Role.TEAM_LEAD):
        return NOTHING
    own = Q(author=actor.user_id, family__isnull=True)
    found = own | Q(family__in=Family.objects.visible_to(actor))
    return found & unblocked(actor, "family")


def may_note(actor: Actor) -> bool:
    """District workers and leads note what they heard and saw."""
    return actor.has(Role.CASEWORKER, Role.TEAM_LEAD)


def may_file(actor: Actor, note: "Note") -> bool:
    """The author says to which family a note belongs."""
    own = may_note(actor) and note.author_id == actor.user_id
    return own and is_free(actor, note.family_id)
