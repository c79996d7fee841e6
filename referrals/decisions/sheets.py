"""Decisions as their readers see them."""

from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day_text
from protection.sealing import opened
from providers.budgets.sums import hours_text
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.decisions import access
from referrals.decisions.flow import Status
from referrals.decisions.models import Decision
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """A decision on the page of its help."""

    id: UUID
    kind: str
    status: str
    period: str
    author: str
    decided: str
    hint: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCard:
    """What an approver needs to decide, and no more: no family is opened."""

    id: UUID
    word: str
    kind: str
    type: str
    reason: str
    grounds: str
    notice: str
    period: str
    shares: tuple[tuple[str, str], ...]
    author: str
    submitted: str
    status: str
    may_approve: bool
    is_own: bool


def card(decision: Decision, by: Actor) -> DecisionCard:
    """Make the card of a decision for its approver."""
    return DecisionCard(
        id=decision.id,
        word=decision.aid.word,
        kind=decision.get_kind_display(),
        type=str(decision.aid_type),
        reason=decision.reason.name,
        grounds=opened(decision.grounds),
        notice=opened(decision.notice),
        period=f"{day_text(decision.from_on)} bis {day_text(decision.until_on)}",
        shares=tuple(
            (
                share.provider.name + (" (federführend)" if share.is_lead else ""),
                f"{hours_text(share.week_minutes)} je Woche",
            )
            for share in decision.shares.all()
        ),
        author=decision.author.display_name,
        submitted=day_text(decision.submitted_at.date()),
        status=str(Status(decision.status).label),
        may_approve=decision.status == Status.SUBMITTED and access.may_approve(by, decision),
        is_own=decision.author_id == by.user_id,
    )


def of_aid(aid: Aid) -> tuple[DecisionLine, ...]:
    """Make the lines of the decisions about one help, the newest first."""
    decisions = aid.decisions.select_related("author", "approver", "lock").order_by("-submitted_at")
    return tuple(
        DecisionLine(
            id=decision.id,
            kind=decision.get_kind_display(),
            status=str(Status(decision.status).label),
            period=f"{day_text(decision.from_on)} bis {day_text(decision.until_on)}",
            author=decision.author.display_name,
            decided=(
                f"{decision.approver.display_name}, {day_text(decision.decided_at.date())}"
                if decision.approver and decision.decided_at
                else ""
            ),
            hint=opened(decision.hint),
            is_open=decision.status == Status.SUBMITTED,
        )
        for decision in decisions
    )


def helpers(aid: Aid) -> dict[UUID, str]:
    """Name the providers that already help this family: they need no enquiry."""
    told = Disclosure.objects.filter(family=aid.family_id, status=Disclosed.ACCEPTED)
    known = {*aid.readers, *told.values_list("provider_id", flat=True)}
    return dict(Provider.objects.filter(id__in=known).order_by("name").values_list("id", "name"))
