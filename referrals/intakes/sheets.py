"""First contacts as their readers see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.actor import Actor
from audit.clock import day_text, moment_text
from protection.sealing import opened
from referrals.intakes import access
from referrals.intakes.flow import Status
from referrals.intakes.models import Danger, Intake, Urgency

SHORT = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLine:
    """A first contact in a list."""

    id: UUID
    received: str
    matter: str
    space: str
    urgency: str
    danger: str
    is_urgent: bool
    taken_by: str
    waits_for_second: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSheet:
    """A first contact with everything that was told; the reporter stands apart."""

    id: UUID
    received: str
    channel: str
    reporter_category: str
    reporter: str
    matter: str
    assessment: str
    danger: str
    is_danger: bool
    urgency: str
    space: str
    team: str
    status: str
    taken_by: str
    confirmed: str
    waits_for_second: bool
    may_confirm: bool
    may_decide: bool
    may_reopen: bool
    family: UUID | None


def lines(intakes: QuerySet[Intake], by: Actor) -> tuple[IntakeLine, ...]:
    """Make the lines of a list, urgent ones first, then the oldest."""
    found = intakes.select_related("lock", "space", "taken_by").order_by("received_at", "id")
    made = (_line(intake) for intake in found)
    return tuple(sorted(made, key=lambda line: not line.is_urgent))


def sheet(intake: Intake, by: Actor) -> IntakeSheet:
    """Make the sheet of one first contact."""
    is_open = intake.status == Status.OPEN
    decides = access.may_decide(by, intake)
    return IntakeSheet(
        id=intake.id,
        received=moment_text(intake.received_at),
        channel=intake.channel.name,
        reporter_category=intake.reporter_category.name,
        reporter=opened(intake.reporter),
        matter=opened(intake.matter),
        assessment=opened(intake.assessment),
        danger=str(Danger(intake.danger).label),
        is_danger=intake.danger != Danger.NO,
        urgency=str(Urgency(intake.urgency).label),
        space=intake.space.name if intake.space else "noch offen",
        team=intake.team.name,
        status=str(Status(intake.status).label),
        taken_by=intake.taken_by.display_name,
        confirmed=_confirmed(intake),
        waits_for_second=_waits(intake),
        may_confirm=_waits(intake) and access.may_confirm(by, intake),
        may_decide=is_open and decides,
        may_reopen=intake.status in {Status.COUNSELLING, Status.FORWARDED, Status.NO_NEED}
        and (decides or intake.team_id in by.leads),
        family=intake.family_id,
    )


def joined_assessment(intake: Intake, text: str) -> str:
    """Put what the second person wrote below what the first one wrote; nothing is overwritten."""
    before = opened(intake.assessment)
    return f"{before}\n\n{text.strip()}" if before else text.strip()


def _line(intake: Intake) -> IntakeLine:
    matter = opened(intake.matter)
    return IntakeLine(
        id=intake.id,
        received=moment_text(intake.received_at),
        matter=matter if len(matter) <= SHORT else f"{matter[:SHORT].rsplit(' ', 1)[0]} …",
        space=intake.space.name if intake.space else "",
        urgency=str(Urgency(intake.urgency).label),
        danger=str(Danger(intake.danger).label),
        is_urgent=intake.urgency in {Urgency.NOW, Urgency.DAY} or intake.danger == Danger.YES,
        taken_by=intake.taken_by.display_name,
        waits_for_second=_waits(intake),
        status=str(Status(intake.status).label),
    )


def _waits(intake: Intake) -> bool:
    return intake.danger != Danger.NO and intake.confirmed_by_id is None


def _confirmed(intake: Intake) -> str:
    if intake.confirmed_by is None or intake.confirmed_at is None:
        return ""
    return f"{intake.confirmed_by.display_name}, {day_text(intake.confirmed_at.date())}"
