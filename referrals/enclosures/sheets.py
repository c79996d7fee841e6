"""What readers of photographs and files are given: lines of a list, and the opened file itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from audit import clock
from protection import files
from protection.sealing import open_keys, opened
from referrals.aids.models import Aid
from referrals.enclosures import access
from referrals.enclosures.flow import Status
from referrals.enclosures.models import Enclosure, Kind
from referrals.families.models import Family

# After this time it is no slow scanner any more.
LATE = timedelta(days=1)
ENDINGS = {Kind.JPEG: "jpg", Kind.PNG: "png", Kind.PDF: "pdf"}
TYPES = {Kind.JPEG: "image/jpeg", Kind.PNG: "image/png", Kind.PDF: "application/pdf"}
BADGES = {Status.UNSCANNED: "info", Status.INFECTED: "danger"}
WHY = {
    Status.UNSCANNED: "Nur Sie sehen sie. Andere sehen sie, sobald sie geprüft ist.",
    Status.INFECTED: "Die Datei wurde entfernt. Sagen Sie bitte der IT, woher sie kam.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosureLine:
    """One photograph or file in a list."""

    id: UUID
    title: str
    text: str
    why: str
    badge: str
    badge_kind: str
    is_open: bool
    may_remove: bool
    is_infected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosuresSheet:
    """The photographs and files of one thing, and whether whoever reads may add some."""

    word: str
    lines: tuple[EnclosureLine, ...]
    may_attach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file on its way to a reader, under a name that tells what it is and nobody's name."""

    name: str
    type: str
    size: int
    chunks: Iterator[bytes]


def of_family(family: Family, by: Actor) -> EnclosuresSheet:
    """Give the photographs and files of a family, the newest first."""
    rows = Enclosure.objects.visible_to(by).filter(family=family)
    may = access.may_attach(by, family)
    return EnclosuresSheet(word=family.word, lines=_lines(rows, by), may_attach=may)


def of_aid(aid: Aid, by: Actor) -> EnclosuresSheet:
    """Give the photographs and files beside the plan of a help, the newest first."""
    rows = Enclosure.objects.visible_to(by).filter(aid=aid)
    may = access.may_attach_to(by, aid)
    return EnclosuresSheet(word=aid.word, lines=_lines(rows, by), may_attach=may)


def content(enclosure: Enclosure) -> Iterator[bytes]:
    """Open the bytes of a file, chunk by chunk.

    Raises:
        files.FileGoneError: they are not there.
        files.FileBrokenError: they were changed.
    """
    return files.read(enclosure.stored, enclosure.id, enclosure.lock)


def opened_file(enclosure: Enclosure) -> OpenedFile:
    """Open a file for a reader, after it was looked through whole."""
    kind = Kind(enclosure.kind)
    size = files.check(enclosure.stored, enclosure.id, enclosure.lock)
    name = f"{enclosure.word} {kind.label} {enclosure.number}.{ENDINGS[kind]}"
    return OpenedFile(name=name, type=TYPES[kind], size=size, chunks=content(enclosure))


def infected(by: Actor) -> tuple[tuple[UUID, UUID | None, str, str], ...]:
    """Give what somebody added and what was removed because of malware, until they have seen it."""
    rows = Enclosure.objects.visible_to(by).filter(author=by.user_id, status=Status.INFECTED)
    return tuple((row.family_id, row.aid_id, row.word, Kind(row.kind).label) for row in rows)


def waiting_since(by: Actor) -> tuple[int, datetime] | None:
    """Tell whoever looks after the machine how many files wait too long for the scanner, since when."""
    if not access.may_watch(by):
        return None
    rows = Enclosure.objects.filter(status=Status.UNSCANNED, uploaded_at__lte=by.now - LATE)
    moments = list(rows.order_by("uploaded_at").values_list("uploaded_at", flat=True))
    return (len(moments), moments[0]) if moments else None


def _lines(rows: QuerySet[Enclosure], by: Actor) -> tuple[EnclosureLine, ...]:
    found = open_keys(rows.select_related("author", "note").order_by("-uploaded_at", "-number"))
    return tuple(_line(row, by) for row in found)


def _line(row: Enclosure, by: Actor) -> EnclosureLine:
    status = Status(row.status)
    about = opened(row.title)
    whose = "Sie" if row.author_id == by.user_id else row.author.display_name
    beside = ["beim Hilfeplan"] if row.aid_id else ["zu einer Notiz"] if row.note_id else []
    return EnclosureLine(
        id=row.id,
        title=f"{Kind(row.kind).label} {row.number}" + (f": {about}" if about else ""),
        text=" · ".join([clock.moment_text(row.uploaded_at), whose, *beside, _size(row.size)]),
        why=WHY.get(status, ""),
        badge="" if status == Status.CLEAN else str(status.label),
        badge_kind=BADGES.get(status, ""),
        is_open=status == Status.CLEAN,
        may_remove=access.may_remove(by, row),
        is_infected=status == Status.INFECTED,
    )


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} KB"
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
