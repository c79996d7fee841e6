"""Head and planning see all hours of a year, exact; a coordinator sees the own provider's."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actor import Actor
from audit.models import Entry
from providers.budgets import actions
from providers.budgets.models import Budget
from tests.conftest import SignIn
from tests.world import World

OPEN = 7 * 60


def choose(world: World, provider: str, hours: int, year: int = 0) -> None:
    """Let hours of a year be chosen and confirmed."""
    with world.acting("demir") as by:
        _choose(by, world, provider, hours, year or by.today.year)


def _choose(by: Actor, world: World, provider: str, hours: int, year: int) -> None:
    days = (date(year, 12, 31) - date(year, 1, 1)).days + 1
    found, account = world.town.providers[provider], uuid4()
    actions.reserve(
        by=by,
        provider=found,
        account=account,
        from_on=date(year, 1, 1),
        until_on=date(year, 12, 31),
        week_minutes=hours * OPEN // days,
    )
    actions.confirm(by=by, provider=found, account=account)


def page(client: Client, year: str | int = "") -> str:
    answer = client.get(reverse("budgets"), {"year": year} if year else {})
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_sentence_names_who_is_over(world: World, signed_in: SignIn) -> None:
    choose(world, "flex", 13_600)
    text = page(signed_in("kowalski"))
    assert "FleX (106,7 %) liegt über dem Kontingent" in text
    assert "(1-mal)" in text
    assert "bitte nicht weitergeben" in text


@pytest.mark.parametrize("person", ["kowalski", "lindner"])
def test_head_and_planning_see_every_provider(world: World, signed_in: SignIn, person: str) -> None:
    text = page(signed_in(person))
    assert all(one.name in text for one in world.town.providers.values())
    assert "Alle Träger" in text
    entry = Entry.objects.get(event="budget.read")
    assert len(entry.about) == 4
    assert entry.who == world.town.people[person].id


def test_a_coordinator_sees_the_own_provider(world: World, signed_in: SignIn) -> None:
    choose(world, "flex", 100)
    text = page(signed_in("brandt"))
    assert "FleX" in text
    assert "Leben lernen" not in text
    assert "Alle Träger" not in text


@pytest.mark.parametrize("person", ["demir", "nolte", "seidel", "wolters", "sahin"])
def test_others_see_no_budget(world: World, signed_in: SignIn, person: str) -> None:
    assert signed_in(person).get(reverse("budgets")).status_code == 404
    assert Entry.objects.filter(event="budgets.read.refused").count() == 1


@pytest.mark.parametrize("asked", ["1999", "bald", "20266", "²026"])
def test_an_unknown_year_is_the_current_one(world: World, signed_in: SignIn, asked: str) -> None:
    today = world.actor("kowalski").today
    assert f"Für {today.year} sind" in page(signed_in("kowalski"), asked)


def test_a_budget_that_the_council_has_not_decided_is_marked(
    world: World, signed_in: SignIn
) -> None:
    year = max(Budget.objects.values_list("year", flat=True)) + 1
    choose(world, "flex", 100, year)
    text = page(signed_in("kowalski"), year)
    assert "FleX (vorläufig)" in text


def test_ten_years_need_no_more_queries_than_one(world: World, signed_in: SignIn) -> None:
    client = signed_in("kowalski")
    one = queries_of(lambda: page(client))
    years = Budget.objects.filter(provider=world.town.providers["flex"]).order_by("year")
    last = years.last()
    assert last
    for year in range(last.year + 1, last.year + 8):
        for provider in world.town.providers:
            choose(world, provider, 10, year)
    assert queries_of(lambda: page(client)) == one


def queries_of(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)
