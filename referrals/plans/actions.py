"""Deeds that write a care plan with a family, agree on it, and put it in force."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID, uuid4

from django.db.models import F, Max

from accounts.actor import Actor
from audit import trail
from audit.deeds import NotPossibleError, deed, must, must_see
from audit.trail import Event
from protection.sealing import Clear, clear
from referrals.aids.models import Aid
from referrals.marks.sheets import carried
from referrals.plans import access, events, sheets, sums
from referrals.plans.flow import AGREED, FLOW, GoalStatus, SignatureState, Status
from referrals.plans.models import Goal, Plan, Signature, Task, Version, Wording
from referrals.releases import actions as releases


@deed
def begin(*, by: Actor, aid: Aid, meeting_on: date, review_on: date) -> Version:
    """Begin the plan of a help with its first version, before or at the first meeting."""
    aid = Aid.objects.select_for_update(of=("self",)).select_related("lock").get(id=aid.id)
    must(access.may_begin(by, aid))
    if Plan.objects.filter(aid=aid).exists():
        raise NotPossibleError("Für diese Hilfe gibt es schon einen Hilfeplan.")
    plan = Plan.objects.create(aid=aid, readers=aid.readers, made_at=by.now)
    version = _next_version(by, plan, None, meeting_on, review_on)
    version.save(force_insert=True)
    _record(events.BEGUN, by, version)
    return version


@deed
def write(*, by: Actor, version: Version, edit: int, **texts: str | date) -> Version:
    """Write the texts of a draft; whoever began before somebody else wrote is told and loses nothing."""
    draft = _draft(by, version)
    if draft.edit != edit:
        raise NotPossibleError(sums.CHANGED.format(draft.edited_by.display_name), field="edit")
    met, planned = draft.meeting_on, draft.review_on
    for name, text in texts.items():
        setattr(draft, name, clear(text) if isinstance(text, str) else text)
    if draft.meeting_on != met:
        before = draft.plan.versions.filter(number=draft.number - 1).first()
        sums.check_meeting(draft.meeting_on, by.today, before)
    moved = draft.review_on != planned
    sums.check_days(draft.meeting_on, draft.review_on, by.today if moved else None)
    draft.edit, draft.edited_by = edit + 1, by.user
    draft.save()
    _record(events.WRITTEN, by, draft, facts={"edit": draft.edit, "texts": sorted(texts)})
    return draft


@deed
def add_goal(*, by: Actor, version: Version, text: str, id: UUID | None = None) -> Goal:
    """Take a goal up into a draft; it keeps its identity over all later versions."""
    draft = _draft(by, version)
    last = draft.plan.goals.aggregate(last=Max("number"))["last"] or 0
    goal = Goal.objects.create(id=id or uuid4(), plan=draft.plan, number=last + 1)
    Wording.objects.create(version=draft, goal=goal, lock=draft.lock, text=Clear(text))
    _record(events.GOAL_ADDED, by, draft, about=[goal])
    return goal


@deed
def reword_goal(
    *, by: Actor, version: Version, goal: Goal, text: str, edit: int | None = None
) -> Wording:
    """Word a goal differently in a draft; with `edit` nobody overwrites what they have not read."""
    draft = _draft(by, version)
    wording = _standing_in(draft, goal)
    if edit is not None and wording.edit != edit:
        raise NotPossibleError(sums.REWORDED, field="text")
    wording.text, wording.edit = Clear(text), wording.edit + 1
    wording.save()
    _record(events.GOAL_REWORDED, by, draft, about=[goal])
    return wording


@deed
def remove_goal(*, by: Actor, version: Version, goal: Goal) -> Goal:
    """Take a goal out of a draft again, as long as no version with it was ever in force."""
    draft = _draft(by, version)
    wording = _standing_in(draft, goal)
    if wording.goal.agreed_on:
        raise NotPossibleError(sums.AGREED_BEFORE)
    draft.wordings.filter(id=wording.id).update(edit=F("edit") + 1)
    draft.plan.goals.filter(id=goal.id).update(status=GoalStatus.DROPPED, settled_on=by.today)
    _record(events.GOAL_REMOVED, by, draft, about=[goal])
    return goal


@deed
def add_task(  # noqa: PLR0913  # who does what by when
    *,
    by: Actor,
    version: Version,
    goal: Goal,
    who: str,
    what: str,
    due_on: date,
    id: UUID | None = None,
) -> Task:
    """Agree in a draft on a step towards a goal: who does what by when."""
    draft = _draft(by, version)
    _standing_in(draft, goal)
    if due_on < draft.meeting_on:
        raise NotPossibleError(sums.BEFORE_THE_MEETING, field="due_on")
    task = Task(version=draft, goal=goal, lock=draft.lock, who=Clear(who), what=Clear(what))
    task.id, task.due_on = id or task.id, due_on
    task.save(force_insert=True)
    _record(events.TASK_ADDED, by, draft, about=[goal, task])
    return task


@deed
def remove_task(*, by: Actor, task: Task) -> Task:
    """Take a step out of a draft again."""
    draft = _draft(by, task.version)
    if not draft.tasks.filter(id=task.id, removed=False).update(removed=True):
        raise NotPossibleError("Diese Aufgabe ist schon entfernt.")
    _record(events.TASK_REMOVED, by, draft, about=[task])
    return task


@deed
def circulate(*, by: Actor, version: Version, seen: int | None = None) -> Version:
    """Give a draft, as it was `seen`, to everyone who shares the help; from now on it rests."""
    version = _kept(by, version)
    FLOW.check(version.status, Status.CIRCULATED)
    sums.check_running(version.plan.aid)
    sums.check_seen(version, seen)
    sums.check_complete(version, by.today)
    releases.refuse_texts(by=by, family=version.plan.aid.family_id, texts=sheets.outgoing(version))
    _show_to(version, version.plan.aid.readers, Status.CIRCULATED)
    _record(events.CIRCULATED, by, version)
    return version


@deed
def take_back(*, by: Actor, version: Version) -> Version:
    """Take a circulated version back to work, for the office alone; who agreed, agreed to the former text."""
    version = _kept(by, version)
    FLOW.check(version.status, Status.DRAFTING)
    agreed = list(version.signatures.filter(state__in=AGREED))
    version.signatures.filter(state__in=AGREED).update(state=SignatureState.PENDING, on=None)
    _show_to(version, [], Status.DRAFTING)
    _record(events.TAKEN_BACK, by, version)
    if agreed:
        _record(events.SIGNATURES_REOPENED, by, version, agreed, {"signatures": len(agreed)})
    return version


@deed
def sign(
    *, by: Actor, version: Version, name: str, state: SignatureState, on: date | None = None
) -> Signature:
    """Note how a person stands to a version that goes round or is in force; it decides nothing."""
    version = _kept(by, version)
    if version.status not in {Status.CIRCULATED, Status.IN_FORCE}:
        raise _standing_elsewhere(version)
    agreed, name = state in AGREED, " ".join(name.split())
    sums.check_signed(on, version.meeting_on, by.today, has_day=agreed)
    row = sheets.signature_named(version, name) or Signature(
        version=version, readers=version.readers, lock=version.lock, name=Clear(name)
    )
    row.state, row.on = state, (on or by.today) if agreed else None
    row.save()
    if version.status == Status.CIRCULATED:
        # Who decides about the version has seen who agrees to it.
        version.edit += 1
        version.save(update_fields=["edit"])
    _record(events.SIGNED, by, version, about=[row], facts={"state": str(state)})
    return row


@deed
def put_in_force(
    *, by: Actor, version: Version, in_force_on: date | None = None, seen: int | None = None
) -> Version:
    """Decide for the office that a version is in force, whoever has signed; it replaces the one before."""
    version = _kept(by, version)
    FLOW.check(version.status, Status.IN_FORCE)
    sums.check_running(version.plan.aid)
    sums.check_seen(version, seen)
    day = in_force_on or by.today
    former = version.plan.versions.filter(status=Status.IN_FORCE)
    since = former.values_list("in_force_on", flat=True).first()
    sums.check_in_force(day, by.today, version.meeting_on, since)
    releases.refuse_texts(by=by, family=version.plan.aid.family_id, texts=sheets.outgoing(version))
    former.update(status=Status.REPLACED)
    version.status, version.decided_by, version.in_force_on = Status.IN_FORCE, by.user, day
    version.save(update_fields=["status", "decided_by", "in_force_on"])
    goals = Goal.objects.filter(wordings__in=version.wordings.standing())
    goals.filter(agreed_on=None).update(agreed_on=version.in_force_on)
    _record(events.PUT_IN_FORCE, by, version, facts={"number": version.number})
    return version


@deed
def carry_on(*, by: Actor, plan: Plan, meeting_on: date, review_on: date) -> Version:
    """Carry a plan on into its next version: open goals keep their identity, marked points become the agenda."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("aid__lock").get(id=plan.id)
    must(access.may_write(by, plan))
    before = plan.versions.select_related("lock").order_by("-number")[0]
    if before.status != Status.IN_FORCE:
        raise _standing_elsewhere(before)
    version = _next_version(by, plan, before, meeting_on, review_on)
    version.need, version.marks = carried(before, "need")
    version.save(force_insert=True)
    open_still = before.wordings.filter(goal__status=GoalStatus.AGREED).order_by("goal__number")
    for wording in open_still.select_related("goal", "lock"):
        text = Clear(sheets.wording_of(wording))
        Wording.objects.create(version=version, goal=wording.goal, lock=version.lock, text=text)
    points = plan.points.filter(taken_up_in=None).update(taken_up_in=version)
    _record(events.CARRIED_ON, by, version, facts={"number": version.number, "points": points})
    return version


@deed
def read(*, by: Actor, version: Version) -> sheets.VersionSheet:
    """Read a version of a plan."""
    must_see(Version.objects.visible_to(by), version)
    sheet = sheets.version(version, by)
    _record(events.READ, by, version)
    return sheet


def _next_version(
    by: Actor, plan: Plan, before: Version | None, meeting_on: date, review_on: date
) -> Version:
    """Make the row of a new version, not yet saved; drafts are for the office alone."""
    sums.check_running(plan.aid)
    sums.check_meeting(meeting_on, by.today, before)
    sums.check_days(meeting_on, review_on, by.today)
    return Version(
        plan=plan,
        lock=plan.aid.lock,
        number=before.number + 1 if before else 1,
        meeting_on=meeting_on,
        review_on=review_on,
        author=by.user,
        edited_by=by.user,
        made_at=by.now,
    )


def _kept(by: Actor, version: Version) -> Version:
    """Lock a version for a deed of whoever keeps the family's file."""
    version = Version.objects.locked().get(id=version.id)
    must(access.may_write(by, version.plan))
    return version


def _draft(by: Actor, version: Version) -> Version:
    """Lock a version for writing; only drafts of running helps can be written."""
    version = _kept(by, version)
    if version.status != Status.DRAFTING:
        raise _standing_elsewhere(version)
    sums.check_running(version.plan.aid)
    return version


def _standing_in(draft: Version, goal: Goal) -> Wording:
    wording = draft.wordings.standing().select_related("goal", "lock").filter(goal=goal).first()
    if wording is None:
        raise NotPossibleError("Dieses Ziel steht nicht in dieser Fassung.")
    return wording


def _show_to(version: Version, readers: list[UUID], status: Status) -> None:
    """Let providers through the wall to a version and its parts, or nobody any more."""
    version.readers, version.status = readers, status
    version.save(update_fields=["status", "readers"])
    for parts in (version.wordings, version.tasks, version.signatures):
        parts.update(readers=readers)
    if readers:
        # A provider that came to the help later reads from this version on.
        Plan.objects.filter(id=version.plan_id).update(readers=readers)
        Goal.objects.filter(wordings__version=version).update(readers=readers)


def _standing_elsewhere(version: Version) -> NotPossibleError:
    label = Status(version.status).label
    return NotPossibleError(f"Das ist jetzt nicht möglich. Der Stand ist: {label}.")


def _record(
    event: Event,
    by: Actor,
    version: Version,
    about: Iterable[Goal | Task | Signature] = (),
    facts: Mapping[str, str | int | list[str]] | None = None,
) -> None:
    """Record what happened to a version; whoever asks for the family, the help or the plan finds it."""
    aid = version.plan.aid
    ids = [version.id, version.plan_id, aid.id, aid.family_id, *(thing.id for thing in about)]
    trail.record(event, by=by, about=ids, facts=facts)
