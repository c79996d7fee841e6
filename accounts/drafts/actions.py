"""Deeds about drafts: keeping what was typed, giving it back, letting it go."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.drafts import access, events, sheets
from accounts.drafts.models import LONGEST_ADDRESS, Draft
from accounts.models import User
from audit import trail
from audit.deeds import NotPossibleError, deed, must
from protection import wall
from protection.actions import destroy_key, make_key
from protection.models import Circle
from protection.sealing import Clear

LONGEST = 300_000
MOST = 50
TOO_LONG = (
    "Ihr Text ist länger als 300.000 Zeichen und konnte nicht gesichert werden. Gehen Sie im Browser"
    " zurück; dort steht er noch."
)
TOO_MANY = "Sie haben schon 50 Entwürfe. Bitte senden oder verwerfen Sie zuerst einige davon."


@dataclass(frozen=True, slots=True)
class _Author:
    """Whose drafts are looked through at night; no colleague and no office stands behind it."""

    user_id: UUID
    is_office: bool = False
    houses: frozenset[UUID] = frozenset()
    stands_in_for: frozenset[UUID] = frozenset()
    blocked: frozenset[UUID] = frozenset()


@deed
def keep(
    *, by: Actor, address: str, fields: Mapping[str, Sequence[str]], proven: bool = True
) -> Draft:
    """Keep what somebody typed on a page, in place of what they kept there before."""
    must(access.may_keep(by))
    # One author keeps one thing at a time, also with two windows.
    User.objects.select_for_update(no_key=True).get(id=by.user_id)
    text = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
    if len(text) > LONGEST or len(address) > LONGEST_ADDRESS:
        raise NotPossibleError(TOO_LONG)
    own = Draft.objects.filter(author_id=by.user_id)
    here = own.select_related("lock").filter(address=address)
    twin = None if proven else here.filter(proven=True).first()
    if twin is not None and sheets.typed(twin) == json.loads(text):
        # The script kept the same words before the page was locked.
        trail.record(events.KEPT, by=by, about=[twin], facts={"proven": proven})
        return twin
    draft = here.filter(proven=proven).first()
    if draft is None:
        # Counted apart: whoever sits at a locked page cannot use up what its person may keep.
        if own.filter(proven=proven).count() >= MOST:
            raise NotPossibleError(TOO_MANY)
        lock = make_key(Circle.DRAFT, now=by.now, office=False, author=by.user_id)
        draft = Draft(author=by.user, address=address, proven=proven, lock=lock, fields=Clear(text))
    draft.fields, draft.kept_at = Clear(text), by.now
    draft.save()
    trail.record(events.KEPT, by=by, about=[draft], facts={"proven": proven})
    return draft


@deed
def take_up(*, by: Actor, draft: Draft) -> dict[str, list[str]]:
    """Give an author back what was typed, to go on with it."""
    must(access.may_use(by, draft))
    trail.record(events.TAKEN_UP, by=by, about=[draft])
    return sheets.typed(draft)


@deed
def read_own(*, by: Actor) -> list[sheets.DraftSheet]:
    """Show an author all own drafts."""
    found = sheets.read_all(by)
    trail.record(events.TAKEN_UP, by=by, about=[sheet.line.id for sheet in found])
    return found


@deed
def discard(*, by: Actor, draft: Draft) -> None:
    """Let a draft go because its author does not want it any more."""
    must(access.may_use(by, draft))
    _remove(by, Draft.objects.filter(id=draft.id))
    trail.record(events.DISCARDED, by=by, about=[draft])


@deed
def settle(*, by: Actor, drafts: Sequence[Draft]) -> None:
    """Let the drafts of a page go because a deed has taken what was typed there."""
    must(all(access.may_use(by, draft) for draft in drafts) and access.may_keep(by))
    _remove(by, Draft.objects.filter(id__in=[draft.id for draft in drafts]))
    trail.record(events.SETTLED, by=by, about=drafts)


@deed
def retire(*, by: Actor) -> int:
    """Let drafts go that nobody went on with for two weeks, for each author behind the wall of that author.

    Returns:
        How many there were.
    """
    must(access.may_retire(by))
    last, gone = by.now - access.KEPT_DAYS, 0
    for author in User.objects.filter(last_login__isnull=False).values_list("id", flat=True):
        with wall.standing_as(_Author(author)):
            gone += _remove(by, Draft.objects.filter(author_id=author, kept_at__lte=last))
    trail.record(events.RETIRED, by=by, facts={"count": gone})
    return gone


def _remove(by: Actor, drafts: QuerySet[Draft]) -> int:
    """Delete drafts and destroy their keys: copies elsewhere cannot be opened any more."""
    found = list(drafts.select_related("lock"))
    for draft in found:
        draft.delete()
        destroy_key(draft.lock, now=by.now)
    return len(found)
