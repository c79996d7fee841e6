"""Stages with helps: proposed, approved, running; each built from a family by deeds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from audit import clock
from providers.codes.models import Code, List
from referrals.aids import actions
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.bases import actions as bases
from referrals.bases.models import Basis, Topic
from referrals.decisions import actions as decisions
from referrals.decisions.models import Decision, Kind, NewShare, Terms
from referrals.disclosures import actions as disclosures
from referrals.disclosures.models import Field
from referrals.enquiries.models import Enquiry, Matter
from referrals.families.models import Family
from tests.stages.enquiries import COORDINATORS, a_chosen_enquiry, copy_of
from tests.stages.families import a_family
from tests.stages.kept import kept
from tests.world import WORKER, World

CARERS = {
    "flex": "sahin",
    "leben-lernen": "krause",
    "familienbuero": "keller",
    "haus-der-kulturen": "haddad",
}
PARAGRAPH = "§ 64 Abs. 2 SGB VIII"
LEAD, HEAD = "nolte", "kowalski"
GROUNDS = "Die Mutter schafft den Alltag mit beiden Kindern seit der Trennung nicht allein."
# From the enquiry to the first day of the help, and from there to the first talk.
ASKED_BEFORE, MET_AFTER = 14, 2


@kept
def an_accepted_matter(
    world: World,
    providers: Sequence[str] | Mapping[str, int] = ("flex",),
    worker: str = WORKER,
    carers: Mapping[str, str] | None = None,
    since: int = 40,
    **overrides: Any,
) -> Matter:
    """Let providers (with minutes a week, 240 if not said) accept a family for a help that begins
    `since` days ago; the first provider leads.
    """
    asked_at = world.ago(days=since + ASKED_BEFORE)
    family = overrides.pop("family", None) or a_family(world, worker, now=asked_at)
    wanted = dict(providers) if isinstance(providers, Mapping) else dict.fromkeys(providers, 240)
    start_on = clock.day(asked_at) + timedelta(days=ASKED_BEFORE)
    given = {"now": asked_at, "start_on": start_on, **overrides}
    enquiry = a_chosen_enquiry(world, family, wanted, worker, **given)
    for code in wanted:
        carer = {**CARERS, **(carers or {})}[code]
        _accept(world, family, enquiry, code, carer, worker=worker, now=asked_at)
    return Matter.objects.select_related("family__lock", "enquiry").get(enquiry=enquiry)


def _accept(  # one provider takes the family on
    world: World,
    family: Family,
    enquiry: Enquiry,
    provider: str,
    carer: str,
    *,
    worker: str,
    now: datetime,
) -> None:
    with world.acting(worker, now) as by:
        ground: dict[str, Any] = {"family": family, "topic": Topic.AID, "paragraph": PARAGRAPH}
        ground["provider"] = world.town.providers[provider]
        there = Basis.objects.filter(given_on__lte=by.today, **ground)
        basis = there.first() or bases.keep_law(by=by, **ground)
        told = disclosures.disclose(
            by=by,
            copy=copy_of(enquiry, provider),
            basis=basis,
            fields=[Field.CHILDREN, Field.ADULTS, Field.NUMBERS, Field.NEED, Field.WORKER],
        )
    with world.acting(COORDINATORS[provider], now) as by:
        person = world.town.people[carer]
        disclosures.accept(by=by, disclosure=told, carer=person, no_conflict=True)


def told_directly(world: World, family: Family, provider: str) -> None:
    """Let a provider learn of a family without an enquiry, and take it on."""
    with world.acting(WORKER) as by:
        given: dict[str, Any] = {"family": family, "provider": world.town.providers[provider]}
        basis = bases.keep_law(by=by, **given, topic=Topic.AID, paragraph=PARAGRAPH)
        fields = [Field.ADULTS, Field.WORKER]
        told = disclosures.disclose_directly(by=by, **given, basis=basis, fields=fields)
    with world.acting(COORDINATORS[provider]) as by:
        carer = world.town.people[CARERS[provider]]
        disclosures.accept(by=by, disclosure=told, carer=carer, no_conflict=True)


@kept
def a_proposed_aid(world: World, *args: Any, **overrides: Any) -> Decision:
    """Lay a new help before the approver; the arguments are those of `an_accepted_matter`."""
    matter = an_accepted_matter(world, *args, **overrides)
    at = _decided_at(overrides)
    with world.acting(overrides.get("worker", WORKER), world.ago(days=at)) as by:
        return decisions.propose(
            by=by, matter=matter, reason=a_reason(world), grounds=GROUNDS, notice="51-2209 vom Mo"
        )


@kept
def an_approved_aid(world: World, *args: Any, approver: str = LEAD, **overrides: Any) -> Aid:
    """Release a new help, one day before it begins."""
    decision = a_proposed_aid(world, *args, **overrides)
    with world.acting(approver, world.ago(days=_decided_at(overrides))) as by:
        return decisions.approve(by=by, decision=decision)


@kept
def a_running_aid(world: World, *args: Any, approver: str = LEAD, **overrides: Any) -> Aid:
    """Begin a help: the family was met two days after its first day."""
    aid = an_approved_aid(world, *args, approver=approver, **overrides)
    met_at = world.ago(days=overrides.get("since", 40) - MET_AFTER)
    with world.acting(overrides.get("worker", WORKER), met_at) as by:
        actions.begin(by=by, aid=aid, first_contact_on=by.today)
    aid.refresh_from_db()
    assert aid.status == Status.RUNNING
    return aid


def a_reason(world: World, code: str = "13") -> Code:
    """Find a main reason of help."""
    return world.code(List.REASON, code)


def share_of(aid: Aid, provider: str) -> Share:
    """Find one provider's share as the office sees it now."""
    return Share.objects.select_related("aid", "provider").get(aid=aid, provider__code=provider)


def _decided_at(overrides: Mapping[str, Any]) -> int:
    return int(overrides.get("since", 40)) + 1


def a_proposed_extension(world: World, aid: Aid, worker: str = WORKER) -> Decision:
    """Propose to extend a help with its providers by three months."""
    terms = Terms(
        kind=Kind.EXTEND,
        aid_type=aid.aid_type,
        from_on=aid.until_on + timedelta(days=1),
        until_on=aid.until_on + timedelta(days=90),
        reason=a_reason(world),
        grounds=GROUNDS,
    )
    shares = [
        NewShare(provider=share.provider, week_minutes=share.week_minutes, is_lead=share.is_lead)
        for share in aid.shares.select_related("provider")
    ]
    with world.acting(worker) as by:
        return decisions.propose_change(by=by, aid=aid, terms=terms, shares=shares)
