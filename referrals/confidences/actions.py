"""Deeds with what was confided: seal it, look through it each year, give a part to somebody, lift the
seal; and open as two what somebody who left has sealed.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from accounts.access import unbiased
from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import wall
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear
from referrals.confidences import access, events, sheets
from referrals.confidences.flow import FLOW, Standing
from referrals.confidences.models import (
    OF_TWO,
    ConfidedNote,
    ConfidedRelease,
    Ground,
    Sealing,
    Unsealing,
    gone_from,
)
from referrals.families.models import Family

NO_TEXT = "Bitte schreiben Sie, was Sie festhalten möchten."
NOBODY = "Bitte geben Sie an, wer Ihnen das anvertraut hat."
LATER = "Dieser Zeitpunkt liegt in der Zukunft. Bitte prüfen Sie Tag und Uhrzeit."
LIFTED = "Das steht schon in der Akte."
NOT_THIS_PERSON = "Diese Person kommt dafür nicht infrage. Bitte wählen Sie eine andere."
NOT_THE_NEXT = "Bei einem Wechsel erfährt es nur, wer jetzt für die Familie zuständig ist."
WHAT_FOR = "Bitte schreiben Sie in einem Satz, wofür."
WHICH_PART = "Bitte geben Sie an, welchen Teil die Person erfährt."
WHY_NOT = "Bitte schreiben Sie in einem Satz, warum nicht."
NOT_GONE = (
    "Geöffnet wird nur, was eine Person versiegelt hat, die nicht mehr hier arbeitet oder bei "
    "dieser Familie befangen ist. Alle anderen können selbst weitergeben, was nötig ist."
)
ONLY_DANGER = "Zu zweit geöffnet wird nur bei Anzeichen einer Gefährdung."


@deed
def confide(  # what the form of a note asks
    *,
    by: Actor,
    family: Family,
    text: str,
    confider: str,
    happened_at: datetime | None = None,
    id: UUID | None = None,
) -> ConfidedNote:
    """Seal what a person of a family confided, for oneself alone."""
    must(access.may_confide(by))
    must_see(Family.objects.visible_to(by), family)
    if not text.strip():
        raise NotPossibleError(NO_TEXT, field="text")
    if not confider.strip():
        raise NotPossibleError(NOBODY, field="other")
    if happened_at and happened_at > by.now:
        raise NotPossibleError(LATER, field="happened_at")
    note = ConfidedNote(
        id=id or uuid4(),
        lock=make_key(Circle.CONFIDED, now=by.now, author=by.user_id),
        family=family,
        author=by.user,
        confider=Clear(confider.strip()),
        text=Clear(text.strip()),
        happened_at=happened_at or by.now,
        noted_at=by.now,
        looked_at=by.now,
    )
    note.save(force_insert=True)
    Sealing.objects.update_or_create(family=family, author=by.user, defaults={"holds": True})
    # Not about the family: whoever reads its trail would count what was confided.
    trail.record(events.CONFIDED, by=by, about=[note])
    return note


@deed
def list_own(
    *, by: Actor
) -> tuple[tuple[sheets.ConfidedSheet, ...], tuple[sheets.ReceivedSheet, ...]]:
    """Read everything that was confided to oneself, what is a year old first, and what one was given."""
    must(access.may_list(by))
    listed, given = sheets.own(by), sheets.received(by)
    trail.record(
        events.LISTED, by=by, about=[*(line.id for line in listed), *(line.id for line in given)]
    )
    return listed, given


@deed
def read(*, by: Actor, note: ConfidedNote) -> sheets.ConfidedSheet:
    """Read one confided note, before its author decides about it."""
    must(access.may_change(by, note))
    trail.record(events.LISTED, by=by, about=[note])
    return sheets.sheet(note, by)


@deed
def keep(*, by: Actor, note: ConfidedNote) -> ConfidedNote:
    """Say after a look that it stays sealed; asked again in a year."""
    note = _locked(by, note)
    note.looked_at = by.now
    note.save(update_fields=["looked_at"])
    trail.record(events.KEPT, by=by, about=[note])
    return note


@deed
def lift(*, by: Actor, note: ConfidedNote) -> sheets.ConfidedSheet:
    """Take the seal off as its author: the words are handed over and nothing stays here."""
    note = _locked(by, note)
    words = sheets.sheet(note, by)
    note.confider = note.text = note.told = None
    note.lifted_at = by.now
    note.save(update_fields=["confider", "text", "told", "lifted_at"])
    own = ConfidedNote.objects.filter(family=note.family_id, author=by.user, lifted_at__isnull=True)
    Sealing.objects.filter(family=note.family_id, author=by.user).update(holds=own.exists())
    trail.record(events.LIFTED, by=by, about=[note])
    return words


@deed
def release(  # noqa: PLR0913  # what the form asks
    *,
    by: Actor,
    note: ConfidedNote,
    ground: Ground,
    receiver: User,
    purpose: str,
    part: str,
    id: UUID | None = None,
) -> UUID:
    """Give one person a part of what was confided, for one purpose, on one of the lawful grounds."""
    note = _locked(by, note)
    if not User.objects.filter(access.receivers(by, note), id=receiver.id).exists():
        raise NotPossibleError(NOT_THIS_PERSON, field="receiver")
    if ground == Ground.CHANGE and note.family.worker_id != receiver.id:
        raise NotPossibleError(NOT_THE_NEXT, field="receiver")
    if not purpose.strip():
        raise NotPossibleError(WHAT_FOR, field="purpose")
    if not part.strip():
        raise NotPossibleError(WHICH_PART, field="part")
    told = (ground, purpose.strip(), part.strip())
    given = _hand(by, note.family_id, receiver.id, told, id=id or uuid4())
    line = f"{clock.moment_text(by.now)} an {receiver.display_name}: {Ground(ground).label}"
    note.told = Clear(sheets.with_told(note, line))
    note.save(update_fields=["told"])
    facts = {"ground": str(ground)}
    trail.record(events.RELEASED, by=by, about=[note, given, receiver], facts=facts)
    return given


@deed
def ask_unsealing(
    *, by: Actor, family: Family, ground: Ground, why: str, id: UUID | None = None
) -> Unsealing:
    """Ask, as the lead, that two people open what somebody who left has sealed."""
    must(access.may_know_of(by, family))
    if ground not in OF_TWO:
        raise NotPossibleError(ONLY_DANGER, field="ground")
    if not why.strip():
        raise NotPossibleError(WHAT_FOR, field="why")
    if not gone_from(family, by.today):
        raise NotPossibleError(NOT_GONE)
    asked = Unsealing(
        id=id or uuid4(),
        family=family,
        lock=family.lock,
        ground=ground,
        why=Clear(why.strip()),
        asked_by=by.user,
        asked_at=by.now,
    )
    asked.save(force_insert=True)
    trail.record(events.ASKED, by=by, about=[asked, family], facts={"ground": str(ground)})
    return asked


@deed
def agree(*, by: Actor, unsealing: Unsealing) -> Unsealing:
    """Agree to open it, as the head or as a child protection expert; the second of the two opens it."""
    unsealing = _locked_request(by, unsealing)
    FLOW.check(access.standing(unsealing, by.now), Standing.OPENED)
    if by.has(Role.HEAD) and unsealing.head_id is None:
        unsealing.head = by.user
    else:
        unsealing.expert = by.user
    unsealing.save(update_fields=["head", "expert"])
    trail.record(events.AGREED, by=by, about=[unsealing, unsealing.family_id])
    if unsealing.head_id and unsealing.expert_id:
        _open(by, unsealing, unsealing.expert_id)
    return unsealing


@deed
def take_back(*, by: Actor, unsealing: Unsealing) -> None:
    """Take one's agreement back before the second of the two agreed; the request waits as before."""
    unsealing = Unsealing.objects.select_for_update(of=("self",)).get(id=unsealing.id)
    must(access.may_take_back(by, unsealing))
    part = "head" if unsealing.head_id == by.user_id else "expert"
    setattr(unsealing, part, None)
    unsealing.save(update_fields=[part])
    trail.record(events.TAKEN_BACK, by=by, about=[unsealing, unsealing.family_id])


@deed
def refuse_unsealing(*, by: Actor, unsealing: Unsealing, reason: str) -> Unsealing:
    """Say no in place of agreeing, with a reason for whoever asked; the request is over for all."""
    unsealing = _locked_request(by, unsealing)
    FLOW.check(access.standing(unsealing, by.now), Standing.REFUSED)
    if not reason.strip():
        raise NotPossibleError(WHY_NOT, field="reason")
    unsealing.refused_by, unsealing.refused_at = by.user, by.now
    unsealing.refusal = Clear(reason.strip())
    unsealing.save(update_fields=["refused_by", "refused_at", "refusal"])
    trail.record(events.REFUSED, by=by, about=[unsealing, unsealing.family_id])
    return unsealing


@deed
def list_unsealings(*, by: Actor) -> tuple[sheets.UnsealingLine, ...]:
    """Read which requests there are; the officer for data protection reads them too."""
    must(access.may_list_unsealings(by))
    lines = sheets.unsealings(by)
    trail.record(events.UNSEALINGS_LISTED, by=by, about=[line.id for line in lines])
    return lines


def _locked_request(by: Actor, unsealing: Unsealing) -> Unsealing:
    """Lock a request for one of the two who decide about it."""
    rows = Unsealing.objects.select_for_update(of=("self",)).select_related("family", "lock")
    found = rows.get(id=unsealing.id)
    must(access.may_agree(by, found))
    return found


def _open(by: Actor, unsealing: Unsealing, expert: UUID) -> None:
    """Hand what authors who left have sealed to those who assess the danger: the family's worker of
    today, who must have no conflict of interest, and the expert. The head agrees and does not read.
    """
    family, authors = unsealing.family, gone_from(unsealing.family, by.today)
    words: list[str] = []
    for author in authors:
        with wall.as_author(author):
            words += sheets.sealed_words(family.id, author)
    wanted = User.objects.filter(unbiased(family.id), id__in=[family.worker_id, expert])
    readers = list(wanted.exclude(id__in=authors).order_by("id").values_list("id", flat=True))
    told = (Ground(unsealing.ground), sheets.why(unsealing), "\n\n".join(words))
    names = {"unsealing": unsealing, "sealed_by": authors}
    given = [_hand(by, family.id, reader, told, **names) for reader in readers]
    unsealing.opened_at = by.now
    unsealing.save(update_fields=["opened_at"])
    about: list[trail.Thing | UUID] = [unsealing, family, *given, *authors, *readers]
    trail.record(events.OPENED, by=by, about=about, facts={"ground": unsealing.ground})


def _hand(
    by: Actor, family: UUID, receiver: UUID, told: tuple[Ground, str, str], **more: Any
) -> UUID:
    """Seal ground, purpose and text anew for one receiver, who alone can load row and key."""
    ground, purpose, text = told
    with wall.as_author(receiver):
        given = ConfidedRelease(
            lock=make_key(Circle.CONFIDED, now=by.now, author=receiver),
            family_id=family,
            receiver_id=receiver,
            given_by=by.user,
            ground=ground,
            purpose=Clear(purpose),
            text=Clear(text),
            released_at=by.now,
            **more,
        )
        given.save(force_insert=True)
    return given.id


def _locked(by: Actor, note: ConfidedNote) -> ConfidedNote:
    """Lock a note for a deed of its author."""
    rows = ConfidedNote.objects.select_for_update(of=("self",)).select_related("lock", "family")
    found = rows.filter(id=note.id).first()
    if found is None or found.author_id != by.user_id:
        raise PermissionDenied
    if found.lifted_at:
        raise NotPossibleError(LIFTED)
    must(access.may_change(by, found))
    return found
