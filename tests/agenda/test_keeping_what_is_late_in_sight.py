"""Keeping what is late in sight: possible danger first, nothing overdue hidden, days of other years with their year."""

from datetime import timedelta

from django.urls import reverse

from referrals.intakes.models import Danger, Urgency
from referrals.plans import actions
from tests.agenda.reading import first_page, verb
from tests.conftest import SignIn
from tests.stages.aids import a_running_aid
from tests.stages.intakes import an_intake
from tests.stages.plans import a_plan_in_force, plan_of
from tests.world import World


def test_possible_danger_stands_above_what_came_earlier(world: World, signed_in: SignIn) -> None:
    calm = an_intake(world, urgency=Urgency.DAY)
    pressing = an_intake(world, urgency=Urgency.NOW)
    danger = an_intake(world, danger=Danger.YES)
    page = first_page(signed_in, "helmich")
    places = [page.index(str(intake.id)) for intake in (danger, pressing, calm)]
    assert places == sorted(places)


def test_a_far_off_meeting_does_not_hide_an_overdue_review(world: World, signed_in: SignIn) -> None:
    passed = world.actor("demir").today - timedelta(days=1)
    version = a_plan_in_force(world, review_on=passed)
    with world.acting("demir") as by:
        met = by.today + timedelta(days=100)
        following = actions.carry_on(
            by=by, plan=plan_of(version), meeting_on=met, review_on=met + timedelta(days=90)
        )
    page = first_page(signed_in, "demir")
    assert "Hilfeplan in Arbeit, Überprüfung überfällig" in page
    assert "app-task--urgent" in page
    assert f"{passed:%d.%m.}" in page
    assert verb(page, "Weiterschreiben", reverse("version", args=[following.id]))
    assert "Eine Überprüfung ist überfällig" in first_page(signed_in, "nolte")


def test_a_day_of_another_year_says_so(world: World, signed_in: SignIn) -> None:
    aid = a_running_aid(world, since=600)
    assert aid.until_on.year < world.actor("demir").today.year
    assert f"{aid.until_on:%d.%m.%Y}" in first_page(signed_in, "demir")
