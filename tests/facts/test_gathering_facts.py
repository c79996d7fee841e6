"""Facts of a year: helps in codes, families by a tag that means nothing elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import clock
from audit.deeds import NotPossibleError
from audit.models import Entry
from referrals.facts import actions
from referrals.facts.models import AidFact, ProviderFact, Snapshot
from referrals.hours.sums import CalendarMonth
from referrals.plans import actions as plans
from tests.stages.aids import a_running_aid
from tests.stages.hours import a_share, booked, handed_in
from tests.stages.outcomes import a_town_year
from tests.stages.plans import a_draft, goal_of
from tests.world import WORKER, World


def gathered(world: World, year: int, cut_on: date, by: str = "lindner") -> Snapshot:
    with world.acting(by) as actor:
        return actions.gather(by=actor, year=year, cut_on=cut_on)


def test_hours_count_once_they_are_handed_in(world: World) -> None:
    aid = a_running_aid(world, providers=("flex", "haus-der-kulturen"), since=75)
    on = aid.from_on + timedelta(days=5)
    month = CalendarMonth.of(on)
    share = a_share(world, aid)
    booked(world, share, on=on, minutes=90)
    year, cut_on = on.year, clock.day(clock.read())
    before = gathered(world, year, cut_on)
    assert before.aids.get().minutes == 0
    handed_in(world, month)
    booked(world, share, on=on, minutes=30)
    fact = gathered(world, year, cut_on).aids.get()
    assert fact.minutes == 90
    assert fact.joint
    assert fact.started == (aid.first_contact_on is not None and aid.first_contact_on.year == year)
    assert fact.waiting_days == 16
    assert fact.space == aid.family.space
    by_provider = ProviderFact.objects.filter(aid_fact=fact)
    assert dict(by_provider.values_list("provider__code", "minutes")) == {
        "flex": 90,
        "haus-der-kulturen": 0,
    }


def test_a_goal_that_nobody_agreed_on_does_not_count(world: World) -> None:
    version = a_draft(world)
    with world.acting(WORKER) as by:
        plans.remove_goal(by=by, version=version, goal=goal_of(version))
        today = by.today
    fact = gathered(world, today.year, today).aids.get()
    assert fact.goals_dropped == 0


def test_a_family_has_one_tag_in_a_snapshot_and_another_in_the_next(world: World) -> None:
    year = a_town_year(world, spread={"disteln": 4})
    first, second = (gathered(world, year.year, year.cut_on) for _ in range(2))
    tags = [set(one.aids.values_list("family_tag", flat=True)) for one in (first, second)]
    assert [len(one) for one in tags] == [4, 4]
    assert not tags[0] & tags[1]


def test_what_lies_after_the_cut_does_not_count(world: World) -> None:
    year = a_town_year(world, spread={"disteln": 11})
    early = gathered(world, year.year, date(year.year, 1, 20))
    assert sum(early.aids.values_list("minutes", flat=True)) == 0
    assert not early.aids.filter(ended=True).exists()
    assert not any(sum(row) for row in early.aids.values_list("goals_achieved", "goals_missed"))
    whole = gathered(world, year.year, year.cut_on)
    assert whole.aids.filter(ended=True).count() == 3
    assert sorted(whole.aids.exclude(planned="").values_list("planned", flat=True)) == [
        *("planned", "planned", "unplanned"),
    ]


def test_no_envelope_is_read(world: World) -> None:
    year = a_town_year(world, spread={"disteln": 3})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        gathered(world, year.year, year.cut_on)
    text = "\n".join(query["sql"] for query in queries)
    sealed = [
        f'"{model._meta.db_table}"."{column}"'
        for model in apps.get_app_config("referrals").get_models()
        for column in model.Protection.personal  # type: ignore[attr-defined]  # every model carries its label
    ]
    assert '"referrals_aid"."family_id"' in text
    assert [column for column in sealed if column in text] == []


def test_more_helps_need_no_more_queries(world: World) -> None:
    year = a_town_year(world, spread={"disteln": 5})
    few = queries_of(lambda: gathered(world, year.year, year.cut_on))
    for _ in range(45):
        year.add("herten-sued")
    assert queries_of(lambda: gathered(world, year.year, year.cut_on)) == few
    assert AidFact.objects.count() == 55


def test_batches_do_not_part_a_family(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    year = a_town_year(world, spread={"disteln": 7})
    assert gathered(world, year.year, year.cut_on).aids.count() == 7


@pytest.mark.parametrize("person", ["demir", "nolte", "seidel", "brandt", "sahin"])
def test_others_gather_nothing(world: World, person: str) -> None:
    with world.acting(person) as by, pytest.raises(PermissionDenied):
        actions.gather(by=by, year=2026, cut_on=date(2026, 9, 30))
    assert not Snapshot.objects.exists()
    assert Entry.objects.filter(event="facts.gather.refused").exists()


def test_a_cut_before_the_year_is_refused(world: World) -> None:
    with pytest.raises(NotPossibleError, match="2026"):
        gathered(world, 2026, date(2025, 12, 31))


def queries_of(deed: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)
