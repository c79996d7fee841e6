"""What readers of notes are given."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from referrals.confidences import sheets as confidences
from referrals.families.models import Family
from referrals.marks.sheets import shown
from referrals.notes.models import Note, Way

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSheet:
    """One note: when, how, with whom, what, and who wrote it down."""

    id: UUID
    when: str
    title: str
    text: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyNotes:
    """The notes of a family: those of the file, what was confided to whoever reads, and for the lead
    whether there is sealed material.
    """

    ordinary: tuple[NoteSheet, ...]
    confided: tuple[confidences.ConfidedSheet, ...]
    is_sealed: bool | None


def of_family(family: Family, by: Actor) -> FamilyNotes:
    """Give the last notes of a family, the newest first."""
    rows = Note.objects.filter(family=family).order_by("-happened_at")
    return FamilyNotes(
        ordinary=_sheets(rows.select_related("lock", "author")[:SHOWN], by),
        confided=confidences.of_family(family, by),
        is_sealed=confidences.is_sealed(family, by),
    )


def unassigned(by: Actor) -> tuple[NoteSheet, ...]:
    """Give somebody's own notes that have no family yet, the newest first."""
    rows = Note.objects.visible_to(by).filter(author=by.user_id, family__isnull=True)
    return _sheets(rows.select_related("lock", "author").order_by("-happened_at"), by)


def _sheets(rows: Iterable[Note], by: Actor) -> tuple[NoteSheet, ...]:
    return tuple(
        NoteSheet(
            id=note.id,
            when=clock.moment_text(note.happened_at),
            title=": ".join(filter(None, [Way(note.way).label, opened(note.who)])),
            text=shown(note, "text"),
            author="Sie" if note.author_id == by.user_id else note.author.display_name,
        )
        for note in rows
    )
