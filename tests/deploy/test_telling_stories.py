"""Stories and sampled families happen in an order deeds can follow, on any day."""

from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest

from deploy.town.hours import DAYS
from deploy.town.reference import read_town
from deploy.town.replay import happenings
from deploy.town.shapes import SampledEpisode, SampledFamily, SampledWorld, Window
from deploy.town.stories import stories
from deploy.town.world import sample_world

YEAR = Window.of_year(2025)
DAY = date(2026, 11, 24)


@cache
def a_year(scale: str = "s", seed: int = 1) -> SampledWorld:
    return sample_world(read_town(), YEAR, scale=scale, seed=seed)


def episodes(world: SampledWorld) -> list[SampledEpisode]:
    return [episode for family in world.families for episode in family.episodes]


def test_everything_happens_in_an_order_that_deeds_can_follow() -> None:
    families: tuple[SampledFamily, ...] = a_year().families
    families += tuple(story.family for story in stories(DAY))
    seen: dict[str, list[str]] = {}
    for happening in happenings(families, until=datetime.combine(DAY, time(23))):
        if happening.episode:
            seen.setdefault(happening.episode.ref, []).append(happening.what)
    way = ("intake", "enquiry", "answer", "choice", "acceptance", "decision", "first_contact")
    for words in seen.values():
        places = [words.index(what) for what in way if what in words]
        assert places == sorted(places)
        assert "entry" not in words or words.index("entry") > words.index("decision")


def test_decisions_are_made_by_two_people_and_without_gaps() -> None:
    for episode in episodes(a_year()):
        for before, after in pairwise(episode.decisions):
            assert after.starts_on == before.ends_on + timedelta(days=1)
        assert all(decision.author != decision.approver for decision in episode.decisions)


def test_the_stories_show_five_things_worth_opening() -> None:
    told = {story.key: story.family.episodes[0] for story in stories(DAY)}
    assert told["new_intake"].enquiry is None
    waiting = told["waiting_enquiry"]
    assert waiting.choice is None
    assert waiting.enquiry
    assert "silent" in {answer.kind for answer in waiting.enquiry.answers}
    joint = told["joint_case"]
    assert [share.provider for share in joint.shares] == ["flex", "haus-der-kulturen"]
    assert [plan.version for plan in joint.plans if plan.in_force_on] == [1, 2]
    assert told["overdue_review"].plans[-1].review_on < DAY - timedelta(days=28)
    decided = told["budget_near_its_limit"].decisions[0]
    weeks = ((decided.ends_on - decided.starts_on).days + 1) / 7
    assert decided.minutes_per_week * weeks / 60 > 0.8 * 1_058.8


@pytest.mark.parametrize("day", [DAY, date(2027, 3, 7), date(2027, 8, 1)])
def test_stories_can_be_told_on_any_day(day: date) -> None:
    for story in stories(day):
        episode = story.family.episodes[0]
        assert episode.intake.at.date() <= day
        assert episode.intake.at.weekday() < 5
        assert all(entry.on <= day for entry in episode.entries)
        names = {member.code for member in read_town().staff}
        assert {story.family.worker, *(share.carer for share in episode.shares)} <= names


def test_carers_of_stories_visit_nobody_else_on_those_days() -> None:
    told = [story.family for story in stories(DAY)]
    window = Window(DAY - timedelta(days=364), DAY)
    world = sample_world(read_town(), window, scale="demo", beside=told)
    taken = {(e.carer, e.on) for f in told for ep in f.episodes for e in ep.entries}
    entries = [e for episode in episodes(world) for e in episode.entries]
    assert entries
    assert not [e for e in entries if (e.carer, e.on) in taken]


def test_carers_of_stories_come_on_days_they_work() -> None:
    weekdays = {member.code: member.weekdays for member in read_town().staff}
    for story in stories(DAY):
        for entry in story.family.episodes[0].entries:
            assert DAYS[entry.on.weekday()] in weekdays[entry.carer]


@pytest.mark.parametrize("day", [DAY, date(2027, 3, 7)])
def test_the_day_of_a_carer_is_not_empty_when_the_town_begins(day: date) -> None:
    told = [(visit.provider, visit) for story in stories(day) for visit in story.visits]
    at_flex = [visit for provider, visit in told if provider == "flex"]
    today = [visit for visit in at_flex if visit.starts_at.date() == day]
    assert len({visit.family for visit in today}) == 2
    assert any(visit.starts_at.date() == day + timedelta(days=1) for visit in at_flex)
    assert [visit for provider, visit in told if provider == "haus-der-kulturen"]


def test_nobody_is_visited_before_a_help_is_decided() -> None:
    early = date(2027, 1, 2)
    for story in stories(early):
        decided = [d for d in story.family.episodes[0].decisions if d.decided_on <= early]
        for visit in story.visits:
            on = visit.starts_at.date()
            assert any(d.starts_on <= on <= d.ends_on for d in decided)
