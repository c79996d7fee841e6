"""Deeds between two meetings: goals are rated and settled, points marked, plans looked through and ended."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db.models import F, Func, UUIDField, Value

from accounts.actor import Actor
from audit import clock, trail
from audit.deeds import AlreadyDoneError, NotPossibleError, deed, must_see
from protection.sealing import Clear
from providers.register.models import Provider
from referrals.aids.models import Aid
from referrals.plans import access
from referrals.plans import sheets as plans
from referrals.plans.flow import FLOW, GOAL_FLOW, IN_WORK, GoalStatus, Status, Word
from referrals.plans.models import Goal, Plan, Point, Rating, Version, Wording
from referrals.releases import actions as releases
from referrals.reviews import events, sheets
from referrals.reviews.sheets import PlanList, PlanSheet

NO_PLACES = (
    "Einen Punkt lesen alle Beteiligten. Bitte schreiben Sie hier keine Anschrift, "
    "keine Telefonnummer und keine Schule."
)
NOT_OPEN = "Öffnen kann man einen Plan, der gilt. Der Stand ist: {status}."
NOT_NEW = "{provider} liest diesen Plan schon oder ist an der Hilfe nicht beteiligt."
NO_GROUND = (
    "Für {provider} gilt keine Grundlage zum Auftrag der Hilfe. "
    "Bitte geben Sie zuerst Unterlagen frei."
)
NOT_AGREED = "Dieses Ziel ist noch nicht vereinbart. Sein Stand zählt erst, wenn die Fassung gilt."
NOT_IN_FORCE = "Einschätzen kann man Ziele eines Plans, der gilt. Der Stand ist: {status}."


@deed
def rate(*, by: Actor, version: Version, goal: Goal, word: Word) -> Rating:
    """Say in one of five words how a provider sees a goal; its last word of a day is the one that is shown."""
    version = _shared(version)
    if not access.may_rate(by, version):
        raise PermissionDenied
    if version.status != Status.IN_FORCE:
        raise NotPossibleError(NOT_IN_FORCE.format(status=Status(version.status).label))
    if not version.wordings.filter(goal=goal).exists():
        raise NotPossibleError("Dieses Ziel steht nicht in dieser Fassung.")
    provider = min(by.providers & set(version.readers))
    if _says_so_today(by, version, goal, provider, word):
        raise AlreadyDoneError
    rating = Rating.objects.create(
        version=version,
        goal=goal,
        readers=version.readers,
        provider_id=provider,
        word=word,
        at=by.now,
        by=by.user,
    )
    about = [goal.id, version.id, version.plan_id, *_ids(version.plan.aid)]
    trail.record(events.GOAL_RATED, by=by, about=about, facts={"word": str(word)})
    return rating


@deed
def mark_point(*, by: Actor, plan: Plan, text: str, id: UUID | None = None) -> Point:
    """Mark a point for the next meeting; it becomes part of the agenda."""
    plan = Plan.objects.select_related("aid__lock").get(id=plan.id)
    if not access.may_mark(by, plan):
        raise PermissionDenied
    # Whoever types an address need not know that it is protected.
    family = plan.aid.family_id
    releases.refuse_texts(by=by, family=family, texts={"text": text}, rule=NO_PLACES)
    point = Point(
        id=id or uuid4(),
        plan=plan,
        readers=plan.readers,
        lock=plan.aid.lock,
        text=Clear(text),
        at=by.now,
        by=by.user,
    )
    point.save(force_insert=True)
    trail.record(events.POINT_MARKED, by=by, about=[point.id, plan.id, *_ids(plan.aid)])
    return point


@deed
def settle_goal(*, by: Actor, goal: Goal, status: GoalStatus) -> Goal:
    """Note what became of a goal that was agreed on; one that comes up again is agreed on anew."""
    goal = Goal.objects.select_for_update(of=("self",)).select_related("plan__aid").get(id=goal.id)
    if not access.may_write(by, goal.plan):
        raise PermissionDenied
    if goal.agreed_on is None:
        raise NotPossibleError(NOT_AGREED)
    GOAL_FLOW.check(goal.status, status)
    goal.status = status
    goal.settled_on = None if status == GoalStatus.AGREED else by.today
    goal.save(update_fields=["status", "settled_on"])
    # Who decides about the next version has seen what became of its goals.
    shown = Wording.objects.filter(goal=goal, version__status__in=IN_WORK)
    shown.update(edit=F("edit") + 1)
    about = [goal.id, goal.plan_id, *_ids(goal.plan.aid)]
    trail.record(events.GOAL_SETTLED, by=by, about=about, facts={"status": str(status)})
    return goal


@deed
def end(*, by: Actor, plan: Plan) -> Plan:
    """End the version in force together with its help."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("aid").get(id=plan.id)
    if not access.may_write(by, plan):
        raise PermissionDenied
    version = plan.versions.filter(status=Status.IN_FORCE).first()
    if version is None:
        raise NotPossibleError("Es gilt keine Fassung dieses Hilfeplans.")
    FLOW.check(version.status, Status.ENDED)
    plan.versions.filter(id=version.id).update(status=Status.ENDED)
    trail.record(events.ENDED, by=by, about=[version.id, plan.id, *_ids(plan.aid)])
    return plan


@deed
def open_version(*, by: Actor, version: Version, provider: Provider) -> Version:
    """Open the version in force to a provider that joined the help later, on the ground on which it
    was told of the family; what others rated or marked before stays theirs.
    """
    rows = Version.objects.select_for_update(of=("self",)).select_related("plan__aid")
    version = rows.get(id=version.id)
    if not access.may_write(by, version.plan):
        raise PermissionDenied
    if version.status != Status.IN_FORCE:
        raise NotPossibleError(NOT_OPEN.format(status=Status(version.status).label))
    if provider.id not in sheets.newcomers(version):
        raise NotPossibleError(NOT_NEW.format(provider=provider.name))
    ground = sheets.ground_of(version, provider.id, by)
    if ground is None:
        raise NotPossibleError(NO_GROUND.format(provider=provider.name))
    releases.refuse_texts(by=by, family=version.plan.aid.family_id, texts=plans.outgoing(version))
    _let_read(version, provider.id)
    about = [version.id, version.plan_id, provider.id, ground.id, *_ids(version.plan.aid)]
    trail.record(events.OPENED, by=by, about=about, basis=ground.kind)
    return version


@deed
def list_plans(*, by: Actor) -> PlanList:
    """List the plans a person sees, those first that should have been looked at again."""
    if not access.may_list(by):
        raise PermissionDenied
    found = sheets.plan_list(by)
    trail.record(events.LISTED, by=by, about=[line.id for line in found.plans])
    return found


@deed
def read(*, by: Actor, plan: Plan) -> PlanSheet:
    """Read how a plan and its goals went over the versions."""
    must_see(Plan.objects.visible_to(by), plan)
    sheet = sheets.history(plan, by)
    trail.record(events.HISTORY_READ, by=by, about=[plan.id, *_ids(plan.aid)])
    return sheet


def _says_so_today(by: Actor, version: Version, goal: Goal, provider: UUID, word: Word) -> bool:
    """Tell whether this person said the same today, and nobody of the provider anything since."""
    said = Rating.objects.filter(version=version, goal=goal, provider=provider)
    last = said.order_by("-at").first()
    if last is None or clock.day(last.at) != by.today:
        return False
    return last.by_id == by.user_id and last.word == word


def _let_read(version: Version, provider: UUID) -> None:
    """Let a provider through the wall to a version and what belongs to it; its key it has already."""
    parts = (version.wordings, version.tasks, version.signatures)
    goals = Goal.objects.filter(wordings__version=version)
    itself = Version.objects.filter(id=version.id)
    for rows in (itself, Plan.objects.filter(id=version.plan_id), goals, *parts):
        rows.exclude(readers__contains=[provider]).update(readers=_with(provider))


def _with(provider: UUID) -> Func:
    """Give the readers of a row and this one."""
    new = Value(provider, output_field=UUIDField())
    return Func(F("readers"), new, function="array_append", output_field=ArrayField(UUIDField()))


def _shared(version: Version) -> Version:
    # Providers do it too: only rows they may load are joined.
    return (
        Version.objects.select_for_update(of=("self",))
        .select_related("plan__aid")
        .get(id=version.id)
    )


def _ids(aid: Aid) -> list[UUID]:
    return [aid.id, aid.family_id]
