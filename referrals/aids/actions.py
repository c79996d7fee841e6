"""Deeds about helps: proposing, approving, beginning, extending, changing, adding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from accounts.models import User
from audit import trail
from audit.deeds import NotPossibleError, deed
from protection import wall
from protection.actions import let_in, make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from providers.budgets import actions as budgets
from providers.budgets.sums import Period
from providers.register.models import AidType, Code, Provider
from referrals.aids import access, events
from referrals.aids.flow import DECISION_FLOW, FLOW, DecisionStatus, Status
from referrals.aids.models import Aid, AidStep, Decision, DecisionKind, DecisionShare, Share
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, Matter
from referrals.families.models import Family

NO_OFFER = "Noch hat kein Träger angenommen. Geben Sie erst die Unterlagen frei und warten Sie die Annahme ab."
ALREADY = "Zu dieser Anfrage liegt schon eine Entscheidung vor."
ONE_LEAD = "Genau ein Träger hat die Federführung. Bitte wählen Sie ihn aus."
ONE_AT_A_TIME = "Zu dieser Hilfe wartet schon eine Entscheidung auf die Freigabe."
TWO_PEOPLE = "Hier können nur zwei verschiedene Personen unterschreiben. Bitte holen Sie eine zweite Fachkraft dazu."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShare:
    """How many minutes a week a provider is to have, and whether it leads."""

    provider: Provider
    week_minutes: int
    is_lead: bool = False


@deed
def propose(*, by: Actor, matter: Matter, reason: Code, grounds: str, notice: str = "") -> Aid:
    """Lay a new help before the approver, from what the providers accepted."""
    matter = (
        Matter.objects.select_for_update().select_related("family", "enquiry").get(id=matter.id)
    )
    _must(access.may_propose(by, matter.family))
    copies = list(_accepted(matter))
    if not copies:
        raise NotPossibleError(NO_OFFER)
    accounts = [copy.account for copy in copies]
    if DecisionShare.objects.filter(
        account__in=accounts,
        decision__status__in=[DecisionStatus.SUBMITTED, DecisionStatus.APPROVED],
    ).exists():
        raise NotPossibleError(ALREADY)
    aid = _open_aid(by, matter, copies)
    decision = _decision(
        by, aid, DecisionKind.NEW, reason, grounds, notice, aid.from_on, aid.until_on
    )
    DecisionShare.objects.bulk_create(
        DecisionShare(
            decision=decision,
            provider=copy.provider,
            account=copy.account,
            week_minutes=copy.chosen_week_minutes or 0,
            is_lead=copy.is_lead or len(copies) == 1,
        )
        for copy in copies
    )
    trail.record(
        events.PROPOSED,
        by=by,
        about=[aid, decision, matter.family],
        facts={"type": aid.aid_type.code},
    )
    return aid


@deed
def propose_change(  # noqa: PLR0913  # the lines of a decision
    *,
    by: Actor,
    aid: Aid,
    kind: DecisionKind,
    from_on: date,
    until_on: date,
    shares: Sequence[NewShare],
    reason: Code,
    grounds: str,
    aid_type: AidType | None = None,
    notice: str = "",
) -> Decision:
    """Extend or change a help, or add a provider that already helps this family: no enquiry, only
    the difference.
    """
    aid = _locked(aid)
    _must(access.may_propose(by, aid.family))
    if aid.status not in {Status.APPROVED, Status.RUNNING}:
        FLOW.check(aid.status, Status.RUNNING)
    _check_change(aid, kind, from_on, until_on, shares)
    decision = _decision(by, aid, kind, reason, grounds, notice, from_on, until_on, aid_type)
    accounts = dict(aid.shares.values_list("provider_id", "account"))
    DecisionShare.objects.bulk_create(
        DecisionShare(
            decision=decision,
            provider=share.provider,
            account=accounts.get(share.provider.id) or uuid4(),
            week_minutes=share.week_minutes,
            is_lead=share.is_lead,
        )
        for share in shares
    )
    trail.record(
        events.CHANGE_PROPOSED, by=by, about=[aid, decision, aid.family], facts={"kind": kind.value}
    )
    return decision


@deed
def approve(*, by: Actor, decision: Decision) -> Aid:
    """Release a decision; what it says becomes the help. Author and approver are two people."""
    decision = _locked_decision(decision)
    if decision.author_id == by.user_id:
        raise NotPossibleError(TWO_PEOPLE)
    _must(access.may_approve(by, decision))
    DECISION_FLOW.check(decision.status, DecisionStatus.APPROVED)
    _decide(by, decision, DecisionStatus.APPROVED)
    aid = decision.aid
    aid.aid_type, aid.until_on = decision.aid_type, max(aid.until_on, decision.until_on)
    if decision.kind == DecisionKind.NEW:
        _step(by, aid, Status.APPROVED)
    elif decision.kind != DecisionKind.ADD:
        aid.until_on = decision.until_on
    for share in decision.shares.select_related("provider"):
        _put_share(by, aid, decision, share)
    aid.save()
    trail.record(
        events.APPROVED,
        by=by,
        about=[decision, aid, aid.family],
        facts={"kind": decision.kind, "from": decision.from_on, "until": decision.until_on},
    )
    return aid


@deed
def return_decision(*, by: Actor, decision: Decision, hint: str) -> None:
    """Give a decision back to its author with a hint."""
    decision = _locked_decision(decision)
    _must(access.may_approve(by, decision))
    DECISION_FLOW.check(decision.status, DecisionStatus.RETURNED)
    decision.hint = Clear(hint)
    _decide(by, decision, DecisionStatus.RETURNED)
    _drop_if_new(by, decision)
    trail.record(events.RETURNED, by=by, about=[decision, decision.aid, decision.aid.family])


@deed
def withdraw_decision(*, by: Actor, decision: Decision) -> None:
    """Take a decision back before it was released."""
    decision = _locked_decision(decision)
    _must(access.may_propose(by, decision.aid.family))
    DECISION_FLOW.check(decision.status, DecisionStatus.WITHDRAWN)
    decision.status = DecisionStatus.WITHDRAWN
    decision.save(update_fields=["status"])
    _drop_if_new(by, decision)
    trail.record(events.WITHDRAWN, by=by, about=[decision, decision.aid, decision.aid.family])


@deed
def begin(*, by: Actor, aid: Aid, first_contact_on: date) -> None:
    """Say that the family was met for the first time; the waiting is over."""
    aid = _locked(aid)
    _must(access.may_begin(by, aid))
    FLOW.check(aid.status, Status.RUNNING)
    if first_contact_on > by.today:
        raise NotPossibleError("Dieser Tag liegt noch vor uns.", field="first_contact_on")
    if first_contact_on < aid.asked_on:
        raise NotPossibleError("Dieser Tag liegt vor der Anfrage.", field="first_contact_on")
    aid.first_contact_on = first_contact_on
    _step(by, aid, Status.RUNNING)
    aid.save(update_fields=["first_contact_on", "status"])
    trail.record(events.BEGUN, by=by, about=[aid, aid.family_id])


@deed
def name_carer(*, by: Actor, share: Share, carer: User) -> None:
    """Name who goes to the family from now on; the carer before sees it no longer."""
    share = Share.objects.select_for_update().select_related("aid").get(id=share.id)
    _must(share.provider_id in by.coordinates)
    if not access.may_care(Actor.of(carer, now=by.now), share):
        raise NotPossibleError("Diese Person arbeitet nicht bei Ihnen.", field="carer")
    share.carer = carer
    share.save(update_fields=["carer"])
    trail.record(events.CARER_NAMED, by=by, about=[share, share.aid, carer])


def _must(allowed: bool) -> None:  # noqa: FBT001  # reads as a sentence: must(may_...)
    if not allowed:
        raise PermissionDenied


def _locked(aid: Aid) -> Aid:
    return Aid.objects.select_for_update(of=("self",)).select_related("aid_type").get(id=aid.id)


def _locked_decision(decision: Decision) -> Decision:
    return (
        Decision.objects.select_for_update(of=("self",))
        .select_related("aid__family", "aid_type", "lock")
        .get(id=decision.id)
    )


def _accepted(matter: Matter) -> Iterable[Copy]:
    return (
        Copy.objects.filter(enquiry=matter.enquiry_id, status=CopyStatus.ACCEPTED)
        .select_related("provider")
        .order_by("provider__name")
    )


def _open_aid(by: Actor, matter: Matter, copies: list[Copy]) -> Aid:
    readers = sorted(copy.provider_id for copy in copies)
    aid = Aid.objects.create(
        family=matter.family,
        case=matter.case,
        lock=make_key(Circle.AID, now=by.now, readers=readers),
        readers=readers,
        word=matter.family.word,
        aid_type=matter.enquiry.aid_type,
        worker_id=matter.family.worker_id,
        from_on=min(copy.chosen_from for copy in copies if copy.chosen_from),
        until_on=max(copy.chosen_until for copy in copies if copy.chosen_until),
        asked_on=(matter.enquiry.sent_at or by.now).date(),
        made_at=by.now,
    )
    _record_step(by, aid)
    return aid


def _decision(  # noqa: PLR0913, PLR0917  # the lines of a decision
    by: Actor,
    aid: Aid,
    kind: DecisionKind,
    reason: Code,
    grounds: str,
    notice: str,
    from_on: date,
    until_on: date,
    aid_type: AidType | None = None,
) -> Decision:
    return Decision.objects.create(
        aid=aid,
        lock=_family(aid).lock,
        kind=kind,
        aid_type=aid_type or aid.aid_type,
        reason=reason,
        grounds=Clear(grounds),
        notice=clear(notice),
        from_on=from_on,
        until_on=until_on,
        author=by.user,
        submitted_at=by.now,
    )


def _family(aid: Aid) -> Family:
    return Family.objects.select_related("lock").get(id=aid.family_id)


def _check_change(
    aid: Aid, kind: DecisionKind, from_on: date, until_on: date, shares: Sequence[NewShare]
) -> None:
    if aid.decisions.filter(status=DecisionStatus.SUBMITTED).exists():
        raise NotPossibleError(ONE_AT_A_TIME)
    if until_on < from_on:
        raise NotPossibleError("Das Ende liegt vor dem Beginn.", field="until_on")
    if kind == DecisionKind.EXTEND and until_on <= aid.until_on:
        raise NotPossibleError("Das neue Ende liegt nicht nach dem bisherigen.", field="until_on")
    if not shares:
        raise NotPossibleError("Bitte geben Sie an, wie viele Stunden wer übernimmt.")
    if kind != DecisionKind.ADD and sum(share.is_lead for share in shares) != 1:
        raise NotPossibleError(ONE_LEAD)


def _decide(by: Actor, decision: Decision, status: DecisionStatus) -> None:
    decision.status, decision.approver, decision.decided_at = status, by.user, by.now
    decision.save()


def _drop_if_new(by: Actor, decision: Decision) -> None:
    """A new help that was not released does not come about; its providers keep their acceptance
    for a new try.
    """
    if decision.kind == DecisionKind.NEW:
        aid = _locked(decision.aid)
        FLOW.check(aid.status, Status.DROPPED)
        _step(by, aid, Status.DROPPED)
        aid.save(update_fields=["status"])


def _step(by: Actor, aid: Aid, status: Status) -> None:
    FLOW.check(aid.status, status)
    aid.status = status
    _record_step(by, aid)


def _record_step(by: Actor, aid: Aid) -> None:
    AidStep.objects.create(aid=aid, readers=aid.readers, status=aid.status, at=by.now, by=by.user)


def _put_share(by: Actor, aid: Aid, decision: Decision, wanted: DecisionShare) -> None:
    """Bring one provider's share of the help, and its hours in the ledger, to what was decided."""
    share = Share.objects.select_for_update().filter(aid=aid, provider=wanted.provider).first()
    if share is None:
        _new_share(by, aid, decision, wanted)
        return
    _change_share(by, share, decision, wanted)


def _new_share(by: Actor, aid: Aid, decision: Decision, wanted: DecisionShare) -> None:
    period = Period(decision.from_on, decision.until_on, wanted.week_minutes)
    Share.objects.create(
        aid=aid,
        provider=wanted.provider,
        account=wanted.account,
        is_lead=wanted.is_lead,
        week_minutes=wanted.week_minutes,
        approved_minutes=period.minutes,
        from_on=decision.from_on,
        until_on=decision.until_on,
        carer=_carer(aid, wanted.provider),
    )
    if decision.kind != DecisionKind.NEW:
        _let_in(aid, wanted.provider.id)
        _take_hours(by, wanted, period)


def _change_share(by: Actor, share: Share, decision: Decision, wanted: DecisionShare) -> None:
    """From its first day on, a decision replaces the hours decided before; the ledger moves by the
    difference.
    """
    before = Period(decision.from_on, share.until_on, share.week_minutes)
    after = Period(decision.from_on, decision.until_on, wanted.week_minutes)
    budgets.adjust(
        by=by, provider=wanted.provider, account=share.account, before=before, after=after
    )
    share.approved_minutes = max(0, share.approved_minutes - before.minutes + after.minutes)
    share.week_minutes, share.is_lead = wanted.week_minutes, wanted.is_lead or share.is_lead
    share.until_on = decision.until_on
    share.save(update_fields=["approved_minutes", "week_minutes", "is_lead", "until_on"])


def _take_hours(by: Actor, wanted: DecisionShare, period: Period) -> None:
    budgets.reserve(
        by=by,
        provider=wanted.provider,
        account=wanted.account,
        from_on=period.from_on,
        until_on=period.until_on,
        week_minutes=period.week_minutes,
    )
    budgets.confirm(by=by, provider=wanted.provider, account=wanted.account)


def _carer(aid: Aid, provider: Provider) -> User | None:
    """The carer whom the coordinator named when accepting the family."""
    accepted = Disclosure.objects.filter(
        family=aid.family_id, provider=provider, status=Disclosed.ACCEPTED
    ).order_by("-accepted_at")
    found = accepted.select_related("carer").first()
    return found.carer if found else None


def _let_in(aid: Aid, provider: UUID) -> None:
    """Let a provider into the circle of the help: its key and every row of its plan."""
    if provider in aid.readers:
        return
    with wall.as_office():
        let_in(aid.lock, [provider])
        aid.readers = sorted({*aid.readers, provider})
