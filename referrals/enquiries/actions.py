"""Deeds that ask providers for help without naming the family."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Unpack
from uuid import UUID, uuid4

from django.conf import settings

from accounts.actor import Actor
from accounts.roles import Role
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import wall
from protection.actions import let_in, let_out, make_key
from protection.models import Circle
from protection.sealing import Clear
from providers.agreements.models import Agreement
from providers.budgets import actions as budgets
from providers.register.models import Provider
from referrals.enquiries import access, events, sheets
from referrals.enquiries.flow import COPY_FLOW, FLOW, LEAVING, CopyStatus, Status
from referrals.enquiries.models import (
    NO_DEADLINE,
    Copy,
    CopyStep,
    Enquiry,
    Matter,
    Text,
    check_limits,
)
from referrals.families.models import Family, draw_word
from referrals.releases import actions as releases

NO_CASE = "Diese Familie hat keinen offenen Vorgang. Bitte öffnen Sie zuerst einen Vorgang."
CHANGED = "Der Text wurde inzwischen geändert. Bitte lesen Sie ihn noch einmal."


@deed
def draft(
    *,
    by: Actor,
    family: Family,
    names_anyway: bool = False,
    id: UUID | None = None,
    **text: Unpack[Text],
) -> Enquiry:
    """Write down what a family needs, without naming it; nothing leaves the house yet."""
    must(access.may_send(by, family))
    case = family.cases.filter(closed_on__isnull=True).first()
    if case is None:
        raise NotPossibleError(NO_CASE)
    enquiry = Enquiry(
        id=id or uuid4(),
        lock=make_key(Circle.ENQUIRY, now=by.now),
        word=draw_word(),
        worker=by.user,
        made_at=by.now,
        **_columns(by, family, text, names_anyway=names_anyway),
    )
    enquiry.save(force_insert=True)
    Matter.objects.create(enquiry=enquiry, family=family, case=case, lock=family.lock)
    facts = {"aid_type": enquiry.aid_type.code}
    trail.record(events.DRAFTED, by=by, about=[enquiry, family], facts=facts)
    return enquiry


@deed
def change(
    *, by: Actor, enquiry: Enquiry, names_anyway: bool = False, **text: Unpack[Text]
) -> Enquiry:
    """Change a draft; whom it concerns and its word stay."""
    enquiry, matter = _kept_by(by, enquiry)
    FLOW.check(enquiry.status, Status.SENT)
    columns = _columns(by, matter.family, text, names_anyway=names_anyway)
    for column, value in columns.items():
        setattr(enquiry, column, value)
    enquiry.save(update_fields=list(columns))
    trail.record(events.CHANGED, by=by, about=[enquiry, matter.family_id])
    return enquiry


@deed
def send(
    *, by: Actor, enquiry: Enquiry, providers: Iterable[Provider], digest: str | None = None
) -> Enquiry:
    """Send an enquiry to providers, or to further ones; sending sets no hours aside.

    `digest` marks what the preview showed: nothing else, and nothing to others, leaves the house unread.
    """
    enquiry, matter = _kept_by(by, enquiry)
    wanted = {provider.id: provider for provider in providers}
    if enquiry.status != Status.SENT:
        FLOW.check(enquiry.status, Status.SENT)
    _check_recipients(by, enquiry, wanted)
    _renew_deadline(by, enquiry)
    if enquiry.answer_by < by.today:
        raise NotPossibleError(NO_DEADLINE, field="answer_by")
    shown = None if digest is None else sheets.outgoing(enquiry, wanted.values(), by)
    if shown and digest != shown.digest:
        raise NotPossibleError(CHANGED, field="digest")
    releases.refuse_texts(by=by, family=matter.family_id, texts=sheets.text_of(enquiry))
    let_in(enquiry.lock, wanted)
    enquiry.readers = sorted({*enquiry.readers, *wanted})
    enquiry.status, enquiry.sent_at = Status.SENT, enquiry.sent_at or by.now
    enquiry.save(update_fields=["readers", "status", "sent_at", "answer_by"])
    copies = [_copy(by, enquiry, one, matter.family_id) for _, one in sorted(wanted.items())]
    facts: dict[str, trail.Fact] = {"providers": sorted(wanted), "answer_by": enquiry.answer_by}
    if shown and shown.marked:
        facts["names_anyway"] = True
    trail.record(events.SENT, by=by, about=[enquiry, matter.family_id, *copies], facts=facts)
    return enquiry


@deed
def move(  # noqa: PLR0913  # the one place that moves a copy
    *,
    by: Actor,
    copy: Copy,
    to: CopyStatus,
    event: trail.Event,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, trail.Fact] | None = None,
    id: UUID | None = None,
) -> Copy:
    """Take one provider's copy a step further; whoever leaves loses the enquiry, and hours set aside become free.

    Every step of every copy goes through here: the deeds of answers and choices ask who and why, this one writes.
    """
    with wall.as_office():
        enquiry, matter = _locked(copy.enquiry_id)
        copy = Copy.objects.locked(enquiry).get(id=copy.id)
        must(access.may_move(by, copy, matter))
        COPY_FLOW.check(copy.status, to)
        was, copy.status = copy.status, to
        for column, value in (changes or {}).items():
            setattr(copy, column, value)
        copy.save(update_fields=["status", *(changes or {})])
        step = CopyStep(copy=copy, provider_id=copy.provider_id, status=to, at=by.now, by=by.user)
        step.id = id or step.id
        step.save(force_insert=True)
        if to in LEAVING:
            _let_out(enquiry, [copy.provider_id])
            if was == CopyStatus.CHOSEN:
                budgets.release(by=by, provider=copy.provider, account=copy.account)
    trail.record(event, by=by, about=[copy, enquiry, matter.family_id], facts=facts)
    return copy


@deed
def withdraw(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """Take an enquiry back: every provider loses it at once, hours set aside become free."""
    enquiry, matter = _kept_by(by, enquiry)
    FLOW.check(enquiry.status, Status.WITHDRAWN)
    copies = list(Copy.objects.locked(enquiry))
    accepted = [c.provider.name for c in copies if c.status == CopyStatus.ACCEPTED]
    if accepted:
        sentence = f"{' und '.join(accepted)} hat schon angenommen. Die Anfrage bleibt bestehen."
        raise NotPossibleError(sentence)
    for copy in copies:
        if copy.is_open:
            move(by=by, copy=copy, to=CopyStatus.WITHDRAWN, event=events.TAKEN_BACK)
    enquiry.status = Status.WITHDRAWN
    enquiry.save(update_fields=["status"])
    trail.record(events.WITHDRAWN, by=by, about=[enquiry, matter.family_id])
    return enquiry


@deed
def close(*, by: Actor, enquiry: Enquiry) -> Enquiry:
    """End an enquiry that found no provider; it is counted as such."""
    enquiry, matter = _kept_by(by, enquiry)
    FLOW.check(enquiry.status, Status.CLOSED)
    if any(copy.is_open for copy in Copy.objects.locked(enquiry)):
        raise NotPossibleError("Es sind noch Anfragen offen. Bitte ziehen Sie die Anfrage zurück.")
    enquiry.status = Status.CLOSED
    enquiry.save(update_fields=["status"])
    trail.record(events.CLOSED, by=by, about=[enquiry, matter.family_id])
    return enquiry


@deed
def expire_due(*, by: Actor) -> int:
    """End by the clock what nobody answered in time; running it twice changes nothing.

    A question that the office has not answered yet is not the provider's silence, and whoever offered has answered.

    Returns:
        How many copies ended.
    """
    must(by.has(Role.CLOCK))
    due = Copy.objects.filter(status=CopyStatus.SENT, enquiry__answer_by__lt=by.today)
    ended: list[UUID] = []
    for copy in due.order_by("enquiry_id", "id"):
        enquiry, _ = _locked(copy.enquiry_id)
        copy.refresh_from_db(fields=["status"])
        if enquiry.answer_by < by.today and copy.status == CopyStatus.SENT:
            move(by=by, copy=copy, to=CopyStatus.EXPIRED, event=events.EXPIRED)
            ended.append(copy.id)
    trail.record(events.CLOCKED, by=by, about=ended, facts={"expired": len(ended)})
    return len(ended)


@deed
def prepare(*, by: Actor, family: Family) -> sheets.Prefill:
    """Read from a family's own facts what the form of a new enquiry begins with."""
    must(access.may_send(by, family))
    trail.record(events.PREPARED, by=by, about=[family])
    return sheets.prefill(family, by.today)


@deed
def read_text(*, by: Actor, matter: Matter) -> sheets.Written:
    """Read a draft to change it."""
    must_see(Matter.objects.visible_to(by), matter)
    trail.record(events.READ, by=by, about=[matter.enquiry, matter.family_id])
    return sheets.written(matter)


@deed
def preview(*, by: Actor, matter: Matter, providers: Sequence[Provider]) -> sheets.Outgoing:
    """Read exactly what leaves the house before it does."""
    must_see(Matter.objects.visible_to(by), matter)
    trail.record(events.READ, by=by, about=[matter.enquiry, matter.family_id])
    _renew_deadline(by, matter.enquiry)
    return sheets.outgoing(matter.enquiry, providers, by)


@deed
def list_own(*, by: Actor) -> tuple[sheets.EnquiryLine, ...]:
    """List the enquiries of the own families; whoever steers the network reads all of them, without families."""
    must(access.may_list(by))
    lines = sheets.own_lines(by) or sheets.steered_lines(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in lines])
    return lines


def _locked(enquiry_id: UUID) -> tuple[Enquiry, Matter]:
    """Lock an enquiry before its copies, always in this order."""
    locked = Enquiry.objects.select_for_update(of=("self",)).select_related("lock", "aid_type")
    enquiry = locked.get(id=enquiry_id)
    matter = Matter.objects.select_related("family__lock", "lock").get(enquiry=enquiry)
    return enquiry, matter


def _kept_by(by: Actor, enquiry: Enquiry) -> tuple[Enquiry, Matter]:
    """Lock an enquiry for a deed of whoever keeps the family's file."""
    enquiry, matter = _locked(enquiry.id)
    must(access.may_choose(by, matter))
    return enquiry, matter


def _columns(by: Actor, family: Family, text: Text, *, names_anyway: bool) -> dict[str, Any]:
    """Check what an enquiry is to say, and give it as columns."""
    soonest = clock.working_days_later(by.today, settings.ANSWER_WORKING_DAYS)
    answer_by = text.get("answer_by") or soonest
    last = max(text["start_on"], soonest)
    check_limits(text["week_minutes"], answer_by, today=by.today, latest=last)
    releases.refuse_protected(by=by, family=family.id, text=text["need"], at=("need", "Im Bedarf"))
    if not names_anyway:
        sheets.refuse_names(family, by, text["need"], field="need")
    columns = {key: list(text[key]) for key in ("age_bands", "languages", "weekdays")}
    return {**text, **columns, "need": Clear(text["need"].strip()), "answer_by": answer_by}


def _renew_deadline(by: Actor, enquiry: Enquiry) -> None:
    """Further providers, asked after the deadline of the first, get days of their own."""
    if enquiry.status == Status.SENT and enquiry.answer_by < by.today:
        enquiry.answer_by = clock.working_days_later(by.today, settings.ANSWER_WORKING_DAYS)


def _check_recipients(by: Actor, enquiry: Enquiry, wanted: Mapping[UUID, Provider]) -> None:
    """Refuse to ask nobody, somebody twice, or somebody without an agreement for this help."""
    if not wanted:
        raise NotPossibleError("Bitte wählen Sie mindestens einen Träger aus.", field="providers")
    asked = Copy.objects.filter(enquiry=enquiry, provider__in=wanted).select_related("provider")
    if again := ", ".join(sorted(copy.provider.name for copy in asked)):
        raise NotPossibleError(f"Die Anfrage liegt schon vor bei: {again}.", field="providers")
    held = Agreement.objects.holding(by.today).filter(aid_type=enquiry.aid_type)
    able = set(held.values_list("provider_id", flat=True))
    active = set(Provider.objects.active(by.today).values_list("id", flat=True))
    missing = [p.name for key, p in wanted.items() if key not in able & active]
    if missing:
        sentence = f"Keine Vereinbarung über diese Hilfe: {', '.join(sorted(missing))}."
        raise NotPossibleError(sentence, field="providers")


def _copy(by: Actor, enquiry: Enquiry, provider: Provider, family: UUID) -> Copy:
    """Make one provider's copy, sealed for the office and this provider, with its first step."""
    lock = make_key(Circle.ENQUIRY, now=by.now, readers=[provider.id])
    kept = access.kept_from(family, provider.id)
    copy = Copy.objects.create(enquiry=enquiry, provider=provider, lock=lock, kept_from=kept)
    CopyStep.objects.create(copy=copy, provider=provider, status=copy.status, at=by.now, by=by.user)
    return copy


def _let_out(enquiry: Enquiry, providers: Iterable[UUID]) -> None:
    """Close the enquiry itself to providers that are out; the wall hides it from now on."""
    let_out(enquiry.lock, providers)
    enquiry.readers = sorted(set(enquiry.readers) - set(providers))
    enquiry.save(update_fields=["readers"])
