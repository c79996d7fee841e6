"""Decisions, plan versions, goals and their ratings over the time of one help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.town.chances import after_months, pick, weighted, working_day
from deploy.town.children import years_old
from deploy.town.reference import Town
from deploy.town.shapes import (
    SampledChild,
    SampledDecision,
    SampledFamily,
    SampledGoal,
    SampledPlan,
    SampledStep,
)
from deploy.town.texts import GoalText, goals, views

# SY-07.
GOALS = {2: 0.27, 3: 0.38, 4: 0.23, 5: 0.12}
OUTCOMES = {"achieved": 0.36, "partly": 0.38, "not_achieved": 0.16, "dropped": 0.10}
RATING = {"achieved": 2, "partly": 1, "not_achieved": -1, "dropped": 0}
PERSPECTIVES = ("young_person", "parents", "office", "provider")
DISAGREE = 0.35
CHANGED = 0.22
LATE = 0.28
# Lateness adds about 0.4 months on average to what was agreed.
REVIEW_MONTHS = 6.0
FIRST_REVIEW_MONTHS = {3.0: 0.3, 6.0: 0.7}
# Decisions of the head instead of the team lead.
FOR_THE_HEAD = ("intensive_help",)


@dataclass(frozen=True, slots=True)
class Course:
    """The days of one help: from, to (planned or real), seen from `until`."""

    aid_type: str
    starts_on: date
    ends_on: date
    until: date
    ended: bool


def decide(
    chance: Random, town: Town, family: SampledFamily, course: Course, minutes: int
) -> tuple[SampledDecision, ...]:
    """Return the first decision and its extensions up to the last day; two people each."""
    decisions: list[SampledDecision] = []
    starts, period = course.starts_on, weighted(chance, {6: 0.6, 12: 0.4})
    approver = _approver(town, family, course.aid_type)
    last = min(course.ends_on, course.until)
    while starts <= last:
        ends = after_months(starts, period)
        kind = "extension" if decisions else "new"
        if decisions and chance.random() < CHANGED:
            kind, minutes = (
                "change",
                max(60, round(minutes * chance.choice((0.75, 1.25)) / 15) * 15),
            )
        decisions.append(
            SampledDecision(
                kind=kind,
                decided_on=starts - timedelta(days=10 if decisions else 1),
                author=family.worker,
                approver=approver,
                starts_on=starts,
                ends_on=ends,
                minutes_per_week=minutes,
            )
        )
        starts = ends + timedelta(days=1)
    return tuple(decisions)


def plan(
    chance: Random, family: SampledFamily, course: Course
) -> tuple[tuple[SampledPlan, ...], tuple[SampledGoal, ...]]:
    """Return the plan versions up to the last day and the goals that run through them."""
    chosen = pick(chance, _fitting(family.children, course.starts_on), weighted(chance, GOALS))
    last = min(course.ends_on, course.until)
    held = _meetings(chance, course.starts_on, last)
    meetings = [meeting for meeting, _ in held]
    drawn = tuple(
        _goal(chance, number, text, meetings, course)
        for number, text in enumerate(chosen, start=1)
        if meetings
    )
    seen = [_views(chance, family, meeting) for meeting in meetings]
    plans = tuple(
        SampledPlan(
            version=version,
            meeting_on=meeting,
            in_force_on=_in_force(meeting, last),
            child_view=seen[version - 1][0],
            parents_view=seen[version - 1][1],
            professional_view=seen[version - 1][2],
            goals=tuple(g.ref for g in drawn if g.first_version <= version),
            review_on=review,
            signatures=tuple((ref, _signature(chance)) for ref in _signing(family)),
        )
        for version, (meeting, review) in enumerate(held, start=1)
    )
    return plans, drawn


def _approver(town: Town, family: SampledFamily, aid_type: str) -> str:
    worker = next(s for s in town.staff if s.code == family.worker)
    heads, leads = town.working_as("head"), town.working_as("team_lead")
    own = [lead for lead in leads if lead.team == worker.team]
    return (heads if aid_type in FOR_THE_HEAD or not own else own)[0].code


def _meetings(chance: Random, starts: date, last: date) -> list[tuple[date, date]]:
    """Return days of meetings (after four to six weeks, then at every review) and next reviews."""
    meetings: list[tuple[date, date]] = []
    day = working_day(starts + timedelta(days=chance.randint(25, 42)))
    months = weighted(chance, FIRST_REVIEW_MONTHS)
    while day <= last:
        review = working_day(after_months(day, months))
        meetings.append((day, review))
        late = chance.randint(15, 60) if chance.random() < LATE else chance.randint(-10, 10)
        day, months = working_day(review + timedelta(days=late)), REVIEW_MONTHS
    return meetings


def _views(chance: Random, family: SampledFamily, on: date) -> tuple[str, str, str]:
    """Draw the situation as the first child, the parents and the professionals see it."""
    ages = years_old(family.children[:1], on)
    child, parents, professionals = (
        chance.choice(views(who, ages)) for who in ("child", "parents", "professionals")
    )
    return child, parents, professionals


def _in_force(meeting: date, last: date) -> date | None:
    day = working_day(meeting + timedelta(days=12))
    return day if day <= last else None


def _fitting(children: Sequence[SampledChild], on: date) -> tuple[GoalText, ...]:
    """Leave out goals for other ages, and those for several children when there is one."""
    found = goals(years_old(children, on))
    return tuple(g for g in found if len(children) > 1 or "Geschwister" not in g.text)


def _goal(
    chance: Random, number: int, text: GoalText, meetings: Sequence[date], course: Course
) -> SampledGoal:
    version = 2 if number > 2 and len(meetings) > 1 and chance.random() < 0.4 else 1
    agreed = meetings[version - 1]
    outcome = rated = None
    if course.ended:
        outcome, rated = weighted(chance, OUTCOMES), course.ends_on
    elif len(meetings) > version and chance.random() < 0.25:
        outcome, rated = weighted(chance, OUTCOMES), meetings[-1]
    return SampledGoal(
        ref=f"g{number}",
        text=text.text,
        first_version=version,
        steps=tuple(
            SampledStep(who, what, agreed + timedelta(days=30 + 15 * n))
            for n, (who, what) in enumerate(text.steps)
        ),
        outcome=outcome,
        rated_on=rated,
        ratings=_ratings(chance, RATING[outcome]) if outcome else (),
    )


def _ratings(chance: Random, middle: int) -> tuple[tuple[str, int], ...]:
    differs = chance.choice(PERSPECTIVES) if chance.random() < DISAGREE else ""
    return tuple((who, max(-2, middle - 1) if who == differs else middle) for who in PERSPECTIVES)


def _signing(family: SampledFamily) -> tuple[str, ...]:
    """Return who signs: the known adults of the household."""
    return tuple(adult.ref for adult in family.adults if adult.known and adult.in_household)


def _signature(chance: Random) -> str:
    return weighted(
        chance, {"signed": 0.8, "agreed_orally": 0.12, "declined": 0.03, "follows": 0.05}
    )
