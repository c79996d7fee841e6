"""Deeds about first contacts: taking, looking at it with a second person, opening a family,
closing, counting.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from accounts.models import Team
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from protection.actions import make_key
from protection.models import Circle
from protection.sealing import Clear, clear
from providers.codes.models import Code
from providers.register.models import SocialSpace
from referrals.families import actions as families
from referrals.families.models import Family, NewPerson
from referrals.intakes import access, events, sheets
from referrals.intakes.flow import FLOW, Status
from referrals.intakes.models import AnonymousContact, Danger, Intake, Urgency

TWO_PEOPLE = (
    "Hier können nur zwei verschiedene Personen unterschreiben. Bitte holen Sie eine zweite"
    " Fachkraft dazu."
)
FIRST_TWO = (
    "Eine Gefährdung ist möglich. Bitte schätzen Sie das zu zweit ein, bevor Sie abschließen."
)

ONLY_RAISED = "Ein Hinweis auf Gefährdung wird hier nur erhöht."
NO_REASON = "Bitte schreiben Sie in einem Satz, warum."
NOT_OPEN = "Diese Meldung ist abgeschlossen. Bitte öffnen Sie sie zuerst wieder."


@deed
def take(  # noqa: PLR0913  # what is asked at a first contact
    *,
    by: Actor,
    channel: Code,
    reporter_category: Code,
    matter: str,
    danger: Danger,
    urgency: Urgency,
    reporter: str = "",
    space: SocialSpace | None = None,
    assessment: str = "",
    id: UUID | None = None,
) -> Intake:
    """Take a first contact as it was told; it goes to the team of the district it belongs to."""
    if by.team is None or not access.may_take(by):
        raise PermissionDenied
    if not matter.strip():
        raise NotPossibleError("Bitte schreiben Sie auf, was mitgeteilt wurde.", field="matter")
    intake = Intake(
        id=id or uuid4(),
        lock=make_key(Circle.INTAKE, now=by.now),
        received_at=by.now,
        channel=channel,
        reporter_category=reporter_category,
        reporter=clear(reporter),
        matter=Clear(matter.strip()),
        assessment=clear(sheets.first_assessment(assessment, by)),
        danger=danger,
        urgency=urgency,
        space=space,
        team=_team(by.team, space),
        taken_by=by.user,
    )
    intake.save(force_insert=True)
    facts = {"danger": str(danger), "urgency": str(urgency), "channel": channel.code}
    trail.record(events.TAKEN, by=by, about=[intake], facts=facts)
    return intake


@deed
def confirm(*, by: Actor, intake: Intake, assessment: str = "") -> Intake:
    """Look at a possible danger as the second person; leaving for a visit never waits for this."""
    intake = _locked(intake)
    if intake.taken_by_id == by.user_id:
        raise NotPossibleError(TWO_PEOPLE)
    must(access.may_confirm(by, intake))
    if intake.danger == Danger.NO:
        raise NotPossibleError("Hier ist keine zweite Unterschrift nötig.")
    if intake.confirmed_by_id is not None:
        raise NotPossibleError("Diese Meldung haben schon zwei Personen eingeschätzt.")
    intake.confirmed_by, intake.confirmed_at = by.user, by.now
    _assess(by, intake, assessment)
    intake.save(update_fields=["confirmed_by", "confirmed_at", "assessment"])
    trail.record(events.CONFIRMED, by=by, about=[intake], facts={"danger": intake.danger})
    return intake


@deed
def raise_danger(*, by: Actor, intake: Intake, danger: Danger, reason: str) -> Intake:
    """Raise the hint at a danger, never lower it; from then on a second person looks at it, once more too."""
    must_see(Intake.objects.visible_to(by), intake)
    intake = _locked(intake)
    if intake.status != Status.OPEN:
        raise NotPossibleError(NOT_OPEN)
    must(access.may_raise(by, intake))
    if danger not in intake.graver:
        raise NotPossibleError(ONLY_RAISED, field="danger")
    if not reason.strip():
        raise NotPossibleError(NO_REASON, field="reason")
    before = Danger(intake.danger)
    _assess(by, intake, sheets.raised(intake, danger, reason))
    intake.danger, intake.confirmed_by, intake.confirmed_at = danger, None, None
    intake.save(update_fields=["danger", "confirmed_by", "confirmed_at", "assessment"])
    facts = {"danger": str(danger), "before": str(before)}
    trail.record(events.RAISED, by=by, about=[intake], facts=facts)
    return intake


@deed
def open_family(
    *, by: Actor, intake: Intake, name: str, people: Sequence[NewPerson], **household: Any
) -> Family:
    """Open a family's file from a first contact; the reporter is not taken over."""
    intake = _locked(intake)
    must(access.may_decide(by, intake))
    FLOW.check(intake.status, Status.FAMILY)
    family = families.open_family(by=by, name=name, people=people, **household)
    intake.family = family
    _move(by, intake, Status.FAMILY)
    trail.record(events.FAMILY_OPENED, by=by, about=[intake, family])
    return family


@deed
def join_family(*, by: Actor, intake: Intake, family: Family) -> Intake:
    """Put a first contact to a family that is known already and that the person keeps."""
    intake = _locked(intake)
    must(access.may_decide(by, intake) and access.may_join(by, family))
    FLOW.check(intake.status, Status.FAMILY)
    intake.family = family
    _move(by, intake, Status.FAMILY)
    trail.record(events.FAMILY_OPENED, by=by, about=[intake, family], facts={"known": True})
    return intake


@deed
def close(*, by: Actor, intake: Intake, status: Status, assessment: str = "") -> Intake:
    """Close a first contact that leads to no family's file; a possible danger is closed by two."""
    intake = _locked(intake)
    must(access.may_decide(by, intake))
    FLOW.check(intake.status, status)
    if status == Status.FAMILY:
        raise NotPossibleError("Bitte legen Sie die Familie an oder wählen Sie sie aus.")
    if intake.danger != Danger.NO and intake.confirmed_by_id is None:
        raise NotPossibleError(FIRST_TWO)
    _assess(by, intake, assessment)
    _move(by, intake, status)
    trail.record(events.CLOSED, by=by, about=[intake], facts={"status": str(status)})
    return intake


@deed
def reopen(*, by: Actor, intake: Intake) -> Intake:
    """Open a closed first contact again; what was written stays."""
    intake = _locked(intake)
    must(access.may_reopen(by, intake))
    FLOW.check(intake.status, Status.OPEN)
    intake.status, intake.closed_at = Status.OPEN, None
    intake.save(update_fields=["status", "closed_at"])
    trail.record(events.REOPENED, by=by, about=[intake])
    return intake


@deed
def count_contact(  # noqa: PLR0913  # what is counted
    *,
    by: Actor,
    topic: Code,
    channel: Code,
    on: date | None = None,
    age_band: Code | None = None,
    space: SocialSpace | None = None,
    id: UUID | None = None,
) -> AnonymousContact:
    """Count counselling of someone who stays anonymous; nothing about the person is kept."""
    must(access.may_take(by))
    if on and on > by.today:
        raise NotPossibleError("Dieser Tag liegt noch vor uns.", field="on")
    contact = AnonymousContact.objects.create(
        id=id or uuid4(),
        on=on or by.today,
        topic=topic,
        channel=channel,
        age_band=age_band,
        space=space,
    )
    trail.record(events.COUNTED, by=by, about=[contact], facts={"topic": topic.code})
    return contact


@deed
def list_current(*, by: Actor) -> sheets.IntakeList:
    """Hand out the first contacts that wait, those that are open and the last closed ones, as one
    entry about many.
    """
    must(access.may_list(by))
    listed = sheets.current(by)
    trail.record(events.LISTED, by=by, about=listed.about)
    return listed


@deed
def read(*, by: Actor, intake: Intake) -> sheets.IntakeSheet:
    """Hand out one first contact."""
    must_see(Intake.objects.visible_to(by), intake)
    trail.record(events.READ, by=by, about=[intake])
    return sheets.sheet(intake, by)


def _locked(intake: Intake) -> Intake:
    rows = Intake.objects.select_for_update(of=("self",))
    return rows.select_related("lock", "team").get(id=intake.id)


def _assess(by: Actor, intake: Intake, text: str) -> None:
    """Put what somebody thinks below what was written before, with name and moment."""
    if text.strip():
        intake.assessment = Clear(sheets.joined_assessment(intake, text, by))


def _move(by: Actor, intake: Intake, status: Status) -> None:
    intake.status, intake.closed_at = status, by.now
    intake.save(update_fields=["status", "closed_at", "family", "assessment"])


def _team(own: UUID, space: SocialSpace | None) -> Team:
    """Find the team of the space's district; without a space it is the taker's own."""
    if space is not None:
        found = Team.objects.filter(district=space.district.code).first()
        if found:
            return found
    return Team.objects.get(id=own)
