"""First contacts as their readers see them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actor import Actor
from audit.clock import day, day_text, moment_text
from protection.sealing import opened
from referrals.families.models import Family
from referrals.intakes import access
from referrals.intakes.flow import Status
from referrals.intakes.models import Danger, Intake, Urgency
from referrals.marks.sheets import is_restricted, shown
from referrals.marks.sums import marked

SHORT = 140
CLOSED_SHOWN = 10
# "So, 22.11.": the year is left out where lines are narrow.
NARROW = 10
RANKS = {Urgency.NOW: 0, Urgency.DAY: 1, Urgency.WEEK: 2, Urgency.NORMAL: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """A first contact in a list; `danger` is empty where none is seen."""

    id: UUID
    received: str
    matter: str
    space: str
    urgency: str
    danger: str
    is_urgent: bool
    taken_by: str
    waits_for_second: bool
    may_confirm: bool
    is_open: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeList:
    """First contacts that wait for the second person, other open ones, and the last closed ones."""

    waiting: tuple[IntakeLine, ...]
    open: tuple[IntakeLine, ...]
    closed: tuple[IntakeLine, ...]

    @property
    def about(self) -> tuple[UUID, ...]:
        """Everything on the list, for its entry in the trail."""
        return tuple(line.id for line in (*self.waiting, *self.open, *self.closed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """What one person thought of it, and when."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSheet:
    """A first contact with everything that was told; the reporter stands apart.

    `has_hidden_reporter` says that there is one whom this reader does not learn.
    """

    id: UUID
    received: str
    channel: str
    reporter_category: str
    reporter: str
    has_hidden_reporter: bool
    matter: str
    assessments: tuple[Assessed, ...]
    danger: str
    is_danger: bool
    urgency: str
    is_urgent: bool
    space: str
    team: str
    status: str
    is_open: bool
    taken_by: str
    confirmed: str
    waits_for_second: bool
    is_own: bool
    may_confirm: bool
    may_raise: bool
    may_decide: bool
    may_close: bool
    may_reopen: bool
    may_feed_back: bool
    family: UUID | None
    family_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstContact:
    """A first contact on the page of the family that it became: the day, never the reporter."""

    id: UUID
    day: str
    channel: str
    waits_for_second: bool


def current(by: Actor) -> IntakeList:
    """Make the list of first contacts on which somebody has to act, and of the last closed ones."""
    seen = Intake.objects.visible_to(by)
    waits = Q(confirmed_by__isnull=True) & ~Q(danger=Danger.NO)
    listed = lines(seen.filter(waits | Q(status=Status.OPEN)), by)
    closed = seen.exclude(waits).exclude(status=Status.OPEN).order_by("-closed_at", "id")
    return IntakeList(
        waiting=tuple(line for line in listed if line.waits_for_second),
        open=tuple(line for line in listed if not line.waits_for_second),
        closed=tuple(_line(intake, by) for intake in _near(closed)[:CLOSED_SHOWN]),
    )


def lines(intakes: QuerySet[Intake], by: Actor) -> tuple[IntakeLine, ...]:
    """Make the lines of a list, the most urgent first, then the oldest."""
    found = sorted(_near(intakes.order_by("received_at", "id")), key=rank)
    return tuple(_line(intake, by) for intake in found)


def of_family(family: Family, by: Actor) -> tuple[FirstContact, ...]:
    """Give the first contacts from which a family's file came, the newest first."""
    rows = Intake.objects.visible_to(by).filter(family=family).select_related("channel")
    return tuple(
        FirstContact(
            id=intake.id,
            day=day_text(day(intake.received_at)),
            channel=intake.channel.name,
            waits_for_second=intake.waits_for_second,
        )
        for intake in rows.order_by("-received_at")
    )


def sheet(intake: Intake, by: Actor) -> IntakeSheet:
    """Make the sheet of one first contact."""
    is_open = intake.status == Status.OPEN
    decides = access.may_decide(by, intake)
    knows = access.may_know_reporter(by, intake)
    family = Family.objects.visible_to(by).filter(intakes=intake).first()
    return IntakeSheet(
        id=intake.id,
        received=moment_text(intake.received_at),
        channel=intake.channel.name,
        reporter_category=intake.reporter_category.name,
        reporter=opened(intake.reporter) if knows else "",
        has_hidden_reporter=intake.reporter is not None and not knows,
        matter=shown(intake, "matter"),
        assessments=_shown(intake),
        danger=str(Danger(intake.danger).label),
        is_danger=intake.danger != Danger.NO,
        urgency=str(Urgency(intake.urgency).label),
        is_urgent=is_urgent(intake),
        space=intake.space.name if intake.space else "noch offen",
        team=intake.team.name,
        status=_status(intake),
        is_open=is_open,
        taken_by=intake.taken_by.display_name,
        confirmed=_confirmed(intake),
        waits_for_second=intake.waits_for_second,
        is_own=intake.taken_by_id == by.user_id,
        may_confirm=intake.waits_for_second and access.may_confirm(by, intake),
        may_raise=bool(intake.graver) and access.may_raise(by, intake),
        may_decide=is_open and decides,
        may_close=is_open and decides and not intake.waits_for_second,
        may_reopen=intake.status in {Status.COUNSELLING, Status.FORWARDED, Status.NO_NEED}
        and access.may_reopen(by, intake),
        may_feed_back=access.may_feed_back(by, intake),
        family=family.id if family else None,
        family_word=family.word if family else "",
    )


def is_urgent(intake: Intake) -> bool:
    """Tell whether somebody has to look after it today."""
    return intake.urgency in {Urgency.NOW, Urgency.DAY} or intake.danger == Danger.YES


def joined_assessment(intake: Intake, text: str, by: Actor) -> str:
    """Put what somebody wrote, with name and moment, below what was written before; nothing is overwritten."""
    return _written([*_assessments(intake), _said(text, by)])


def first_assessment(text: str, by: Actor) -> str:
    """Write down what the first person thinks, as `joined_assessment` goes on with it; nothing stays nothing."""
    return _written([_said(text, by)]) if text.strip() else ""


def raised(intake: Intake, danger: Danger, reason: str) -> str:
    """Say from what to what a hint was raised and why, and who had looked at it before."""
    before, confirmed = Danger(intake.danger).label, _confirmed(intake)
    looked = f" Vorher zu zweit eingeschätzt: {confirmed}." if confirmed else ""
    return f"Hinweis auf Gefährdung: {danger.label}, vorher {before}.{looked}\n{reason.strip()}"


def _said(text: str, by: Actor) -> Assessed:
    return Assessed(who=by.user.display_name, when=moment_text(by.now), text=text.strip())


def _written(said: Sequence[Assessed]) -> str:
    """Write the assessments as the text that is sealed."""
    return json.dumps([(one.who, one.when, one.text) for one in said], ensure_ascii=False)


def _shown(intake: Intake) -> tuple[Assessed, ...]:
    """Give the assessments as they are read: nothing where they are not used, flagged at their end."""
    said = () if is_restricted(intake, "assessment") else _assessments(intake)
    end = [replace(one, text=marked(one.text, "assessment", intake.marks)) for one in said[-1:]]
    return (*said[:-1], *end)


def _assessments(intake: Intake) -> tuple[Assessed, ...]:
    said = json.loads(opened(intake.assessment) or "[]")
    return tuple(Assessed(who=who, when=when, text=text) for who, when, text in said)


def _status(intake: Intake) -> str:
    """Say what became of it; a family whose file was there before was known."""
    if intake.family and intake.closed_at and intake.family.opened_at < intake.closed_at:
        return "Zu bekannter Familie"
    return str(Status(intake.status).label)


def _near(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    return intakes.select_related("lock", "space", "taken_by", "family")


def rank(intake: Intake) -> tuple[bool, int]:
    """Give the place of a first contact in a list: possible danger first, then how soon."""
    return intake.danger != Danger.YES, RANKS[Urgency(intake.urgency)]


def _line(intake: Intake, by: Actor) -> IntakeLine:
    matter = shown(intake, "matter")
    received = moment_text(intake.received_at)
    return IntakeLine(
        id=intake.id,
        received=f"{received[:NARROW]} {received[-5:]}",
        matter=matter if len(matter) <= SHORT else f"{matter[:SHORT].rsplit(' ', 1)[0]} …",
        space=intake.space.name if intake.space else "",
        urgency=str(Urgency(intake.urgency).label),
        danger="" if intake.danger == Danger.NO else str(Danger(intake.danger).label),
        is_urgent=is_urgent(intake),
        taken_by=intake.taken_by.display_name,
        waits_for_second=intake.waits_for_second,
        may_confirm=intake.waits_for_second and access.may_confirm(by, intake),
        is_open=intake.status == Status.OPEN,
        status=_status(intake),
    )


def _confirmed(intake: Intake) -> str:
    if intake.confirmed_by is None or intake.confirmed_at is None:
        return ""
    return f"{intake.confirmed_by.display_name}, {moment_text(intake.confirmed_at)}"
