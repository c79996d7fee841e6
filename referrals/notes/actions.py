"""Deeds with notes: note in twenty seconds, choose the family later."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from referrals.confidences import actions as confidences
from referrals.confidences.models import ConfidedNote
from referrals.families.models import Family
from referrals.notes import access, events, sheets
from referrals.notes.models import Note, Way
from referrals.notes.sheets import NoteSheet


@deed
def note(  # noqa: PLR0913  # what the page asks, all but the text optional
    *,
    by: Actor,
    text: str,
    way: Way = Way.CALL,
    who: str = "",
    family: Family | None = None,
    happened_at: datetime | None = None,
    id: UUID | None = None,
) -> Note:
    """Keep what was said or seen; the family may be chosen later."""
    if not access.may_note(by) or (family and not _sees(by, family)):
        raise PermissionDenied
    if not text.strip():
        raise NotPossibleError("Bitte schreiben Sie, was Sie festhalten möchten.", field="text")
    if happened_at and happened_at > by.now:
        sentence = "Dieser Zeitpunkt liegt in der Zukunft. Bitte prüfen Sie Tag und Uhrzeit."
        raise NotPossibleError(sentence, field="happened_at")
    noted = Note(
        id=id or uuid4(),
        lock=make_key(Circle.NOTE, now=by.now),
        family=family,
        author=by.user,
        way=way,
        who=clear(who),
        happened_at=happened_at or by.now,
        noted_at=by.now,
        text=Clear(text.strip()),
    )
    noted.save(force_insert=True)
    about = [noted.id, family.id] if family else [noted.id]
    trail.record(events.NOTED, by=by, about=about, facts={"way": noted.way})
    return noted


@deed
def choose_family(*, by: Actor, note: Note, family: Family) -> Note:
    """Put an own note into the file of a family; what lies in a file stays there."""
    note = Note.objects.select_for_update().get(id=note.id)
    if not access.may_file(by, note) or not _sees(by, family):
        raise PermissionDenied
    if note.family_id:
        raise NotPossibleError("Diese Notiz gehört schon zu einer Familie.", field="family")
    note.family = family
    note.save(update_fields=["family"])
    trail.record(events.FAMILY_CHOSEN, by=by, about=[note, family])
    return note


@deed
def open_up(*, by: Actor, confided: ConfidedNote) -> Note:
    """Make an ordinary note of what was confided, as the person to whom it was."""
    words = confidences.lift(by=by, note=confided)
    opened_up = Note(
        lock=make_key(Circle.NOTE, now=by.now),
        family_id=confided.family_id,
        author=by.user,
        way=Way.TALK,
        who=clear(words.confider),
        happened_at=confided.happened_at,
        noted_at=by.now,
        text=Clear(words.text),
    )
    opened_up.save(force_insert=True)
    trail.record(events.NOTED, by=by, about=[opened_up, confided.family_id])
    return opened_up


@deed
def list_unassigned(*, by: Actor) -> tuple[NoteSheet, ...]:
    """List one's own notes that have no family yet, the newest first."""
    listed = sheets.unassigned(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in listed])
    return listed


def _sees(by: Actor, family: Family) -> bool:
    return Family.objects.visible_to(by).filter(id=family.id).exists()
