"""What the author of confided notes is given, and the one word that a lead is given."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from accounts.models import User
from audit import clock
from protection.sealing import opened
from referrals.confidences import access, sums
from referrals.confidences.flow import Standing
from referrals.confidences.models import (
    ConfidedNote,
    ConfidedRelease,
    Ground,
    Sealing,
    Unsealing,
)
from referrals.families.access import may_keep
from referrals.families.models import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidedSheet:
    """One confided note as its author reads it; `is_due` says that a year went by since the last look."""

    id: UUID
    family: UUID
    word: str
    when: str
    confider: str
    text: str
    told: tuple[str, ...]
    is_due: bool


def own(by: Actor) -> tuple[ConfidedSheet, ...]:
    """Give everything that was confided to this person, what has to be looked at first."""
    made = _sheets(_rows(by), by.today)
    return tuple(sorted(made, key=lambda sheet: not sheet.is_due))


def of_family(family: Family, by: Actor) -> tuple[ConfidedSheet, ...]:
    """Give what the people of a family confided to whoever reads; once somebody else keeps the
    family it stands on the author's own list alone.
    """
    return _sheets(_rows(by).filter(family=family), by.today) if may_keep(by, family) else ()


def is_sealed(family: Family, by: Actor) -> bool | None:
    """Say whether there is sealed material of a family; nothing to whoever may not know."""
    if not access.may_know_of(by, family):
        return None
    return Sealing.objects.filter(family=family, holds=True).exists()


def sheet(note: ConfidedNote, by: Actor) -> ConfidedSheet:
    """Open one confided note for its author."""
    return _sheets([note], by.today)[0]


def _rows(by: Actor) -> QuerySet[ConfidedNote]:
    rows = ConfidedNote.objects.visible_to(by).select_related("lock", "family")
    return rows.order_by("-happened_at")


def _sheets(rows: Iterable[ConfidedNote], today: date) -> tuple[ConfidedSheet, ...]:
    return tuple(
        ConfidedSheet(
            id=note.id,
            family=note.family_id,
            word=note.family.word,
            when=clock.moment_text(note.happened_at),
            confider=opened(note.confider),
            text=opened(note.text),
            told=tuple(opened(note.told).splitlines()),
            is_due=sums.is_due(clock.day(note.looked_at), today),
        )
        for note in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedSheet:
    """A part of what was confided to somebody else, given for one purpose; `how` says who gave it when,
    or when two people opened it and who had sealed it.
    """

    id: UUID
    word: str
    how: str
    ground: str
    purpose: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealingLine:
    """A request to open what somebody who left has sealed, who agreed, or who refused and why."""

    id: UUID
    word: str
    when: str
    ground: str
    why: str
    people: tuple[str, ...]
    refusal: str
    badge: str
    badge_kind: str
    may_agree: bool
    may_read: bool
    may_take_back: bool


BADGES = {Standing.ASKED: "warning", Standing.REFUSED: "danger"}


def received(by: Actor) -> tuple[ReceivedSheet, ...]:
    """Give what this person was given of what was confided to others."""
    found = ConfidedRelease.objects.visible_to(by).select_related("lock", "family", "given_by")
    rows = found.order_by("-released_at")
    sealers = User.objects.in_bulk({person for row in rows for person in row.sealed_by})
    return tuple(
        ReceivedSheet(
            id=row.id,
            word=row.family.word,
            how=_how(row, sorted(sealers[person].display_name for person in row.sealed_by)),
            ground=str(Ground(row.ground).label),
            purpose=row.purpose.reveal(),
            text=row.text.reveal(),
        )
        for row in rows
    )


def _how(row: ConfidedRelease, sealers: list[str]) -> str:
    moment = clock.moment_text(row.released_at)
    if row.unsealing_id is None:
        return f"{moment} · von {row.given_by.display_name}"
    return f"geöffnet am {moment}, versiegelt von {' und '.join(sealers)}"


def with_told(note: ConfidedNote, line: str) -> str:
    """Put a line below what the author gave to whom before."""
    return "\n".join(filter(None, [opened(note.told), line]))


def unsealings(by: Actor) -> tuple[UnsealingLine, ...]:
    """Give the requests of which this person may know, open ones first."""
    rows = Unsealing.objects.visible_to(by).order_by("-asked_at")
    found = rows.select_related("lock", "family", "asked_by", "head", "expert", "refused_by")
    given = ConfidedRelease.objects.visible_to(by).filter(unsealing__isnull=False)
    handed = set(given.values_list("unsealing", flat=True))
    made = [_unsealing(row, by, handed) for row in found]
    return tuple(sorted(made, key=lambda line: not line.may_agree))


def why(unsealing: Unsealing) -> str:
    """Open the reason that the lead gave."""
    return opened(unsealing.why)


def sealed_words(family: UUID, author: UUID) -> tuple[str, ...]:
    """Open what one author has sealed of a family, standing as that author."""
    rows = ConfidedNote.objects.filter(family=family, author=author, lifted_at__isnull=True)
    return tuple(
        f"{clock.moment_text(row.happened_at)}, {opened(row.confider)}:\n{opened(row.text)}"
        for row in rows.select_related("lock").order_by("happened_at")
    )


def _unsealing(row: Unsealing, by: Actor, handed: set[UUID]) -> UnsealingLine:
    agreed = [person.display_name for person in (row.head, row.expert) if person]
    stands = access.standing(row, by.now)
    return UnsealingLine(
        id=row.id,
        word=row.family.word,
        when=clock.moment_text(row.asked_at),
        ground=str(Ground(row.ground).label),
        why=row.why.reveal(),
        people=(f"erbeten von {row.asked_by.display_name}", *(f"zugestimmt: {a}" for a in agreed)),
        refusal=f"Abgelehnt von {row.refused_by.display_name}: {opened(row.refusal)}"
        if row.refused_by
        else "",
        badge=str(stands.label),
        badge_kind=BADGES.get(stands, ""),
        may_agree=access.may_agree(by, row),
        may_read=row.id in handed,
        may_take_back=access.may_take_back(by, row),
    )
