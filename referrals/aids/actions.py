"""Deeds about helps: opening, moving, sharing, beginning, naming who goes there, reading."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.actor import Actor
from accounts.models import User
from audit import clock, trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection import wall
from protection.actions import let_in, make_key
from protection.models import Circle
from providers.budgets import actions as budgets
from providers.budgets.sums import Period
from providers.codes.models import AidType
from providers.register.models import Provider
from referrals.aids import access, events, sheets
from referrals.aids.flow import FLOW, Status
from referrals.aids.models import Aid, AidStep, Share, SharePeriod
from referrals.bases.models import Basis
from referrals.disclosures.access import OPEN as TOLD
from referrals.disclosures.access import may_carry
from referrals.disclosures.actions import CONFLICT
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure
from referrals.enquiries.models import Copy, Matter
from referrals.families.models import Family


@deed
def open_aid(*, by: Actor, matter: Matter, copies: Sequence[Copy]) -> Aid:
    """Open a help for what providers accepted; it waits for the decision."""
    must(access.may_propose(by, matter.family))
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
        asked_on=clock.day(matter.enquiry.sent_at or by.now),
        made_at=by.now,
    )
    _record_step(by, aid)
    trail.record(
        events.OPENED, by=by, about=[aid, matter.family], facts={"type": aid.aid_type.code}
    )
    return aid


@deed
def move(*, by: Actor, aid: Aid, status: Status, ended_on: date | None = None) -> Aid:
    """Move a help one step on its way, as part of the deed that decides so."""
    aid = _locked(aid)
    FLOW.check(aid.status, status)
    aid.status, aid.ended_on = status, ended_on
    aid.save(update_fields=["status", "ended_on"])
    _record_step(by, aid)
    trail.record(events.MOVED, by=by, about=[aid, aid.family_id], facts={"status": status.value})
    return aid


@deed
def put_share(
    *, by: Actor, aid: Aid, provider: Provider, account: UUID, period: Period, is_lead: bool
) -> Share:
    """Bring one provider's share of a help, and its hours in the ledger, to what was decided: from
    the first day of the period on it holds instead of what was decided before.
    """
    if period.week_minutes and provider.id not in aid.readers:
        _let_in(aid, provider.id)
    share = Share.objects.select_for_update().filter(aid=aid, provider=provider).first()
    if share is None:
        share = _new_share(aid, provider, account, period)
    seen_until = share.visible_until
    _decide(by, share, period)
    _bound_what_was_told(aid, share, seen_until)
    if is_lead and not share.is_lead:
        aid.shares.filter(is_lead=True).update(is_lead=False)
    share.is_lead = is_lead
    share.save()
    _bound_answer(share)
    budgets.adjust(
        by=by, provider=provider, account=share.account, decided=sheets.schedule(share).by_year
    )
    facts = {"minutes": share.approved_minutes, "until": share.until_on}
    trail.record(events.SHARED, by=by, about=[aid, share, provider], facts=facts)
    return share


@deed
def settle(*, by: Actor, aid: Aid, aid_type: AidType) -> None:
    """Let type and last day of a help follow from what was decided for its shares."""
    aid.aid_type = aid_type
    aid.until_on = max([aid.from_on, *aid.shares.values_list("until_on", flat=True)])
    aid.save(update_fields=["aid_type", "until_on"])
    facts = {"type": aid_type.code, "until": aid.until_on}
    trail.record(events.SETTLED, by=by, about=[aid, aid.family_id], facts=facts)


@deed
def close_shares(*, by: Actor, aid: Aid, visible_until: date) -> None:
    """Free what the shares of an ended help still hold: approved is what held until its last day;
    end its providers' view after the settlement window.
    """
    for share in aid.shares.select_related("provider").order_by("provider_id"):
        budgets.release(by=by, provider=share.provider, account=share.account)
        share.visible_until = min(share.visible_until or visible_until, visible_until)
        share.approved_minutes = sheets.schedule(share, aid.ended_on).minutes
        share.save(update_fields=["visible_until", "approved_minutes"])
        _bound_answer(share)
    trail.record(events.CLOSED, by=by, about=[aid], facts={"visible_until": visible_until})


@deed
def begin(*, by: Actor, aid: Aid, first_contact_on: date) -> None:
    """Say that the family was met for the first time; the waiting is over."""
    aid = _locked(aid)
    must(access.may_begin(by, aid))
    FLOW.check(aid.status, Status.RUNNING)
    if first_contact_on > by.today:
        raise NotPossibleError("Dieser Tag liegt noch vor uns.", field="first_contact_on")
    if first_contact_on < aid.asked_on:
        raise NotPossibleError("Dieser Tag liegt vor der Anfrage.", field="first_contact_on")
    aid.first_contact_on = first_contact_on
    aid.save(update_fields=["first_contact_on"])
    move(by=by, aid=aid, status=Status.RUNNING)
    trail.record(events.BEGUN, by=by, about=[aid, aid.family_id], facts={"on": first_contact_on})


@deed
def name_carer(*, by: Actor, share: Share, carer: User, no_conflict: bool) -> None:
    """Name who goes to the family from now on; the carer before sees it no longer.

    `no_conflict` is what the coordinator says about people who know the family (DP-113).
    """
    share = Share.objects.select_for_update(of=("self",)).select_related("aid").get(id=share.id)
    must(access.may_name_carer(by, share))
    if not no_conflict:
        raise NotPossibleError(CONFLICT, field="no_conflict")
    able = User.objects.filter(may_carry(share.provider_id, by.today, share.aid.family_id))
    if not able.filter(id=carer.id).exists():
        raise NotPossibleError("Bitte wählen Sie eine Fachkraft Ihres Trägers.", field="carer")
    former, share.carer = share.carer_id, carer
    share.save(update_fields=["carer"])
    _papers_of(share, former).update(carer=carer)
    facts = {"conflict": False}
    trail.record(events.CARER_NAMED, by=by, about=[share, share.aid_id, carer], facts=facts)


@deed
def list_aids(*, by: Actor, running_only: bool = True) -> tuple[sheets.AidLine, ...]:
    """Hand out the list of helps that somebody may see, as one entry about many."""
    aids = Aid.objects.visible_to(by).select_related("aid_type").order_by("until_on", "id")
    if running_only:
        aids = aids.exclude(status__in=[Status.ENDED, Status.DROPPED])
    lines = sheets.lines(aids, by)
    # Whoever asks who saw a family finds this list too.
    about = [ref for line in lines for ref in (line.id, line.family)]
    trail.record(events.LISTED, by=by, about=about)
    return lines


@deed
def read(*, by: Actor, aid: Aid) -> sheets.AidSheet:
    """Hand out one help."""
    must_see(Aid.objects.visible_to(by), aid)
    trail.record(events.READ, by=by, about=[aid, aid.family_id])
    with wall.as_office():  # providers are told who is responsible now, not the family's row
        family = Family.objects.select_related("worker").get(id=aid.family_id)
    return sheets.sheet(aid, family.worker, by)


def _locked(aid: Aid) -> Aid:
    return Aid.objects.select_for_update(of=("self",)).select_related("aid_type").get(id=aid.id)


def _record_step(by: Actor, aid: Aid) -> None:
    AidStep.objects.create(aid=aid, readers=aid.readers, status=aid.status, at=by.now, by=by.user)


def _new_share(aid: Aid, provider: Provider, account: UUID, period: Period) -> Share:
    """Begin a share of a provider that joins the help."""
    return Share.objects.create(
        aid=aid,
        provider=provider,
        account=account,
        week_minutes=period.week_minutes,
        approved_minutes=period.minutes,
        from_on=period.from_on,
        until_on=period.until_on,
        carer=_accepted_carer(aid, provider, account),
    )


def _decide(by: Actor, share: Share, period: Period) -> None:
    """Write what was decided, and let the share follow from all that was."""
    SharePeriod.objects.create(
        share=share,
        provider_id=share.provider_id,
        from_on=period.from_on,
        until_on=period.until_on,
        week_minutes=period.week_minutes,
        decided_at=by.now,
    )
    schedule = sheets.schedule(share)
    share.approved_minutes = schedule.minutes
    share.until_on = max(schedule.until_on or share.from_on, share.from_on)
    share.week_minutes = schedule.periods[-1].week_minutes if schedule.periods else 0
    window = timedelta(days=settings.SETTLEMENT_DAYS)
    # Whoever is left out has the whole window for its last hours, also when that is told late; a
    # later decision does not begin it anew.
    until = max(share.until_on, by.today) + window
    share.visible_until = None if period.week_minutes else min(share.visible_until or until, until)


def _bound_what_was_told(aid: Aid, share: Share, before: date | None) -> None:
    """Let what the provider was told end with its view of the help; whoever comes back reads it
    again as long as its ground holds.

    Args:
        before: until when the share was seen before this decision.
    """
    until = share.visible_until
    told = Disclosure.objects.filter(
        family=aid.family_id, provider=share.provider_id, status__in=TOLD
    )
    if before and until is None:
        ground = Basis.objects.filter(id=OuterRef("basis")).values("until_on")
        told.filter(until_on=before).update(until_on=Subquery(ground))
    others = Share.objects.filter(
        aid__family=aid.family_id,
        aid__status__in=[Status.APPROVED, Status.RUNNING],
        provider=share.provider_id,
        visible_until__isnull=True,
    ).exclude(aid=aid)
    if until is None or others.exists():
        return
    of_a_help = Q(copy__isnull=True) | Exists(
        Share.objects.filter(account=OuterRef("copy__account"))
    )
    still = Q(until_on__isnull=True) | Q(until_on__gt=until)
    told.filter(of_a_help, still).update(until_on=until)


def _bound_answer(share: Share) -> None:
    """Let the enquiry that led to a share be read by its provider as long as the share."""
    Copy.objects.filter(account=share.account).update(visible_until=share.visible_until)


def _papers_of(share: Share, former: UUID | None) -> QuerySet[Disclosure]:
    """Find what was told for one share; what was told to the provider directly goes along, unless
    its carer still helps the family by another share.
    """
    # Without a join: the family's row lies behind the wall for a provider.
    told = Disclosure.objects.filter(
        family=share.aid.family_id, provider=share.provider_id, status=Disclosed.ACCEPTED
    )
    others = Share.objects.filter(
        Q(visible_until__isnull=True),
        aid__family=share.aid.family_id,
        provider=share.provider_id,
    ).exclude(id=share.id)
    own = Copy.objects.filter(account=share.account).values("id")
    if not others.exists():
        return told
    direct = Q(copy__isnull=True, carer=former)
    stays = former is None or others.filter(carer=former).exists()
    return told.filter(Q(copy__in=own) if stays else Q(copy__in=own) | direct)


def _accepted_carer(aid: Aid, provider: Provider, account: UUID) -> User | None:
    """The carer whom the coordinator named when taking the family on: for this help, or at least
    for the family.
    """
    accepted = Disclosure.objects.filter(
        family=aid.family_id, provider=provider, status=Disclosed.ACCEPTED
    ).select_related("carer")
    newest = accepted.order_by("-accepted_at")
    found = newest.filter(copy__account=account).first() or newest.first()
    return found.carer if found else None


def _let_in(aid: Aid, provider: UUID) -> None:
    """Let a provider into the circle of a help; its plan is opened to it by a deed of its own."""
    with wall.as_office():
        let_in(aid.lock, [provider])
        aid.readers = sorted({*aid.readers, provider})
        aid.save(update_fields=["readers"])
