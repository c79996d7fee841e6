"""Helps as their readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from accounts.models import User
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
# How far a help has come; what changes it lies between its beginning and its end.
RANKS = {status: rank for rank, status in enumerate(Status)}
RANKS[Status.ENDED] = RANKS[Status.DROPPED] = len(RANKS)
CHANGED = len(RANKS) - 1
LIVING = (Status.APPROVED, Status.RUNNING)


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
    """One provider's part of a help: hours week by week, who goes there, and how to call them.

    `rows` are label, value and, where one can call, address and verb.
    """

    id: UUID
    title: str
    rows: tuple[tuple[str, ...], ...]
    may_name_carer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AidSheet:
    """A help as one reader sees it: the own shares, the names of the partners."""

    id: UUID
    family: UUID | None
    word: str
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[ShareLine, ...]
    steps: tuple[tuple[str, str, str], ...]
    disclosure: UUID | None
    is_office: bool
    may_begin: bool
    may_change: bool


def lines(aids: Iterable[Aid], by: Actor) -> tuple[AidLine, ...]:
    """Make the lines of a list; names of partners come from the register."""
    found = list(aids)
    helping = partners(found)
    return tuple(
        AidLine(
            id=aid.id,
            family=aid.family_id,
            word=aid.word,
            type=str(aid.aid_type),
            status=str(Status(aid.status).label),
            kind=KINDS[Status(aid.status)],
            providers=", ".join(helping[aid.id]),
            until=day_text(aid.ended_on or aid.until_on),
            is_over=aid.status in LIVING and aid.until_on < by.today,
        )
        for aid in found
    )


def partners(aids: Iterable[Aid]) -> dict[UUID, tuple[str, ...]]:
    """Name the providers of helps, in two queries; the office finds those that left by their
    shares, a provider only who is in the circle now.
    """
    circles = {aid.id: set(aid.readers) for aid in aids}
    for aid, provider in Share.objects.filter(aid__in=circles).values_list("aid_id", "provider_id"):
        circles[aid].add(provider)
    names = _provider_names(provider for circle in circles.values() for provider in circle)
    return {
        aid: tuple(sorted(names[provider] for provider in circle))
        for aid, circle in circles.items()
    }


def of_family(family: UUID, by: Actor, *, ended_since: date) -> tuple[AidLine, ...]:
    """Make the lines of one family's helps that wait, run or ended lately, the newest first."""
    now = Q(status__in=[Status.PROPOSED, *LIVING]) | Q(ended_on__gte=ended_since)
    aids = Aid.objects.visible_to(by).filter(now, family=family).select_related("aid_type")
    return lines(aids.order_by("-made_at"), by)


def sheet(aid: Aid, worker: User, by: Actor) -> AidSheet:
    """Make the sheet of one help for one reader; `worker` is responsible for the family now."""
    may_change = by.is_office and access.may_propose(by, aid.family)
    return AidSheet(
        id=aid.id,
        family=aid.family_id if by.is_office else None,
        word=aid.word,
        rows=tuple(_rows(aid, worker, by)),
        shares=tuple(_share_line(share, aid.ended_on, by) for share in _shares(aid, by)),
        steps=_steps(aid, by),
        disclosure=None if by.is_office else _disclosure(aid, by),
        is_office=by.is_office,
        may_begin=aid.status == Status.APPROVED and access.may_begin(by, aid),
        may_change=may_change and aid.status in LIVING,
    )


def schedule(share: Share, ended_on: date | None = None) -> Schedule:
    """Lay everything that was decided for a share one over the other; after the end of its help
    nothing of it holds any more.
    """
    found = Schedule()
    for row in sorted(share.periods.all(), key=lambda row: (row.decided_at, row.from_on)):
        found = found.replaced_by(Period(row.from_on, row.until_on, row.week_minutes))
    if ended_on:
        after = ended_on + timedelta(days=1)
        found = found.replaced_by(Period(after, after, 0))
    return found


def dial(number: str) -> str:
    """Give the address under which a phone calls a number."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _rows(aid: Aid, worker: User, by: Actor) -> Iterable[tuple[str, ...]]:
    yield "Stand", str(Status(aid.status).label)
    yield "Hilfeart", str(aid.aid_type)
    yield "Zeitraum", f"{day_text(aid.from_on)} bis {day_text(aid.ended_on or aid.until_on)}"
    if worker.id != by.user_id:
        yield "Zuständig", *calling(worker)
    partners = _partners(aid, by)
    if partners:
        yield "Gemeinsam mit", partners
    if aid.first_contact_on:
        yield "Erstes Gespräch", f"{day_text(aid.first_contact_on)}, Wartezeit {_waiting(aid)}"


def calling(person: User) -> tuple[str, ...]:
    """Give a person with the number, the address under which a phone calls it, and the verb."""
    if not person.number:
        return (person.display_name,)
    return f"{person.display_name}, {person.number}", dial(person.number), "Anrufen"


def _partners(aid: Aid, by: Actor) -> str:
    """Name the other providers of a joint help; the office sees each with its own part."""
    others = [] if by.is_office else set(aid.readers) - by.providers
    return ", ".join(sorted(_provider_names(others).values()))


def _shares(aid: Aid, by: Actor) -> Iterable[Share]:
    visible = Share.objects.visible_to(by).filter(aid=aid)
    people = visible.select_related("provider", "carer").prefetch_related("periods")
    return people.order_by("-is_lead", "provider__name")


def _share_line(share: Share, ended_on: date | None, by: Actor) -> ShareLine:
    return ShareLine(
        id=share.id,
        title=share.provider.name + (" (federführend)" if share.is_lead else ""),
        rows=tuple(_share_rows(share, ended_on)),
        may_name_carer=access.may_name_carer(by, share),
    )


def _share_rows(share: Share, ended_on: date | None) -> Iterable[tuple[str, ...]]:
    yield "Fachkraft", *(calling(share.carer) if share.carer else ("noch nicht benannt",))
    decided = schedule(share, ended_on)
    span = f"bis zum Ende der Hilfe am {day_text(ended_on)}" if ended_on else "im ganzen Zeitraum"
    yield "Bewilligt", f"{hours_text(decided.minutes)} {span}"
    for period in decided.periods:
        days = f"{day_text(period.from_on)} bis {day_text(period.until_on)}"
        yield "Stunden", f"{hours_text(period.week_minutes)} je Woche, {days}"
    if share.visible_until:
        yield "Der Träger sieht die Hilfe", f"bis {day_text(share.visible_until)}"


def _steps(aid: Aid, by: Actor) -> tuple[tuple[str, str, str], ...]:
    """Give what happened, the newest first; within one day as far as the help had come."""
    found = [
        (day(step.at), RANKS[Status(step.status)], step.at, Status(step.status).label, step.by)
        for step in aid.steps.select_related("by")
    ]
    if by.is_office:  # decisions lie behind the wall for providers
        changes = aid.decisions.filter(status="approved").exclude(kind="new")
        for one in changes.select_related("approver"):
            if one.decided_at and one.approver:
                words = f"{one.get_kind_display()} freigegeben, {_days(one.from_on, one.until_on)}"
                found.append((day(one.decided_at), CHANGED, one.decided_at, words, one.approver))
    found.sort(key=lambda step: step[:3], reverse=True)
    return tuple((day_text(on), str(words), who.display_name) for on, _, _, words, who in found)


def _days(from_on: date, until_on: date) -> str:
    return f"{day_text(from_on)} bis {day_text(until_on)}"


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
