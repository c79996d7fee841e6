"""Deeds about decisions: proposing a new help or a change, releasing, giving back, taking back."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db.models import Q

from accounts.actor import Actor
from audit import trail
from audit.clock import day_text
from audit.deeds import NotPossibleError, deed, must
from protection.sealing import Clear, clear
from providers.budgets.sums import Period
from providers.codes.models import Code
from referrals.aids import actions as aids
from referrals.aids.flow import FLOW as AID_FLOW
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid
from referrals.decisions import access, events, sheets, sums
from referrals.decisions.flow import FLOW, Status
from referrals.decisions.models import (
    Decision,
    DecisionShare,
    Kind,
    NewShare,
    Terms,
    check_period,
)
from referrals.enquiries.flow import CopyStatus
from referrals.enquiries.models import Copy, Matter
from referrals.families.models import Family

NO_OFFER = (
    "Noch hat kein Träger angenommen. Geben Sie erst die Unterlagen frei und warten Sie die"
    " Annahme ab."
)
NOT_ALL = "Die Annahme durch {} steht noch aus. Bitte warten Sie sie ab."
NOBODY_NEW = "Bitte geben Sie dem weiteren Träger Stunden, oder wählen Sie eine andere Änderung."
ALREADY = "Zu dieser Anfrage liegt schon eine Entscheidung vor."
ONE_LEAD = "Genau ein Träger hat die Federführung. Bitte wählen Sie ihn aus."
ONE_AT_A_TIME = "Zu dieser Hilfe wartet schon eine Entscheidung auf die Freigabe."
WORKED = "{} hat noch bis {} Stunden gebucht. Bitte wählen Sie einen Tag danach als ersten."
TWO_PEOPLE = (
    "Hier können nur zwei verschiedene Personen unterschreiben. Bitte holen Sie eine zweite"
    " Fachkraft dazu."
)
UNKNOWN = (
    "{} kennt die Familie noch nicht. Stellen Sie eine Anfrage, oder geben Sie zuerst Unterlagen"
    " frei."
)


@deed
def propose(*, by: Actor, matter: Matter, reason: Code, grounds: str, notice: str = "") -> Decision:
    """Lay a new help before the approver, from what the providers accepted."""
    matter = _locked_matter(matter)
    must(access.may_propose(by, matter.family))
    copies = _copies(matter, CopyStatus.ACCEPTED)
    if not copies:
        raise NotPossibleError(NO_OFFER)
    if waiting := [copy.provider.name for copy in _copies(matter, CopyStatus.CHOSEN)]:
        raise NotPossibleError(NOT_ALL.format(" und ".join(waiting)))
    open_or_decided = [Status.SUBMITTED, Status.APPROVED]
    accounts = [copy.account for copy in copies]
    known = DecisionShare.objects.filter(account__in=accounts)
    if known.filter(decision__status__in=open_or_decided).exists():
        raise NotPossibleError(ALREADY)
    aid = aids.open_aid(by=by, matter=matter, copies=copies)
    terms = Terms(
        kind=Kind.NEW,
        aid_type=aid.aid_type,
        from_on=aid.from_on,
        until_on=aid.until_on,
        reason=reason,
        grounds=grounds,
        notice=notice,
    )
    sums.check_length(terms.from_on, terms.until_on, by.today)
    decision = _submit(by, aid, terms)
    lead = max(copies, key=lambda copy: (copy.is_lead, copy.chosen_week_minutes or 0))
    DecisionShare.objects.bulk_create(
        DecisionShare(
            decision=decision,
            provider=copy.provider,
            account=copy.account,
            week_minutes=copy.chosen_week_minutes or 0,
            from_on=copy.chosen_from or aid.from_on,
            until_on=copy.chosen_until or aid.until_on,
            is_lead=copy == lead,
        )
        for copy in copies
    )
    return decision


@deed
def propose_change(*, by: Actor, aid: Aid, terms: Terms, shares: Sequence[NewShare]) -> Decision:
    """Extend or change a help, or add a provider that already helps this family: no enquiry, only
    the difference.
    """
    aid = Aid.objects.select_for_update(of=("self",)).select_related("family").get(id=aid.id)
    must(access.may_propose(by, aid.family))
    _check_living(aid)
    sums.check_length(terms.from_on, terms.until_on, by.today)
    _check_change(by, aid, terms, shares)
    decision = _submit(by, aid, terms)
    accounts = dict(aid.shares.values_list("provider_id", "account"))
    DecisionShare.objects.bulk_create(
        DecisionShare(
            decision=decision,
            provider=share.provider,
            account=accounts.get(share.provider.id) or uuid4(),
            week_minutes=share.week_minutes,
            from_on=terms.from_on,
            until_on=terms.until_on,
            is_lead=share.is_lead,
        )
        for share in shares
    )
    return decision


@deed
def approve(*, by: Actor, decision: Decision) -> Aid:
    """Release a decision; what it says becomes the help. Author and approver are two people."""
    decision = _locked(decision)
    if decision.author_id == by.user_id:
        raise NotPossibleError(TWO_PEOPLE)
    must(access.may_approve(by, decision))
    FLOW.check(decision.status, Status.APPROVED)
    aid = decision.aid
    if decision.kind == Kind.NEW:
        aid = aids.move(by=by, aid=aid, status=AidStatus.APPROVED)
    _check_living(aid)
    _decide(by, decision, Status.APPROVED)
    _bring_into_force(by, decision, aid)
    facts = {"kind": decision.kind, "from": decision.from_on, "until": decision.until_on}
    trail.record(events.APPROVED, by=by, about=_about(decision), facts=dict(facts))
    return aid


@deed
def return_decision(*, by: Actor, decision: Decision, hint: str) -> None:
    """Give a decision back to its author with a hint."""
    decision = _locked(decision)
    if decision.author_id == by.user_id:
        raise NotPossibleError(TWO_PEOPLE)
    must(access.may_approve(by, decision))
    FLOW.check(decision.status, Status.RETURNED)
    decision.hint = Clear(hint)
    _decide(by, decision, Status.RETURNED)
    _drop_if_new(by, decision)
    trail.record(events.RETURNED, by=by, about=_about(decision))


@deed
def withdraw_decision(*, by: Actor, decision: Decision) -> None:
    """Take a decision back before it was released."""
    decision = _locked(decision)
    must(access.may_propose(by, decision.aid.family))
    FLOW.check(decision.status, Status.WITHDRAWN)
    decision.status = Status.WITHDRAWN
    decision.save(update_fields=["status"])
    _drop_if_new(by, decision)
    trail.record(events.WITHDRAWN, by=by, about=_about(decision))


@deed
def read_terms(*, by: Actor, aid: Aid, revised: Decision | None = None) -> sheets.ChangeTerms:
    """Hand out what the short form of a change begins with."""
    must(access.may_propose(by, aid.family))
    terms = sheets.terms(aid, revised)
    trail.record(events.TERMS_READ, by=by, about=[aid, aid.family_id])
    return terms


@deed
def read_proposal(*, by: Actor, matter: Matter) -> sheets.Proposal:
    """Hand out what providers accepted, before a new help is laid before the approver."""
    must(access.may_propose(by, matter.family))
    proposal = sheets.proposal(matter)
    trail.record(events.TERMS_READ, by=by, about=[matter, matter.family_id])
    return proposal


def _locked(decision: Decision) -> Decision:
    """Lock the help before its decision, always in this order."""
    Aid.objects.select_for_update().get(id=decision.aid_id)
    rows = Decision.objects.select_for_update(of=("self",))
    return rows.select_related("aid__family", "aid__aid_type", "aid_type", "lock").get(
        id=decision.id
    )


def _locked_matter(matter: Matter) -> Matter:
    rows = Matter.objects.select_for_update(of=("self",))
    return rows.select_related("family__lock", "enquiry__aid_type", "case").get(id=matter.id)


def _copies(matter: Matter, status: CopyStatus) -> list[Copy]:
    copies = Copy.objects.filter(enquiry=matter.enquiry_id, status=status)
    return list(copies.select_related("provider").order_by("provider__name"))


def _submit(by: Actor, aid: Aid, terms: Terms) -> Decision:
    decision = Decision.objects.create(
        aid=aid,
        lock=Family.objects.select_related("lock").get(id=aid.family_id).lock,
        kind=terms.kind,
        aid_type=terms.aid_type,
        reason=terms.reason,
        grounds=Clear(terms.grounds),
        notice=clear(terms.notice),
        from_on=terms.from_on,
        until_on=terms.until_on,
        author=by.user,
        submitted_at=by.now,
    )
    facts = {"kind": terms.kind.value, "type": terms.aid_type.code}
    trail.record(events.PROPOSED, by=by, about=_about(decision), facts=facts)
    return decision


def _check_living(aid: Aid) -> None:
    """Only a help that was approved and has not ended can be changed."""
    AID_FLOW.check(aid.status, AidStatus.ENDED)


def _check_change(by: Actor, aid: Aid, terms: Terms, shares: Sequence[NewShare]) -> None:
    if aid.decisions.filter(status=Status.SUBMITTED).exists():
        raise NotPossibleError(ONE_AT_A_TIME)
    check_period(terms, aid, today=by.today)
    leads = sum(share.is_lead for share in shares)
    # Whoever is added helps beside the present lead, or takes the lead over.
    if leads > 1 or (leads == 0 and terms.kind != Kind.ADD):
        raise NotPossibleError(ONE_LEAD, field="lead")
    known = sheets.helpers(aid)
    for share in shares:
        if share.provider.id not in known:
            raise NotPossibleError(UNKNOWN.format(share.provider.name))
    if terms.kind == Kind.ADD and {share.provider.id for share in shares} <= set(aid.readers):
        raise NotPossibleError(NOBODY_NEW, field="kind")
    most = max(shares, key=lambda share: share.week_minutes, default=None)
    field = _hours_of(most.provider.id) if most else None
    sums.check_hours(sheets.running(aid, terms, shares), terms.from_on, field)
    kept = {share.provider.id for share in shares}
    for provider, name, last in sheets.worked_after(aid, terms.from_on):
        if terms.kind == Kind.CHANGE and provider not in kept:
            sentence = WORKED.format(name, day_text(last))
            raise NotPossibleError(sentence, field=_hours_of(provider))


def _hours_of(provider: UUID) -> str:
    """Name the field of the form that asks for a provider's hours."""
    return f"hours_{provider}"


def _bring_into_force(by: Actor, decision: Decision, aid: Aid) -> None:
    """Give every provider the hours that were decided; who is left out by a change ends before it."""
    listed = list(decision.shares.select_related("provider").order_by("provider_id"))
    for share in listed:
        aids.put_share(
            by=by,
            aid=aid,
            provider=share.provider,
            account=share.account,
            period=Period(share.from_on, share.until_on, share.week_minutes),
            is_lead=share.is_lead,
        )
    if decision.kind == Kind.CHANGE:
        kept = [share.provider_id for share in listed]
        nothing = Period(decision.from_on, decision.until_on, 0)
        over = Q(visible_until__isnull=False, until_on__lt=decision.from_on)
        for left in aid.shares.exclude(over | Q(provider__in=kept)).select_related("provider"):
            aids.put_share(
                by=by,
                aid=aid,
                provider=left.provider,
                account=left.account,
                period=nothing,
                is_lead=False,
            )
    aids.settle(by=by, aid=aid, aid_type=decision.aid_type)


def _decide(by: Actor, decision: Decision, status: Status) -> None:
    decision.status, decision.approver, decision.decided_at = status, by.user, by.now
    decision.save()


def _drop_if_new(by: Actor, decision: Decision) -> None:
    """A new help that was not released does not come about; its providers keep their acceptance
    for a new try.
    """
    if decision.kind == Kind.NEW:
        aids.move(by=by, aid=decision.aid, status=AidStatus.DROPPED)


def _about(decision: Decision) -> tuple[Decision, Aid, Family]:
    return decision, decision.aid, decision.aid.family
