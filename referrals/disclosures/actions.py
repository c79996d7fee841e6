"""Deeds that tell a provider what its task needs, and that end it again."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from audit import clock, trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must, must_see
from protection import wall
from protection.actions import let_out, make_key
from protection.models import Circle
from protection.sealing import Clear
from providers.codes.models import Code
from providers.register.models import Provider
from referrals.bases import sheets as bases
from referrals.bases.models import Basis, Kind
from referrals.choices import actions as choices
from referrals.disclosures import access, events, sheets, sums
from referrals.disclosures.flow import FLOW, Status
from referrals.disclosures.models import Disclosure, Field
from referrals.enquiries import actions as enquiries
from referrals.enquiries.flow import COPY_FLOW, CopyStatus
from referrals.enquiries.models import Copy, Enquiry
from referrals.families.models import Family
from referrals.releases import actions as releases

if TYPE_CHECKING:
    from uuid import UUID

NOTHING_CHOSEN = "Bitte wählen Sie mindestens eine Angabe aus."
CHANGED = (
    "Die Angaben zur Familie haben sich inzwischen geändert. "
    "Bitte sehen Sie die Vorschau noch einmal an."
)
TOO_LATE = "Die Grundlage dieser Freigabe ist abgelaufen. Bitte wenden Sie sich an das Jugendamt."
CONFLICT = "Bitte bestätigen Sie, dass niemand, der mitarbeitet, mit der Familie verwandt oder befreundet ist."
NOT_A_CARER = "Bitte wählen Sie eine Fachkraft Ihres Trägers."
LAW_STAYS = (
    "Eine gesetzliche Grundlage kann nicht widerrufen werden. Beenden Sie die einzelne Freigabe."
)


@deed
def disclose(
    *, by: Actor, copy: Copy, basis: Basis, fields: Collection[str], digest: str | None = None
) -> Disclosure:
    """Tell a chosen provider what its task needs: a frozen sheet in a circle of its own."""
    basis = _locked_basis(by, basis)
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(id=copy.enquiry_id)
    copy = Copy.objects.locked(enquiry).select_related("enquiry__lock").get(id=copy.id)
    must(enquiry.matter.family_id == basis.family_id)
    if copy.status != CopyStatus.CHOSEN:
        word = COPY_FLOW.words[copy.status]
        raise NotPossibleError(f"Das ist jetzt nicht möglich. Der Stand ist: {word}.")
    return _made(by, basis, copy.provider, fields, copy=copy, digest=digest)


@deed
def disclose_directly(
    *,
    by: Actor,
    family: Family,
    provider: Provider,
    basis: Basis,
    fields: Collection[str],
    digest: str | None = None,
) -> Disclosure:
    """Tell a provider that already helps the family something more, without asking around first."""
    basis = _locked_basis(by, basis)
    must(basis.family_id == family.id)
    return _made(by, basis, provider, fields, copy=None, digest=digest)


@deed
def accept(*, by: Actor, disclosure: Disclosure, carer: User, no_conflict: bool) -> Disclosure:
    """Take the family on: name who goes there and say that nobody is biased; the hours are promised."""
    disclosure = _locked(disclosure)
    must(access.may_accept(by, disclosure))
    FLOW.check(disclosure.status, Status.ACCEPTED)
    if disclosure.until_on and disclosure.until_on < by.today:
        raise NotPossibleError(TOO_LATE)
    if not no_conflict:
        raise NotPossibleError(CONFLICT, field="no_conflict")
    if not User.objects.filter(access.may_go(disclosure, by.today), id=carer.id).exists():
        raise NotPossibleError(NOT_A_CARER, field="carer")
    if disclosure.copy:
        choices.accept(by=by, copy=disclosure.copy)
    disclosure.status = Status.ACCEPTED
    disclosure.carer, disclosure.accepted_by, disclosure.accepted_at = carer, by.user, by.now
    disclosure.save(update_fields=["status", "carer", "accepted_by", "accepted_at"])
    facts: dict[str, trail.Fact] = {"carer": carer.id, "conflict": False}
    trail.record(events.ACCEPTED, by=by, about=_about(disclosure), facts=facts)
    return disclosure


@deed
def refuse(*, by: Actor, disclosure: Disclosure, reason: Code) -> Disclosure:
    """Say after reading that it is not possible; the provider loses the sheet, the hours become free."""
    disclosure = _locked(disclosure)
    must(access.may_accept(by, disclosure))
    FLOW.check(disclosure.status, Status.REFUSED)
    if disclosure.copy:
        choices.refuse(by=by, copy=disclosure.copy, reason=reason)
    _close(by, disclosure, Status.REFUSED, events.REFUSED, reason=reason.code)
    return disclosure


@deed
def end(*, by: Actor, disclosure: Disclosure) -> Disclosure:
    """End what a provider was told: its view closes at once, what was told stays known to the office."""
    disclosure = _locked(disclosure)
    _must_keep(by, disclosure.family)
    FLOW.check(disclosure.status, Status.ENDED)
    _close(by, disclosure, Status.ENDED, events.ENDED)
    return disclosure


@deed
def withdraw_basis(*, by: Actor, basis: Basis, danger: str = "") -> Basis:
    """Keep that a consent was withdrawn; in the same transaction everything that rests on it ends."""
    basis = _locked_basis(by, basis)
    if basis.kind == Kind.LAW:
        raise NotPossibleError(LAW_STAYS)
    if basis.withdrawn_at:
        raise NotPossibleError(bases.withdrawn(basis))
    basis.withdrawn_at = by.now
    basis.save(update_fields=["withdrawn_at"])
    ended = _end_all(by, "basis", basis__in=bases.resting(basis, by.today), status__in=access.OPEN)
    facts = {"kind": basis.kind, "topic": basis.topic, "ended": ended, "danger": danger}
    trail.record(events.BASIS_WITHDRAWN, by=by, about=[basis, basis.family_id], facts=facts)
    return basis


@deed
def withdraw_enquiry(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """Take an enquiry back together with what was told to chosen providers."""
    enquiry = enquiries.withdraw(by=by, enquiry=enquiry)
    ended = _end_all(by, "withdrawn", copy__enquiry=enquiry, status=Status.MADE)
    trail.record(events.WITHDRAWN, by=by, about=[enquiry], facts={"ended": ended})
    return enquiry


@deed
def expire_due(*, by: Actor) -> int:
    """End by the clock choices that nobody accepted in time, and say how many; running it twice changes nothing."""
    must(by.has(Role.CLOCK))
    ended: list[UUID] = []
    chosen = Copy.objects.filter(status=CopyStatus.CHOSEN, enquiry__matter__chosen_at__isnull=False)
    for copy in chosen.select_related("enquiry__matter").order_by("enquiry_id", "id"):
        since = clock.day(copy.enquiry.matter.chosen_at or by.now)
        if clock.working_days_later(since, settings.ANSWER_WORKING_DAYS) >= by.today:
            continue
        enquiry = Enquiry.objects.select_for_update().get(id=copy.enquiry_id)
        locked = Copy.objects.locked(enquiry).get(id=copy.id)
        if locked.status == CopyStatus.CHOSEN:
            choices.lapse(by=by, copy=locked)
            _end_all(by, "expired", copy=locked, status=Status.MADE)
            ended.append(locked.id)
    trail.record(events.CLOCKED, by=by, about=ended, facts={"expired": len(ended)})
    return len(ended)


@deed
def prepare(*, by: Actor, family: Family, provider: Provider) -> sheets.Options:
    """Read on what grounds a provider may be told something."""
    _must_keep(by, family)
    trail.record(events.PREVIEWED, by=by, about=[family, provider])
    return sheets.options(family, provider, by)


@deed
def preview(
    *, by: Actor, basis: Basis, provider: Provider, fields: Collection[str], copy: Copy | None
) -> sheets.Preview:
    """Read exactly what a provider will learn, before it does."""
    _must_keep(by, basis.family)
    _check_ground(by, basis, provider, fields, copy)
    trail.record(events.PREVIEWED, by=by, about=[basis.family, provider])
    return sheets.preview(basis, provider, sheets.lines_of(basis.family_id, fields, by, copy))


@deed
def read(*, by: Actor, disclosure: Disclosure) -> sheets.DisclosureSheet:
    """Read what a provider was told; every reading at the provider is a transmission."""
    must_see(Disclosure.objects.visible_to(by), disclosure)
    facts = {"fields": disclosure.fields, "transmission": not by.is_office}
    basis = str(disclosure.basis_id)
    trail.record(events.READ, by=by, about=_about(disclosure), facts=facts, basis=basis)
    as_told = sheets.as_told(disclosure) if by.is_office else None
    return sheets.sheet(disclosure, by, releases.kept_back(by=by, **as_told) if as_told else ())


@deed
def list_received(*, by: Actor) -> tuple[sheets.ReceivedLine, ...]:
    """List the families that one was told about, for coordinators and named carers."""
    lines = sheets.received(by)
    trail.record(events.LISTED, by=by, about=[a for line in lines for a in (line.id, line.family)])
    return lines


def _end_all(by: Actor, because: str, **which: object) -> int:
    told = list(Disclosure.objects.locked().filter(**which))
    for disclosure in told:
        _close(by, disclosure, Status.ENDED, events.ENDED, because=because)
    return len(told)


def _locked(disclosure: Disclosure) -> Disclosure:
    """Lock the enquiry, the copy and then the disclosure, always in this order."""
    with wall.as_office():
        if disclosure.copy_id:
            of_copy = Copy.objects.filter(id=disclosure.copy_id).values("enquiry")
            Enquiry.objects.select_for_update().get(id__in=of_copy)
        return Disclosure.objects.locked().get(id=disclosure.id)


def _locked_basis(by: Actor, basis: Basis) -> Basis:
    """Lock a ground for a deed of whoever keeps the family's file."""
    rows = Basis.objects.select_for_update(of=("self",)).select_related("family__lock", "provider")
    locked = rows.get(id=basis.id)
    _must_keep(by, locked.family)
    return locked


def _must_keep(by: Actor, family: Family) -> None:
    must(access.may_disclose(by, family))


def _made(
    by: Actor,
    basis: Basis,
    provider: Provider,
    fields: Collection[str],
    *,
    copy: Copy | None,
    digest: str | None,
) -> Disclosure:
    family = basis.family
    _check_ground(by, basis, provider, fields, copy)
    taken = Disclosure.objects.filter(family=family, provider=provider, status__in=access.OPEN)
    # What a provider was told directly before it was chosen does not stand in the way of its task.
    told = taken.filter(copy=copy) if copy else taken.filter(basis=basis)
    if before := told.select_related("lock").first():
        is_same = digest == sums.digest(sheets.rows_of(before))
        again = sums.told_already(provider.name, asked=copy is not None)
        raise AlreadyDoneError if is_same else NotPossibleError(again, field="basis")
    lines = sheets.lines_of(family.id, fields, by, copy)
    releases.refuse_texts(by=by, family=family.id, texts=dict(lines))
    # A page always brings a mark, an empty one where nobody saw the preview; without a page there is none.
    if digest is not None and digest != sums.digest(lines):
        raise NotPossibleError(CHANGED)
    disclosure = Disclosure(
        provider=provider,
        lock=make_key(Circle.DISCLOSURE, now=by.now, readers=[provider.id]),
        family=family,
        copy=copy,
        basis=basis,
        basis_words=bases.words_of(basis),
        word=family.word,
        # What was chosen but empty was told to nobody.
        fields=[field for field in Field if field in fields and str(field.label) in dict(lines)],
        sheet=Clear(sums.frozen(lines)),
        made_by=by.user,
        made_at=by.now,
        until_on=bases.until_of(basis, by.today),
    )
    disclosure.save(force_insert=True)
    facts = {"fields": disclosure.fields}
    trail.record(events.MADE, by=by, about=_about(disclosure), facts=facts, basis=basis.kind)
    return disclosure


def _check_ground(
    by: Actor, basis: Basis, provider: Provider, fields: Collection[str], copy: Copy | None
) -> None:
    """Refuse when nothing is chosen or the ground does not hold; the sentence names what is missing."""
    if not fields:
        raise NotPossibleError(NOTHING_CHOSEN, field="package")
    if wrong := sheets.why_not(basis, provider, fields, by.today, is_mandate=copy is not None):
        raise NotPossibleError(wrong, field="basis")


def _about(disclosure: Disclosure) -> "list[trail.Thing | UUID]":
    return [disclosure, disclosure.family_id, disclosure.provider_id]


def _close(
    by: Actor, disclosure: Disclosure, to: Status, event: trail.Event, **facts: str
) -> Disclosure:
    """Close the provider's view: the row leaves the gate, and the key leaves the provider's hands."""
    disclosure.status, disclosure.ended_at, disclosure.closed = to, by.now, True
    with wall.as_office():  # a provider cannot write what it may not see any more
        disclosure.save(update_fields=["status", "ended_at", "closed"])
        let_out(disclosure.lock, [disclosure.provider_id])
    trail.record(event, by=by, about=_about(disclosure), facts=facts)
    return disclosure
