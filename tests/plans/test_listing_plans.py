"""Listing plans: what lists and pages cost, and the one reading each of them leaves."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Entry
from referrals.plans import actions
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.plans import (
    PROVIDERS,
    a_begun_plan,
    a_circulated_plan,
    a_plan_in_force,
)
from tests.world import WORKER, World


def test_a_list_of_five_costs_as_many_queries_as_a_list_of_two(
    world: World, signed_in: SignIn
) -> None:
    def count(who: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            signed_in(who).get(reverse("plans"))
        return len(queries)

    a_plan_in_force(world)
    a_begun_plan(world)
    a_running_aid(world, providers=PROVIDERS)
    before = {who: count(who) for who in (WORKER, "nolte", "brandt")}
    for _ in range(3):
        a_plan_in_force(world)
        a_running_aid(world, providers=PROVIDERS)
    assert {who: count(who) for who in before} == before


def test_the_page_of_a_version_costs_the_same_with_more_goals(
    world: World, signed_in: SignIn
) -> None:
    version = a_circulated_plan(world)

    def count(who: str, name: str, thing: object) -> int:
        with CaptureQueriesContext(connection) as queries:
            signed_in(who).get(reverse(name, args=[thing]))
        return len(queries)

    asked = [(who, "version", version.id) for who in (WORKER, "brandt")]
    asked.append((WORKER, "plan", version.plan_id))
    before = [count(*one) for one in asked]
    with world.acting(WORKER) as by:
        actions.take_back(by=by, version=version)
        for number in range(12):
            goal = actions.add_goal(by=by, version=version, text=f"Ziel {number}")
            for _ in range(2):
                actions.add_task(
                    by=by, version=version, goal=goal, who="Wer", what="Was", due_on=by.today
                )
        actions.circulate(by=by, version=version)
    assert [count(*one) for one in asked] == before


def test_lists_and_histories_leave_one_reading_each(world: World, signed_in: SignIn) -> None:
    version = a_plan_in_force(world)
    client = signed_in("brandt")
    for name, ids, event in (
        ("plans", [], "plan.listed"),
        ("plan", [version.plan_id], "plan.history_read"),
    ):
        client.get(reverse(name, args=ids))
        entry = Entry.objects.filter(event=event).get()
        assert version.plan_id in entry.about
