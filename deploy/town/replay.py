"""Everything that happened in a town, in order of time, for whoever replays it as deeds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from deploy.town.shapes import SampledEpisode, SampledFamily

# Within one day: what must stand before what.
ORDER = (
    "intake",
    "family",
    "basis",
    "revocation",
    "enquiry",
    "answer",
    "choice",
    "acceptance",
    "decision",
    "first_contact",
    "entry",
    "correction",
    "goal_rated",
    "plan",
    "plan_in_force",
    "ending",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: `what` is a word of ORDER, `thing` the shape that tells it."""

    at: datetime
    what: str
    family: SampledFamily
    episode: SampledEpisode | None
    thing: object


def happenings(families: Iterable[SampledFamily], *, until: datetime) -> list[Happening]:
    """
    Return what happened with these families up to a moment, earliest first.

    Moments are local and naive. What is typed later (hours of last week) is left out.
    """
    found = [h for family in families for h in _of_family(family) if h.at <= until]
    places = {what: n for n, what in enumerate(ORDER)}
    return sorted(found, key=lambda h: (h.at, places[h.what], h.family.ref))


def _of_family(family: SampledFamily) -> Iterator[Happening]:
    first = min(episode.intake.at for episode in family.episodes)
    yield Happening(first, "family", family, None, family)
    for basis in family.bases:
        yield Happening(max(_noon(basis.on), first), "basis", family, None, basis)
        if basis.revoked_on:
            yield Happening(_noon(basis.revoked_on), "revocation", family, None, basis)
    for episode in family.episodes:
        for at, what, thing in _of_episode(episode):
            yield Happening(at, what, family, episode, thing)


def _of_episode(episode: SampledEpisode) -> Iterator[tuple[datetime, str, object]]:
    yield episode.intake.at, "intake", episode.intake
    if episode.enquiry:
        yield episode.enquiry.sent_at, "enquiry", episode.enquiry
        for answer in episode.enquiry.answers:
            if answer.at:
                yield answer.at, "answer", answer
    if episode.choice:
        # The family chooses after the last answer of those it chose, before they accept.
        chosen = {share.provider for share in episode.shares}
        answers = episode.enquiry.answers if episode.enquiry else ()
        known = [a.at for a in answers if a.at and a.provider in chosen]
        choice = max([_noon(episode.choice.on), *known])
        yield choice, "choice", episode.choice
        yield max(episode.choice.accepted_at, choice), "acceptance", episode.choice
    if episode.first_contact_on:
        yield _noon(episode.first_contact_on), "first_contact", episode.first_contact_on
    for decision in episode.decisions:
        yield _noon(decision.decided_on), "decision", decision
    yield from _of_work(episode)


def _of_work(episode: SampledEpisode) -> Iterator[tuple[datetime, str, object]]:
    for plan in episode.plans:
        yield _noon(plan.meeting_on), "plan", plan
        if plan.in_force_on:
            yield _noon(plan.in_force_on), "plan_in_force", plan
    for entry in episode.entries:
        end = entry.start_minute + entry.minutes
        yield _at(entry.entered_on, end), "entry", entry
        if entry.corrected_to is not None:
            yield _at(entry.entered_on, end), "correction", entry
    for goal in episode.goals:
        if goal.rated_on:
            yield _noon(goal.rated_on), "goal_rated", goal
    if episode.ending:
        yield _at(episode.ending.on, 23 * 60), "ending", episode.ending


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60))
