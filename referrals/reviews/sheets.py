"""What readers see of plans between two meetings: the list, what is overdue, how goals went."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from accounts.actor import Actor
from audit import clock
from protection.sealing import opened
from referrals.aids.flow import Status as AidStatus
from referrals.aids.models import Aid, Share
from referrals.aids.sheets import partners
from referrals.bases.models import Basis, Topic
from referrals.bases.sheets import words_of
from referrals.disclosures.flow import Status as Disclosed
from referrals.disclosures.models import Disclosure
from referrals.families import access as families
from referrals.plans import access
from referrals.plans.flow import GOAL_KINDS, IN_WORK, KINDS, GoalStatus, Status, Word
from referrals.plans.models import Goal, Plan, PlanQuerySet, Rating, Version, Wording
from referrals.plans.sheets import (
    VersionLine,
    is_overdue,
    partners_of,
    status_text,
    version_line,
)

NEXT_TIME = "kommt ins nächste Gespräch"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """A plan in a list: the neutral word, where it stands, when it is looked at again."""

    id: UUID
    aid: UUID
    word: str
    name: str
    partners: str
    status: str
    kind: str
    review: str
    is_overdue: bool
    newest: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanList:
    """The plans a person sees, and the helps that have none yet."""

    plans: tuple[PlanLine, ...]
    without: tuple[tuple[UUID, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalHistory:
    """How a goal went: its wordings, how providers saw it, what became of it."""

    number: int
    text: str
    status: str
    kind: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A provider that joined a help after its plan came into force, and the ground on which the
    plan can be opened to it; without one there is only the way to a ground.
    """

    id: UUID
    name: str
    version: UUID
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """The history of a plan: versions, goals, points for the next meeting."""

    id: UUID
    word: str
    partners: str
    newest: UUID | None
    versions: tuple[VersionLine, ...]
    goals: tuple[GoalHistory, ...]
    points: tuple[tuple[str, str, str], ...]
    may_mark: bool
    newcomers: tuple[Newcomer, ...]


def plan_list(by: Actor) -> PlanList:
    """Make the list of plans, and for those who keep files the helps without one."""
    return PlanList(plans=lines(_listed(by), by), without=_without(by))


def of_aid(aid: UUID, by: Actor) -> PlanLine | None:
    """Make the line of one help's plan, for pages about the help."""
    return next(iter(lines(_listed(by).filter(aid=aid), by)), None)


def of_family(family: UUID, by: Actor) -> tuple[PlanLine, ...]:
    """Make the lines of one family's plans, for the page of the family."""
    return lines(_listed(by).filter(aid__family_id=family), by)


def overdue(by: Actor) -> tuple[PlanLine, ...]:
    """Make the lines of plans whose review is overdue, for the first page of the office."""
    return tuple(line for line in lines(_listed(by), by) if line.is_overdue)


def lines(plans: Iterable[Plan], by: Actor) -> tuple[PlanLine, ...]:
    """Make the lines of a list: by the day of the next review, overdue ones therefore first."""
    found = [(plan, list(plan.versions.all())) for plan in plans]
    helping = partners(plan.aid for plan, _ in found)
    found.sort(key=lambda one: (_review_day(one[1]), one[0].aid.word))
    return tuple(_line(plan, versions, helping[plan.aid_id], by) for plan, versions in found)


def history(plan: Plan, by: Actor) -> PlanSheet:
    """Make the history of a plan; providers see it from the versions that were shown to them."""
    versions = list(plan.versions.visible_to(by).order_by("-number"))
    return PlanSheet(
        id=plan.id,
        word=plan.aid.word,
        partners=partners_of(plan.aid),
        newest=versions[0].id if versions else None,
        versions=tuple(version_line(version) for version in versions),
        goals=_goals(versions),
        points=_points(plan, versions),
        may_mark=access.may_mark(by, plan),
        newcomers=_newcomers(versions, by) if access.may_write(by, plan) else (),
    )


def newcomers(version: Version) -> dict[UUID, str]:
    """Name the providers that share the help now and cannot read this version yet."""
    shares = Share.objects.filter(aid=version.plan.aid_id, visible_until__isnull=True)
    found = shares.exclude(provider__in=version.readers).order_by("provider__name")
    return dict(found.values_list("provider_id", "provider__name"))


def ground_of(version: Version, provider: UUID, by: Actor) -> Basis | None:
    """Find the ground on which a provider was told of the family for a help, as long as it holds."""
    told = Disclosure.objects.filter(
        family=version.plan.aid.family_id,
        provider=provider,
        status=Disclosed.ACCEPTED,
        basis__topic=Topic.AID,
    ).select_related("basis")
    grounds = (row.basis for row in told.order_by("-accepted_at"))
    return next((ground for ground in grounds if ground.holds_on(by.today)), None)


def _newcomers(versions: Iterable[Version], by: Actor) -> tuple[Newcomer, ...]:
    version = next((one for one in versions if one.status == Status.IN_FORCE), None)
    if version is None:
        return ()
    return tuple(
        Newcomer(id=provider, name=name, version=version.id, ground=words_of(ground))
        for provider, name in newcomers(version).items()
        if (ground := ground_of(version, provider, by))
    )


def _listed(by: Actor) -> PlanQuerySet:
    """Find the plans a person sees, each with the versions the person sees, the newest first."""
    versions = Version.objects.visible_to(by).order_by("-number")
    # For providers the family's row lies behind the wall: joined, it would hide the plan too.
    rows = ["aid__family__lock"] if by.is_office else ["aid"]
    plans = Plan.objects.visible_to(by).select_related(*rows)
    return plans.prefetch_related(Prefetch("versions", versions))


def _points(plan: Plan, versions: Iterable[Version]) -> tuple[tuple[str, str, str], ...]:
    """Give when, what and who of the points whose meeting is still to come or not yet decided on.

    A draft takes points up before providers see it: for them too the point is still there.
    """
    over = [version.id for version in versions if version.status not in IN_WORK]
    rows = plan.points.exclude(taken_up_in__in=over).select_related("lock", "by")
    return tuple(
        (
            clock.day_text(clock.day(row.at)),
            opened(row.text),
            ", ".join([row.by.display_name, *([NEXT_TIME] if row.taken_up_in_id else [])]),
        )
        for row in rows.order_by("at")
    )


def _line(plan: Plan, versions: list[Version], helping: Iterable[str], by: Actor) -> PlanLine:
    """Make one line; the family's own name is for the office alone."""
    newest, standing = versions[0] if versions else None, _standing(versions)
    return PlanLine(
        id=plan.id,
        aid=plan.aid_id,
        word=plan.aid.word,
        name=opened(plan.aid.family.name) if by.is_office else "",
        partners=", ".join(helping),
        status=status_text(newest) if newest else "Noch nicht zur Durchsicht gegeben",
        kind=KINDS[Status(newest.status)] if newest else "quiet",
        review=_review_text(standing),
        is_overdue=standing is not None and is_overdue(standing, by),
        newest=newest.id if newest else None,
    )


def _standing(versions: list[Version]) -> Version | None:
    """Give the version whose review counts: the one in force, also while the next is written."""
    newest = versions[0] if versions else None
    return next((one for one in versions if one.status == Status.IN_FORCE), newest)


def _review_text(standing: Version | None) -> str:
    """Give the day of the next review; a plan that ended has none."""
    if standing is None or standing.status == Status.ENDED:
        return ""
    return clock.day_text(standing.review_on)


def _review_day(versions: list[Version]) -> date:
    standing = _standing(versions)
    return standing.review_on if standing else date.max


def _without(by: Actor) -> tuple[tuple[UUID, str, str], ...]:
    """Find helps without a plan that this person could begin one for."""
    if not by.is_office:
        return ()
    aids = Aid.objects.visible_to(by).filter(plan=None)
    aids = aids.exclude(status__in=[AidStatus.ENDED, AidStatus.DROPPED])
    aids = aids.select_related("aid_type", "family__lock").order_by("word")
    return tuple(
        (aid.id, f"{aid.word} · {opened(aid.family.name)}", str(aid.aid_type))
        for aid in aids
        if families.may_keep(by, aid.family)
    )


def _goals(versions: list[Version]) -> tuple[GoalHistory, ...]:
    """Follow each goal through the versions that this reader sees."""
    rows = Wording.objects.standing().filter(version__in=versions)
    rows = rows.select_related("goal", "lock", "version")
    wordings: dict[Goal, list[Wording]] = defaultdict(list)
    for row in rows.order_by("goal__number", "version__number"):
        wordings[row.goal].append(row)
    steps = _ratings(list(wordings))
    return tuple(_history(goal, found, steps[goal.id]) for goal, found in wordings.items())


def _ratings(goals: list[Goal]) -> dict[UUID, list[tuple[str, str, str]]]:
    """Give the last word of each provider on each day: what was said before it on that day, it mends."""
    found: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    said: set[tuple[UUID, UUID, date]] = set()
    ratings = Rating.objects.filter(goal__in=goals).select_related("provider", "by").order_by("-at")
    for rating in ratings:
        day = clock.day(rating.at)
        if (once := (rating.goal_id, rating.provider_id, day)) in said:
            continue
        said.add(once)
        word = str(Word(rating.word).label)
        found[rating.goal_id].append((clock.day_text(day), word, rating.provider.name))
    return found


def _history(
    goal: Goal, wordings: list[Wording], ratings: list[tuple[str, str, str]]
) -> GoalHistory:
    """Tell a goal's history, the newest first: what became of it, how it was seen, how it was worded."""
    status = GoalStatus(goal.status)
    texts = [(f"Fassung {one.version.number}", opened(one.text)) for one in wordings]
    changed = [pair for i, pair in enumerate(texts) if i == 0 or texts[i - 1][1] != pair[1]]
    settled = [(clock.day_text(goal.settled_on), str(status.label), "")] if goal.settled_on else []
    return GoalHistory(
        number=goal.number,
        text=texts[-1][1],
        status=str(status.label),
        kind=GOAL_KINDS[status],
        steps=(*settled, *ratings, *((when, text, "") for when, text in reversed(changed))),
    )
