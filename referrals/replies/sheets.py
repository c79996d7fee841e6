"""What an answer says, gathered once, when it is released; and what waits for the second person."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from protection.retention import kept_for_a_century, rules
from protection.sealing import opened
from referrals.aids.models import Aid
from referrals.duties.sheets import Task, href, short
from referrals.erasure.sums import REAL, class_of_file
from referrals.families import sheets as families
from referrals.families.models import Family
from referrals.inventory import sheets as inventory
from referrals.receipts.sheets import receipt
from referrals.receipts.sums import Household, Told
from referrals.redactions import sheets as redactions
from referrals.redactions.models import Item
from referrals.redactions.sums import Reason
from referrals.replies import access
from referrals.replies.flow import File, Way
from referrals.replies.models import Reply
from referrals.replies.sums import Piece, pieces, storage
from referrals.subject_access.flow import Asker
from referrals.subject_access.models import AccessRequest

WITHIN = (Asker.CHILD, Asker.PARENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing of the file as the person reads it; a thing that is black altogether has no day."""

    number: int
    kind: str
    label: str
    on: date | None
    about: str
    source: str
    mark: str
    pieces: tuple[Piece, ...]

    @property
    def is_shown(self) -> bool:
        """Tell whether anything of it is read."""
        return any(not piece.letter for piece in self.pieces)

    @property
    def under(self) -> str:
        """Say when it was, whom it is about and from where it comes."""
        said = (day_text(self.on) if self.on else "", self.about, self.source)
        return " · ".join(filter(None, said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything that a person is told."""

    number: str
    person: str
    requester: str
    contact: str
    received_on: date
    on: date
    scope: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    sources: tuple[str, ...]
    recipients: tuple[Told, ...]
    is_whole: bool
    storage: str
    legend: tuple[tuple[str, str], ...]
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplySheet:
    """What was released: its files, and whether it was handed out."""

    id: UUID
    number: str
    rows: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    may_hand_out: bool


def answer(asked: AccessRequest, by: Actor) -> Answer:
    """Gather what an answer says: what two people looked through, who was told, how long it is kept."""
    family = Family.objects.select_related("lock").get(id=asked.known_family)
    lines = tuple(_lines(asked))
    groups = tuple((title, tuple(some)) for title, some in groupby(lines, key=lambda one: one.kind))
    apart = asked.asker not in WITHIN
    told = receipt(family, None, asked.person, Household.APART if apart else Household.WITHIN)
    letters = {piece.letter for line in lines for piece in line.pieces}
    with_aid = Aid.objects.filter(family=family, status__in=REAL).exists()
    rule = rules()[class_of_file(with_aid=with_aid)]
    names = {one.id: one.name for one in families.people(family, by.today)}
    return Answer(
        number=asked.number,
        person=names.get(asked.person_id, "") if asked.person_id else "",
        requester=opened(asked.requester),
        contact=opened(asked.contact),
        received_on=asked.received_on,
        on=by.today,
        scope=opened(asked.scope),
        groups=groups,
        sources=tuple(dict.fromkeys(line.source for line in lines if line.is_shown)),
        recipients=told.told,
        is_whole=told.is_whole,
        storage=storage(rule, for_a_century=kept_for_a_century()),
        legend=tuple((one.letter, str(one.label)) for one in Reason if one.letter in letters),
        is_apart=apart,
    )


def _lines(asked: AccessRequest) -> Iterator[Line]:
    rows = list(Item.objects.filter(asked=asked).select_related("about", "lock").order_by("number"))
    marks = inventory.marks((row.place, row.row) for row in rows)
    for row in rows:
        sheet = redactions.item(row, marks.get((row.place, row.row), ""))
        found = pieces((part.text, part.letter) for part in sheet.parts)
        is_shown = any(not piece.letter for piece in found)
        yield Line(
            number=sheet.number,
            kind=redactions.title_of(row),
            label=sheet.label,
            on=row.on if is_shown else None,
            about=sheet.about,
            source=sheet.source if is_shown else "",
            mark=sheet.mark if is_shown else "",
            pieces=found,
        )


def reply(found: Reply, by: Actor) -> ReplySheet:
    """Make the page of what was released."""
    asked = found.asked
    rows = [("Freigegeben", f"{found.released_by.display_name}, {day_text(found.released_on)}")]
    if found.sent_on:
        rows.append(("Ausgehändigt", f"{day_text(found.sent_on)}, {Way(found.sent_way).label}"))
    files = tuple((str(one.label), href(f"access_{one.value}", asked.id)) for one in File)
    return ReplySheet(
        id=asked.id,
        number=asked.number,
        rows=tuple(rows),
        files=files,
        may_hand_out=access.may_hand_out(by, asked),
    )


def content(found: Reply, kind: File) -> bytes:
    """Give the bytes of one file of an answer."""
    text = opened(getattr(found, kind.value))
    return text.encode() if kind == File.RECORD else base64.b64decode(text)


def tasks(by: Actor) -> tuple[Task, ...]:
    """Give the answers that wait for this person as the second one, what is due first."""
    rows = AccessRequest.objects.visible_to(by).filter(access.waiting_for(by))
    return tuple(
        Task(
            about=one.id,
            when=short(one.due_on, by.today),
            title=f"Auskunft {one.number}",
            text=f"Zweite Durchsicht, Antwort bis {day_text(one.due_on)}",
            verb="Durchsehen",
            verb_href=href("access_look", one.id),
        )
        for one in sorted(rows, key=lambda row: row.due_on)
    )
