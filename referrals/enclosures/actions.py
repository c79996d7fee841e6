"""Deeds with photographs and files: add, look for malware, open, take back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import files, scanning
from protection.actions import destroy_key, make_key
from protection.contents import Cleaned
from protection.examining import examine
from protection.files import FileBrokenError, FileGoneError
from protection.letters import Refusal, RefusedError
from protection.models import Circle
from protection.sealing import clear
from referrals.aids.models import Aid
from referrals.enclosures import access, events, sheets
from referrals.enclosures.flow import FLOW, Status
from referrals.enclosures.models import Enclosure
from referrals.enclosures.sheets import EnclosuresSheet, OpenedFile
from referrals.families.models import Family
from referrals.notes.models import Note

# The name under which the worker knows its task; the task itself stands above the deeds.
TASK = "enclosures.scan"
NOT_YET = "Die Datei wird noch geprüft. Sie ist in Kürze lesbar."
DAMAGED = "Die Datei ist beschädigt und wurde nicht geöffnet. Bitte sagen Sie es der IT."
NO_ROOM = (
    "Der Speicher des Dienstes ist voll. Es wurde nichts gespeichert. Bitte sagen Sie es der IT."
)
SENTENCES = {
    Refusal.EMPTY: "Diese Datei ist leer. Bitte wählen Sie eine andere.",
    Refusal.OTHER: "Das ist kein Foto und kein PDF. Möglich sind JPEG, PNG und PDF.",
    Refusal.HEIC: "Fotos im Format HEIC kann nicht jeder öffnen. Stellen Sie die Kamera bitte auf"
    " JPEG um („Maximale Kompatibilität“) und fotografieren Sie noch einmal.",
    Refusal.MIXED: "In diesem PDF steckt noch eine andere Datei. Bitte drucken Sie es neu als PDF"
    " und wählen Sie das neue.",
    Refusal.BROKEN: "Diese Datei lässt sich nicht lesen. Vielleicht kam sie nicht vollständig an."
    " Bitte senden Sie sie noch einmal.",
    Refusal.LOCKED: "Dieses PDF ist mit einem Kennwort geschützt. Bitte wählen Sie eines ohne"
    " Kennwort.",
    Refusal.FORM: "Dieses PDF ist ein Formular, das andere nicht lesen könnten. Bitte drucken Sie es"
    " neu als PDF und wählen Sie das neue.",
    Refusal.PIXELS: "Dieses Bild hat mehr als 50 Millionen Bildpunkte. Bitte fotografieren Sie mit"
    " einer kleineren Auflösung.",
    Refusal.PAGES: "Dieses PDF hat mehr als 500 Seiten. Bitte teilen Sie es.",
}
LARGE = "Diese Datei ist größer als {} MB. Bitte wählen Sie eine kleinere."


@deed
def attach(  # what the page asks
    *,
    by: Actor,
    family: Family,
    content: bytes,
    title: str = "",
    note: Note | None = None,
    id: UUID | None = None,
) -> Enclosure:
    """Put a photograph or a file into a family's file, or with a note of it."""
    must(access.may_attach(by, family) and (note is None or note.family_id == family.id))
    cleaned = _examined(content)
    Family.objects.select_for_update(of=("self",), no_key=True).get(id=family.id)
    row = Enclosure(
        id=id or uuid4(), family=family, note=note, word=family.word, title=clear(title)
    )
    return _keep(by, row, cleaned)


@deed
def attach_to_aid(
    *, by: Actor, aid: Aid, content: bytes, title: str = "", id: UUID | None = None
) -> Enclosure:
    """Put a photograph or a file beside the plan of a help: the office and its providers share it."""
    must(access.may_attach_to(by, aid))
    cleaned = _examined(content)
    aid = Aid.objects.select_for_update(of=("self",), no_key=True).get(id=aid.id)
    row = Enclosure(
        id=id or uuid4(),
        family_id=aid.family_id,
        aid=aid,
        readers=aid.readers,
        word=aid.word,
        title=clear(title),
    )
    return _keep(by, row, cleaned)


@deed
def show(*, by: Actor, family: Family) -> EnclosuresSheet:
    """Show the photographs and files of a family."""
    must_see(Family.objects.visible_to(by), family)
    sheet = sheets.of_family(family, by)
    trail.record(events.LISTED, by=by, about=[family.id, *(line.id for line in sheet.lines)])
    return sheet


@deed
def show_of_aid(*, by: Actor, aid: Aid) -> EnclosuresSheet:
    """Show the photographs and files beside the plan of a help."""
    must_see(Aid.objects.visible_to(by), aid)
    sheet = sheets.of_aid(aid, by)
    about = [aid.id, aid.family_id, *(line.id for line in sheet.lines)]
    trail.record(events.LISTED, by=by, about=about)
    return sheet


@deed
def open_enclosure(*, by: Actor, enclosure: Enclosure) -> OpenedFile:
    """Open a photograph or a file that was found clean; a changed one is not handed out at all."""
    must_see(Enclosure.objects.visible_to(by), enclosure)
    if enclosure.status != Status.CLEAN:
        raise NotPossibleError(NOT_YET if enclosure.stored else sheets.WHY[Status.INFECTED])
    try:
        found = sheets.opened_file(enclosure)
    except (FileGoneError, FileBrokenError) as broken:
        raise NotPossibleError(DAMAGED) from broken
    trail.record(events.READ, by=by, about=_about(enclosure))
    return found


@deed
def remove(*, by: Actor, enclosure: Enclosure) -> Enclosure:
    """Take back what was added by mistake, or take note that it was infected; its bytes are gone."""
    must_see(Enclosure.objects.visible_to(by), enclosure)
    must(access.may_remove(by, enclosure))
    return _move(by, enclosure, Status.REMOVED, events.REMOVED)


@deed
def scan(*, by: Actor, enclosure: Enclosure) -> Enclosure:
    """Have a file looked through for malware; what is infected is removed at once.

    Raises:
        scanning.ScannerAwayError: nobody looked; it stays as it is.
        files.FileGoneError: there is nothing to look at.
        files.FileBrokenError: it was changed on the disk.
    """
    must(access.may_scan(by))
    # Looking takes seconds; the row is locked only to write the result.
    clean = scanning.is_clean(sheets.content(enclosure))
    return _move(by, enclosure, Status.CLEAN if clean else Status.INFECTED, events.SCANNED)


@deed
def sweep(*, by: Actor, left: Sequence[Path]) -> int:
    """Remove from the disk what belongs to no row.

    Returns:
        How many files there were.
    """
    must(access.may_scan(by))
    for path in left:
        path.unlink(missing_ok=True)
    trail.record(events.SWEPT, by=by, facts={"count": len(left)})
    return len(left)


def _examined(content: bytes) -> Cleaned:
    """Have a file written anew, or say why not beside its field."""
    try:
        return examine(content, largest=settings.LARGEST_FILE)
    except RefusedError as refused:
        large = LARGE.format(settings.LARGEST_FILE // 1_000_000)
        raise NotPossibleError(SENTENCES.get(refused.why, large), field="file") from refused


def _keep(by: Actor, row: Enclosure, cleaned: Cleaned) -> Enclosure:
    """Save the row first, then its bytes: the same form sent twice writes no second file."""
    beside: dict[str, Any] = {"aid": row.aid_id} if row.aid_id else {"aid": None}
    others = Enclosure.objects.filter(family=row.family_id, **beside)
    row.number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    row.lock = make_key(Circle.ENCLOSURE, now=by.now, readers=row.readers)
    row.kind, row.size, row.stored = cleaned.kind.value, len(cleaned.content), files.new_name()
    row.author, row.uploaded_at = by.user, by.now
    row.save(force_insert=True)
    try:
        files.write(row.stored, row.id, row.lock, [cleaned.content])
    except OSError as full:
        raise NotPossibleError(NO_ROOM, field="file") from full
    app.configure_task(TASK).defer(enclosure=str(row.id))
    facts = {"kind": row.kind}
    trail.record(events.ATTACHED, by=by, about=_about(row), facts=facts)
    return row


def _move(by: Actor, enclosure: Enclosure, status: Status, event: trail.Event) -> Enclosure:
    """Take a step; where the bytes end, their key and the title end with them."""
    rows = Enclosure.objects.select_for_update(of=("self",)).select_related("lock")
    row = rows.get(id=enclosure.id)
    FLOW.check(row.status, status)
    row.status = status
    if event == events.SCANNED:
        row.scanned_at = by.now
    if status in {Status.INFECTED, Status.REMOVED} and row.stored:
        # Not before the row says so for good; what a crash leaves is swept away.
        transaction.on_commit(partial(files.remove, row.stored))
        row.stored, row.title = "", None
        destroy_key(row.lock, now=by.now)
    row.save()
    trail.record(event, by=by, about=_about(row), facts={"status": row.status})
    return row


def _about(row: Enclosure) -> list[UUID]:
    return [one for one in (row.id, row.note_id, row.aid_id, row.family_id) if one]
