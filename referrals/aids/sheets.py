"""Helps as their readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts.actor import Actor
from audit.clock import day, day_text
from providers.budgets.sums import Period, hours_text
from providers.register.models import Provider
from referrals.aids import access
from referrals.aids.flow import Status
from referrals.aids.models import Aid, Share
from referrals.aids.sums import Schedule
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure

KINDS = {
    Status.PROPOSED: "warning",
    Status.APPROVED: "info",
    Status.RUNNING: "success",
    Status.ENDED: "",
    Status.DROPPED: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AidLine:
    """A help in a list: word, type, state, who shares it, until when."""

    id: UUID
    family: UUID
    word: str
    type: str
    status: str
    kind: str
    providers: str
    until: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """One provider's part of a help: hours week by week, who goes there, and how to call them."""

    id: UUID
    title: str
    hours: tuple[str, ...]
    approved: str
    carer: str
    carer_number: str
    carer_dial: str
    may_name_carer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AidSheet:
    """A help as one reader sees it: the own shares, the names of the partners."""

    id: UUID
    family: UUID | None
    word: str
    type: str
    status: str
    kind: str
    period: str
    worker: str
    worker_number: str
    worker_dial: str
    waiting: str
    partners: str
    shares: tuple[ShareLine, ...]
    steps: tuple[tuple[str, str, str], ...]
    disclosure: UUID | None
    is_office: bool
    may_begin: bool
    may_change: bool


def lines(aids: Iterable[Aid], by: Actor) -> tuple[AidLine, ...]:
    """Make the lines of a list; names of partners come from the register."""
    found = list(aids)
    names = _provider_names(reader for aid in found for reader in aid.readers)
    return tuple(
        AidLine(
            id=aid.id,
            family=aid.family_id,
            word=aid.word,
            type=str(aid.aid_type),
            status=str(Status(aid.status).label),
            kind=KINDS[Status(aid.status)],
            providers=", ".join(names[reader] for reader in aid.readers),
            until=day_text(aid.ended_on or aid.until_on),
            is_over=aid.status == Status.RUNNING and aid.until_on < by.today,
        )
        for aid in found
    )


def of_family(family: UUID, by: Actor) -> tuple[AidLine, ...]:
    """Make the lines of one family's helps, the newest first."""
    aids = Aid.objects.visible_to(by).filter(family=family).select_related("aid_type")
    return lines(aids.order_by("-made_at"), by)


def sheet(aid: Aid, by: Actor) -> AidSheet:
    """Make the sheet of one help for one reader."""
    names = _provider_names(aid.readers)
    # The family's row lies behind the wall for a provider; the help keeps who was responsible.
    worker = aid.family.worker if by.is_office else aid.worker
    own = [] if by.is_office else _names_of_own(aid, by)
    may_change = by.is_office and access.may_propose(by, aid.family)
    return AidSheet(
        id=aid.id,
        family=aid.family_id if by.is_office else None,
        word=aid.word,
        type=str(aid.aid_type),
        status=str(Status(aid.status).label),
        kind=KINDS[Status(aid.status)],
        period=f"{day_text(aid.from_on)} bis {day_text(aid.ended_on or aid.until_on)}",
        worker=worker.display_name,
        worker_number=worker.number,
        worker_dial=dial(worker.number),
        waiting=_waiting(aid),
        partners=", ".join(sorted(set(names.values()) - set(own))),
        shares=tuple(_share_line(share, by) for share in _shares(aid, by)),
        steps=_steps(aid),
        disclosure=None if by.is_office else _disclosure(aid, by),
        is_office=by.is_office,
        may_begin=aid.status == Status.APPROVED and access.may_begin(by, aid),
        may_change=may_change and aid.status in {Status.APPROVED, Status.RUNNING},
    )


def schedule(share: Share) -> Schedule:
    """Lay everything that was decided for a share one over the other."""
    found = Schedule()
    for row in share.periods.order_by("decided_at", "from_on"):
        found = found.replaced_by(Period(row.from_on, row.until_on, row.week_minutes))
    return found


def dial(number: str) -> str:
    """Give the address under which a phone calls a number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _shares(aid: Aid, by: Actor) -> Iterable[Share]:
    visible = Share.objects.visible_to(by).filter(aid=aid)
    return visible.select_related("provider", "carer").order_by("-is_lead", "provider__name")


def _names_of_own(aid: Aid, by: Actor) -> list[str]:
    return [share.provider.name for share in _shares(aid, by)]


def _share_line(share: Share, by: Actor) -> ShareLine:
    carer = share.carer
    return ShareLine(
        id=share.id,
        title=share.provider.name + (" (federführend)" if share.is_lead else ""),
        hours=tuple(_hours(period) for period in schedule(share).periods),
        approved=f"{hours_text(share.approved_minutes)} bewilligt",
        carer=carer.display_name if carer else "",
        carer_number=carer.number if carer else "",
        carer_dial=dial(carer.number) if carer else "",
        may_name_carer=access.may_name_carer(by, share),
    )


def _hours(period: Period) -> str:
    days = f"{day_text(period.from_on)} bis {day_text(period.until_on)}"
    return f"{hours_text(period.week_minutes)} je Woche, {days}"


def _steps(aid: Aid) -> tuple[tuple[str, str, str], ...]:
    steps = aid.steps.select_related("by").order_by("at")
    return tuple(
        (day_text(day(step.at)), str(Status(step.status).label), step.by.display_name)
        for step in steps
    )


def _disclosure(aid: Aid, by: Actor) -> UUID | None:
    """What the own provider was told about the family, for the way to it."""
    told = Disclosure.objects.visible_to(by).filter(family=aid.family_id, status=Disclosed.ACCEPTED)
    return told.order_by("-accepted_at").values_list("id", flat=True).first()


def _waiting(aid: Aid) -> str:
    if aid.first_contact_on is None:
        return ""
    days = (aid.first_contact_on - aid.asked_on).days
    return "am Tag der Anfrage" if days == 0 else "1 Tag" if days == 1 else f"{days} Tage"


def _provider_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Provider.objects.filter(id__in=set(ids)).values_list("id", "name"))
