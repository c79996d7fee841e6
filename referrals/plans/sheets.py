"""What readers of a care plan are given: one version, with its goals, signatures and points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid
from referrals.aids.sheets import partners
from referrals.marks.sheets import shown
from referrals.plans import access, sums
from referrals.plans.flow import (
    GOAL_KINDS,
    IN_WORK,
    KINDS,
    SIGNATURES,
    GoalStatus,
    SignatureState,
    Status,
    Word,
)
from referrals.plans.models import TEXTS, Rating, Signature, Task, Version, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A step towards a goal."""

    id: UUID
    who: str
    what: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalBlock:
    """A goal as a version words it, with its steps and the last word of each provider."""

    id: UUID
    number: int
    text: str
    edit: int
    status: str
    kind: str
    is_agreed: bool
    tasks: tuple[TaskLine, ...]
    ratings: tuple[tuple[str, str], ...]
    own_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLine:
    """How one person stands to a version."""

    id: UUID
    name: str
    state: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version in the history of its plan."""

    id: UUID
    number: int
    status: str
    kind: str
    meeting: str
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionSheet:
    """One version of a plan as its readers see it, and what this reader may do with it."""

    id: UUID
    plan: UUID
    word: str
    number: int
    edit: int
    changes: str = ""
    edited_by: str
    status: str
    kind: str
    meeting: str
    review: str
    is_overdue: bool
    author: str
    decided: str
    partners: str
    help: str
    period: str
    texts: Mapping[str, str]
    goals: tuple[GoalBlock, ...]
    signatures: tuple[SignatureLine, ...]
    agenda: tuple[tuple[str, str, str], ...]
    versions: tuple[VersionLine, ...]
    may_write: bool
    may_decide: bool
    may_sign: bool
    may_settle: bool
    may_carry_on: bool
    may_rate: bool
    may_mark: bool


def status_text(version: Version) -> str:
    """Say where a version stands; a replaced one names the version that followed."""
    match Status(version.status):
        case Status.IN_FORCE:
            return f"Gilt seit {version.in_force_on:%d.%m.%Y}"
        case Status.REPLACED:
            return f"Ersetzt durch Fassung {version.number + 1}"
        case status:
            return str(status.label)


def partners_of(aid: Aid) -> str:
    """Name the providers that share a help."""
    return ", ".join(partners([aid])[aid.id])


def is_overdue(version: Version, by: Actor) -> bool:
    """Tell whether a version in force should have been reviewed by now."""
    return version.status == Status.IN_FORCE and version.review_on < by.today


def version(version: Version, by: Actor) -> VersionSheet:
    """Make the sheet of one version for one reader."""
    plan, status = version.plan, Status(version.status)
    writes = access.may_write(by, plan) and plan.aid.status not in {
        AidStatus.ENDED,
        AidStatus.DROPPED,
    }
    versions = list(plan.versions.visible_to(by).order_by("-number"))
    # The worker, who prints, passes no gate: it sees no other versions.
    newest = version in versions[:1]
    in_force = status == Status.IN_FORCE
    return VersionSheet(
        id=version.id,
        plan=plan.id,
        word=plan.aid.word,
        number=version.number,
        edit=version.edit,
        changes=str(sums.changes(version)) if writes and status in IN_WORK else "",
        edited_by=version.edited_by.display_name,
        status=status_text(version),
        kind=KINDS[status],
        meeting=clock.day_text(version.meeting_on),
        review=clock.day_text(version.review_on),
        is_overdue=is_overdue(version, by),
        author=version.author.display_name,
        decided=version.decided_by.display_name if version.decided_by else "",
        partners=partners_of(plan.aid),
        help=f"{plan.aid.aid_type.name} ({plan.aid.aid_type.paragraph} SGB VIII)",
        period=f"{plan.aid.from_on:%d.%m.%Y} bis {plan.aid.until_on:%d.%m.%Y}",
        texts=texts_of(version, is_written=status == Status.DRAFTING),
        goals=_goals(version, by),
        signatures=_signatures(version),
        agenda=_agenda(version),
        versions=tuple(version_line(one, version) for one in versions),
        may_write=writes and status == Status.DRAFTING,
        may_decide=writes and status == Status.CIRCULATED,
        may_sign=writes and status in {Status.CIRCULATED, Status.IN_FORCE},
        may_settle=writes and status in {*IN_WORK, Status.IN_FORCE},
        may_carry_on=writes and in_force and newest,
        may_rate=in_force and access.may_rate(by, version),
        may_mark=access.may_mark(by, plan) and newest,
    )


def _agenda(version: Version) -> tuple[tuple[str, str, str], ...]:
    """Give when, what and who of the points for a meeting; one in work takes up what is still marked."""
    found = Q(taken_up_in=version)
    if version.status in IN_WORK:
        found |= Q(taken_up_in=None)
    rows = version.plan.points.filter(found).select_related("lock", "by").order_by("at")
    return tuple(
        (clock.day_text(clock.day(row.at)), opened(row.text), row.by.display_name) for row in rows
    )


def version_line(line: Version, shown: Version | None = None) -> VersionLine:
    """Make one line of a plan's history."""
    return VersionLine(
        id=line.id,
        number=line.number,
        status=status_text(line),
        kind=KINDS[Status(line.status)],
        meeting=clock.day_text(line.meeting_on),
        is_this=line == shown,
    )


def _goals(version: Version, by: Actor) -> tuple[GoalBlock, ...]:
    """Make the blocks of goals, each with its steps and the last word of each provider."""
    tasks: dict[UUID, list[TaskLine]] = defaultdict(list)
    for task in version.tasks.filter(removed=False).select_related("lock").order_by("due_on"):
        tasks[task.goal_id].append(_task(task, by))
    ratings: dict[UUID, dict[UUID, Rating]] = defaultdict(dict)
    for rating in version.ratings.select_related("provider").order_by("at"):
        ratings[rating.goal_id][rating.provider_id] = rating
    rows = version.wordings.standing().select_related("goal", "lock", "version")
    rows = rows.order_by("goal__number")
    return tuple(_goal(row, tasks[row.goal_id], ratings[row.goal_id].values(), by) for row in rows)


def _goal(
    wording: Wording, tasks: Iterable[TaskLine], ratings: Iterable[Rating], by: Actor
) -> GoalBlock:
    goal, ratings = wording.goal, list(ratings)
    # The state of a goal is that of today, also beside the wording of an older version.
    when = "" if wording.version.status in {*IN_WORK, Status.IN_FORCE} else "heute: "
    settled = f" ({goal.settled_on:%d.%m.%Y})" if goal.settled_on else ""
    return GoalBlock(
        id=goal.id,
        number=goal.number,
        text=opened(wording.text),
        edit=wording.edit,
        status=f"{when}{GoalStatus(goal.status).label}{settled}",
        kind=GOAL_KINDS[GoalStatus(goal.status)],
        is_agreed=goal.agreed_on is not None,
        tasks=tuple(tasks),
        ratings=tuple((rating.provider.name, rating_text(rating)) for rating in ratings),
        own_word=next((one.word for one in ratings if one.provider_id in by.providers), ""),
    )


def _task(task: Task, by: Actor) -> TaskLine:
    return TaskLine(
        id=task.id,
        who=opened(task.who),
        what=opened(task.what),
        due=clock.day_text(task.due_on),
        is_late=task.due_on < by.today,
    )


def rating_text(rating: Rating) -> str:
    """Say how a provider saw a goal on a day."""
    return f"{Word(rating.word).label}, {clock.day_text(clock.day(rating.at))}"


def _signatures(version: Version) -> tuple[SignatureLine, ...]:
    lines = [
        SignatureLine(
            id=row.id,
            name=opened(row.name),
            state=SIGNATURES[SignatureState(row.state)],
            on=f"{row.on:%d.%m.%Y}" if row.on else "",
        )
        for row in version.signatures.select_related("lock")
    ]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def signature_named(version: Version, name: str) -> Signature | None:
    """Find a person's signature by name, for the deed that changes its state."""
    rows = version.signatures.select_related("lock")
    return next((row for row in rows if _folded(opened(row.name)) == _folded(name)), None)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def wording_of(wording: Wording) -> str:
    """Give how a goal is worded, for the deed that carries it over."""
    return opened(wording.text)


def outgoing(version: Version) -> dict[str, str]:
    """Give everything that is written into a version under the words of its page, for the look
    through it before others read it.
    """
    goals = version.wordings.standing().select_related("goal", "lock")
    texts = {f"Ziel {row.goal.number}": opened(row.text) for row in goals}
    standing = version.tasks.filter(removed=False, goal__in=goals.values("goal"))
    for task in standing.select_related("goal", "lock"):
        texts[f"Ziel {task.goal.number}"] += f"\n{opened(task.who)}: {opened(task.what)}"
    return {TEXTS[name]: text for name, text in texts_of(version).items()} | texts


def texts_of(version: Version, *, is_written: bool = True) -> dict[str, str]:
    """Give the texts of a version: the words alone for whoever writes on, with their marks to read."""
    return {
        name: opened(getattr(version, name)) if is_written else shown(version, name)
        for name in TEXTS
    }
