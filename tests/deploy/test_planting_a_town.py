"""A town is planted once, and a tenfold one has the people and the money for its families."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from accounts.actor import Actor
from accounts.models import User
from audit import clock
from deploy.seed.planting import Town, plant_budgets, plant_people
from deploy.town.reference import read_town
from deploy.town.world import enlarged
from protection import wall
from providers.budgets.models import Budget
from tests.world import World


def test_a_town_is_not_built_where_somebody_lives(world: World) -> None:
    with pytest.raises(CommandError, match="Hier lebt schon jemand"):
        call_command("seed", scale="demo")


def test_a_larger_town_has_more_colleagues_with_deputies_and_budgets(world: World) -> None:
    described, by = enlarged(read_town(), 3), Actor.clock(clock.read())
    # Everybody of the town itself is there already.
    larger = Town(teams=world.town.teams, providers=world.town.providers)
    new = tuple(member for member in described.staff if member.code not in world.town.people)
    with wall.standing_as(by):
        plant_people(by, new, larger)
        plant_budgets(by, described.budgets, larger)
    assert len(larger.people) == 2 * len(_many())
    colleague = User.objects.get(username="demir-2")
    assert colleague.deputy == larger.people["kaya-2"]
    assert Actor.of(colleague, now=by.now).team == world.town.teams["sued"].id
    flex = Budget.objects.get(provider=world.town.providers["flex"], year=2026)
    assert flex.total_cents == 3 * 108_000_000
    assert flex.contingent_minutes == 3 * 12_750 * 60


def _many() -> list[str]:
    roles = {"district_worker", "carer"}
    return [member.code for member in read_town().staff if member.role in roles]


def test_the_colleagues_are_the_ones_whom_families_are_given_to() -> None:
    town = read_town()
    assert enlarged(town, 1) == town
    known = {member.code for member in enlarged(town, 10).staff}
    assert len(known) == len(town.staff) + 9 * len(_many())
    assert replace(enlarged(town, 10), staff=town.staff, budgets=town.budgets) == town
